import { formatRefreshTokenFields, formatRefreshTokenPolicy } from '../../registration/spelling/refreshToken.js';
import type { RefreshTokenPolicy, Registration } from '../../app/clientApp.js';
import type { InventoryApp } from '../../inventory/types.js';
import type { Change } from '../../registration/edit/change.js';
import type { Fix, Fixer } from '../fix.js';
import type { FindingDraft, RuleContext } from '../rule.js';
import { targetOf, type Setting } from './places.js';

type Thresholds = RuleContext['thresholds'];
type Value = Record<Registration, string>;

const elementName = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** Gives one setting of an app a value; unsafe, because clients and users may rely on the old one. */
export const settingFix = (app: InventoryApp, setting: Setting, text: string): Fix | undefined => {
  const target = targetOf(app, setting);
  if (!target) return undefined;
  return {
    safe: false,
    description: `Set ${elementName(target.path)} to ${text}.`,
    file: target.file,
    changes: [{ kind: 'set', path: target.path, text }],
  };
};

const both = (text: string): Value => ({ 'connected-app': text, 'external-client-app': text });

/** Findings about one setting that has one right value. */
export const setting = (
  name: Setting,
  value: string | Value,
  about: string,
  applies: (app: InventoryApp) => boolean = () => true,
): Fixer => {
  const values = typeof value === 'string' ? both(value) : value;
  return {
    safety: 'unsafe',
    about,
    fixOf: ({ app }) => (app && applies(app) ? settingFix(app, name, values[app.registration]) : undefined),
  };
};

const refreshTokenChanges = (app: InventoryApp, path: string, policy: RefreshTokenPolicy): Change[] => {
  if (app.registration === 'connected-app') return [{ kind: 'set', path, text: formatRefreshTokenPolicy(policy) }];
  return Object.entries(formatRefreshTokenFields(policy)).map(([name, value]) => ({
    kind: 'set',
    path: name,
    text: String(value),
  }));
};

const words = { lifetime: 'from issue', inactivity: 'without use' };

/** Findings about how long refresh tokens live. */
export const refreshTokenPolicy = (
  policyOf: (draft: FindingDraft, thresholds: Thresholds) => { rule: 'lifetime' | 'inactivity'; days: number },
  about: string,
): Fixer => ({
  safety: 'unsafe',
  about,
  fixOf: (draft, thresholds) => {
    const target = draft.app && targetOf(draft.app, 'refreshToken');
    if (!draft.app || !target) return undefined;
    const policy = policyOf(draft, thresholds);
    return {
      safe: false,
      description: `Let refresh tokens expire after ${policy.days} days ${words[policy.rule]}.`,
      file: target.file,
      changes: refreshTokenChanges(draft.app, target.path, policy),
    };
  },
});
