import type { AuditFinding } from '../audit/result.js';
import { cite } from './cite.js';
import { visible } from './escape.js';
import { noPaint, type Paint } from './paint.js';
import { placeText } from './placeText.js';
import { wrapped } from './wrapped.js';

const longest = 2000;

const heading = (finding: AuditFinding, paint: Paint): string => {
  const { severityName, rule, app, registration } = finding;
  return [paint(finding, severityName), rule, visible(app), registration && `(${registration})`]
    .filter(Boolean)
    .join('  ');
};

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

const toText = (finding: AuditFinding, width: number, paint: Paint): string =>
  [
    heading(finding, paint),
    wrapped(`  ${visible(finding.message, longest)}`, width, 2),
    ...lines(finding)
      .filter(([, value]) => value)
      .map(([name, value]) => wrapped(`  ${`${name}:`.padEnd(13)}${visible(value ?? '', longest)}`, width, 15)),
  ].join('\n');

/** Everything about each finding, as text, with lines that fit a terminal of this width. */
export const detail = (findings: readonly AuditFinding[], width = Infinity, paint = noPaint): string =>
  findings.map((finding) => toText(finding, width, paint)).join('\n\n');
