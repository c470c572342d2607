import type { AuditFinding } from '../audit/result.js';
import { cite } from './cite.js';
import { visible } from './escape.js';
import { placeText } from './placeText.js';

const longest = 2000;

const heading = ({ severityName, rule, app, registration }: AuditFinding): string =>
  [severityName, rule, visible(app), registration && `(${registration})`].filter(Boolean).join('  ');

/** Our own words are short; a reason may carry the name of a file. */
const longestFix = 300;

/** What `--fix` can do, did, or could not. */
const fixText = ({ fix }: AuditFinding): string | undefined => {
  if (!fix) return undefined;
  const flags = fix.kind === 'safe' ? '--fix' : '--fix --unsafe-fixes';
  if (fix.status === 'available') return `${fix.description} (${flags})`;
  return fix.status === 'applied'
    ? `done: ${fix.description}`
    : `not done: ${visible(fix.reason ?? 'no reason given', longestFix)}`;
};

const lines = (finding: AuditFinding): Array<[string, string | undefined]> => [
  ['at', placeText(finding)],
  ['also in', finding.alsoIn?.map((org) => `org ${org}`).join(', ')],
  ['user', finding.user],
  ['seen', finding.evidence],
  ['remedy', finding.remedy],
  ['related to', finding.references.map(cite).join(', ')],
  ['severity', finding.severityReason],
  ['confidence', finding.confidence],
  ['waived', finding.waived && `${finding.waived.reason} (${finding.waived.owner}, until ${finding.waived.expires})`],
  ['baseline', finding.baseline && 'in the baseline, so it does not count for the threshold'],
  ['fix', fixText(finding)],
  ['fingerprint', finding.fingerprint],
];

const toText = (finding: AuditFinding): string =>
  [
    heading(finding),
    `  ${visible(finding.message, longest)}`,
    ...lines(finding)
      .filter(([, value]) => value)
      .map(([name, value]) => `  ${`${name}:`.padEnd(13)}${visible(value ?? '', longest)}`),
  ].join('\n');

/** Everything about each finding, as text. */
export const detail = (findings: readonly AuditFinding[]): string => findings.map(toText).join('\n\n');
