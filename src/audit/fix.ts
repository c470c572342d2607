import type { Change } from '../registration/edit/change.js';
import type { FindingDraft, RuleContext } from './rule.js';

/** An edit of one source file that makes a finding go away. */
export type Fix = {
  /** A safe one changes nothing that the app does for its users; any other may. */
  safe: boolean;
  /** What is edited, as one sentence. */
  description: string;
  /** As the inventory names it. */
  file: string;
  changes: readonly Change[];
};

/** How a rule's findings can be fixed in source. */
export type Fixer = {
  /** Of every fix of the rule; `mixed` where it depends on the finding. */
  safety: 'safe' | 'unsafe' | 'mixed';
  /** What a fix does, and which findings have none: for the page of the rule. */
  about: string;
  /** The fix of one finding; none for what is not in source, and for what nobody can decide from the file alone. */
  fixOf: (draft: FindingDraft, thresholds: RuleContext['thresholds']) => Fix | undefined;
};
