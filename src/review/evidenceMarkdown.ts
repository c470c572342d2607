import { markdownText } from '../report/markdownText.js';
import { reviewKinds, type Decision, type ReviewKind } from './types.js';
import type { DecidedItem, ReviewRecord } from './record.js';

const headings: Record<ReviewKind, string> = {
  ownership: 'Ownership',
  scope: 'Scopes',
  policy: 'Policies',
  'address-range': 'Address ranges',
  user: 'Users',
  permission: 'Permissions',
  token: 'Tokens',
  credential: 'Credential',
  finding: 'Open findings',
  waiver: 'Waivers',
};

const text = (value: string): string => markdownText(value, 2000);

/** A finding that is kept is no finding less. */
const keptWord = (kind: ReviewKind): string => (kind === 'finding' ? 'stays open' : 'kept');

const decisionText = (kind: ReviewKind, decision: Decision): string => {
  if (decision.decision === 'keep')
    return decision.reason === undefined ? keptWord(kind) : `${keptWord(kind)}: ${text(decision.reason)}`;
  if (decision.decision === 'waive')
    return `waived until ${decision.expires} by ${text(decision.owner)}: ${text(decision.reason)}`;
  return `to change: ${text(decision.todo)}${decision.remove ? ' (removed from the manifest)' : ''}`;
};

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const section = (kind: ReviewKind, items: readonly DecidedItem[]): string[] =>
  items.length === 0
    ? []
    : [
        `## ${headings[kind]}`,
        '',
        row(['What', 'As it is', 'Seen', 'Decision']),
        row(['---', '---', '---', '---']),
        ...items.map(({ subject, shown, details, decided }) =>
          row([text(subject), text(shown), details.map(text).join('<br>') || '–', decisionText(kind, decided)]),
        ),
        '',
      ];

const listOr = (lines: readonly string[], none: string): string[] => (lines.length === 0 ? [none] : [...lines]);

const todosOf = ({ items }: ReviewRecord): string[] =>
  items.flatMap(({ id, decided }) =>
    decided.decision === 'change'
      ? [`- [ ] ${text(id)}: ${text(decided.todo)}${decided.remove ? ' (removed from the manifest)' : ''}`]
      : [],
  );

/** The record for people; the JSON beside it is what the digests are of. */
export const evidenceMarkdown = (record: ReviewRecord): string => {
  const { app, org, manifest, date, reviewer, summary, items, notLookedAt, digest, recordDigest } = record;
  return [
    `# Review of ${text(app)}, ${date}`,
    '',
    row(['', '']),
    row(['---', '---']),
    row(['Reviewer', text(reviewer)]),
    row(['Manifest', text(manifest)]),
    row(['Org', org === undefined ? 'none was looked at' : text(org)]),
    row(['Items', `${summary.items}: ${summary.kept} kept, ${summary.toChange} to change, ${summary.waived} waived`]),
    row(['Not looked at', `${summary.notLookedAt}`]),
    row(['Digest of what was reviewed', digest]),
    row(['Digest of the record', recordDigest]),
    '',
    '## To do',
    '',
    ...listOr(todosOf(record), 'Nothing.'),
    '',
    '## Not looked at, and so not approved',
    '',
    ...listOr(
      notLookedAt.map(({ what, reason }) => `- ${text(what)}: ${text(reason)}`),
      'Nothing: everything could be looked at.',
    ),
    '',
    ...reviewKinds.flatMap((kind) =>
      section(
        kind,
        items.filter((item) => item.kind === kind),
      ),
    ),
  ].join('\n');
};
