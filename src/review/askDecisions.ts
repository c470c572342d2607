import { Messages } from '@salesforce/core/messages';
import type { Asker } from '../generate/askMissing.js';
import { visible } from '../report/escape.js';
import { expiryProblem, type DecisionLimits } from './checkDecision.js';
import { daysAfter } from './days.js';
import type { Decision, ReviewItem } from './types.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.review');

type Choice = 'keep' | 'change' | 'remove' | 'waive' | 'stop';

const choicesFor = ({ removable, waivable }: ReviewItem): Choice[] => [
  'keep',
  'change',
  ...(removable ? (['remove'] as const) : []),
  ...(waivable ? (['waive'] as const) : []),
  'stop',
];

/** How long a waiver holds when nobody says otherwise. */
const waiverDays = 90;

export type AskOptions = DecisionLimits & {
  reviewer: string;
  asker: Asker;
  /** Shows an item before it is asked about. */
  show: (item: ReviewItem) => void;
};

const required = (text: string): string | true => text.trim() !== '' || messages.getMessage('prompt.required');

const askWaiver = async ({ asker, reviewer, today, lastWaiverDay }: AskOptions): Promise<Decision> => {
  const owner = await asker.input({
    message: messages.getMessage('prompt.owner'),
    default: reviewer,
    validate: required,
  });
  const reason = await asker.input({ message: messages.getMessage('prompt.reason'), validate: required });
  const usual = daysAfter(today, waiverDays);
  const expires = await asker.input({
    message: messages.getMessage('prompt.expires'),
    default: lastWaiverDay !== undefined && lastWaiverDay < usual ? lastWaiverDay : usual,
    validate: (text) => expiryProblem(text.trim(), { today, lastWaiverDay }) ?? true,
  });
  return { decision: 'waive', owner: owner.trim(), reason: reason.trim(), expires: expires.trim() };
};

const askOne = async (item: ReviewItem, options: AskOptions): Promise<Decision | 'stop'> => {
  options.show(item);
  const choice = await options.asker.select<Choice>({
    message: messages.getMessage('prompt.decision', [visible(item.id)]),
    choices: choicesFor(item).map((value) => ({
      name: value,
      value,
      description: messages.getMessage(`prompt.decision.${value}`),
    })),
  });
  if (choice === 'stop') return 'stop';
  if (choice === 'keep') return { decision: 'keep' };
  if (choice === 'waive') return askWaiver(options);
  const todo = await options.asker.input({ message: messages.getMessage('prompt.todo'), validate: required });
  return { decision: 'change', todo: todo.trim(), remove: choice === 'remove' };
};

/** Asks about one item after the other; undefined when the person stops, and then nothing counts. */
export const askDecisions = async (
  items: readonly ReviewItem[],
  options: AskOptions,
): Promise<Map<string, Decision> | undefined> => {
  const decisions = new Map<string, Decision>();
  for (const item of items) {
    const decision = await askOne(item, options);
    if (decision === 'stop') return undefined;
    decisions.set(item.id, decision);
  }
  return decisions;
};
