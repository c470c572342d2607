import { hash } from 'node:crypto';
import type { Location, Result } from 'sarif';
import type { AuditFinding } from '../../audit/result.js';
import { visible } from '../escape.js';
import type { ReportContext } from '../report.js';
import { stateOf } from '../state.js';
import { securitySeverities } from './rules.js';
import { levels, longest, plain, toUri } from './text.js';

const keyOf = (app: string, registration: string | undefined): string => `${app} ${registration ?? ''}`;

/** The file that is shown for findings of an org: the manifest of the app, which says how it should be, else the anchor. */
export type FileFinder = (finding: AuditFinding) => string;

export const fileFinder = ({ apps, anchorFile }: Pick<ReportContext, 'apps' | 'anchorFile'>): FileFinder => {
  let files: Map<string, string> | undefined;
  const manifests = (): Map<string, string> =>
    new Map(
      apps().flatMap(({ name, registration, manifest }) =>
        manifest ? [keyOf(name, undefined), keyOf(name, registration)].map((key) => [key, manifest.file] as const) : [],
      ),
    );
  return ({ app, registration }) => (files ??= manifests()).get(keyOf(app, registration)) ?? anchorFile;
};

/** GitHub refuses results without a file: one that no file caused says so. */
const physicalOf = (finding: AuditFinding, fileOf: FileFinder): Location => {
  const { location } = finding;
  const { file, startLine, startColumn } = location ?? { file: fileOf(finding), startLine: 1, startColumn: 1 };
  return {
    physicalLocation: {
      artifactLocation: { uri: toUri(file), uriBaseId: '%SRCROOT%' },
      region: { startLine: Math.max(startLine, 1), startColumn: Math.max(startColumn, 1) },
    },
    ...(location ? {} : { message: { text: 'Seen in an org: no file of the project is the place of it.' } }),
  };
};

const logicalOf = ({ org, app, user }: AuditFinding): Partial<Location> =>
  org === undefined
    ? {}
    : {
        logicalLocations: [
          {
            name: visible(app || org),
            fullyQualifiedName: [org, app, user]
              .filter(Boolean)
              .map((part) => visible(part ?? ''))
              .join('/'),
            kind: 'resource',
          },
        ],
      };

/**
 * GitHub tells results apart by this property alone. A finding's fingerprint is the same in every org; here each org
 * counts for itself, and results that are alike are numbered.
 */
const lineHashes = (): ((finding: AuditFinding) => string) => {
  const seen = new Map<string, number>();
  return ({ fingerprint, org }) => {
    const own = org === undefined ? fingerprint : hash('sha256', JSON.stringify([fingerprint, org]));
    const count = (seen.get(own) ?? 0) + 1;
    seen.set(own, count);
    return `${own}:${count}`;
  };
};

const messageOf = ({ message, evidence, remedy, severityReason, alsoIn }: AuditFinding): string =>
  [
    plain(message),
    `Seen: ${plain(evidence)}`,
    ...(severityReason === undefined ? [] : [`Severity: ${plain(severityReason)}`]),
    ...(alsoIn ? [`Also in: ${plain(alsoIn.join(', '))}`] : []),
    `Remedy: ${plain(remedy)}`,
  ].join(' ');

const suppressionsOf = ({ waived }: AuditFinding): Result['suppressions'] =>
  waived
    ? [
        {
          kind: 'external',
          status: 'accepted',
          justification: visible(`${waived.reason} (${waived.owner}, until ${waived.expires})`, longest),
        },
      ]
    : [];

const propertiesOf = (finding: AuditFinding): Result['properties'] => {
  const { severity, severityName, confidence, app, registration, org, user, severityReason, alsoIn, fix } = finding;
  return {
    severity: severityName,
    'security-severity': securitySeverities[severity],
    confidence,
    state: stateOf(finding),
    app: visible(app),
    ...(registration === undefined ? {} : { registration }),
    ...(org === undefined ? {} : { org: visible(org) }),
    ...(user === undefined ? {} : { user: visible(user) }),
    ...(severityReason === undefined ? {} : { severityReason: visible(severityReason, longest) }),
    ...(alsoIn ? { alsoIn: alsoIn.map((name) => visible(name)) } : {}),
    ...(fix ? { fix: visible(`${fix.kind}, ${fix.status}: ${fix.description}`, longest) } : {}),
  };
};

/** Results in the order of the findings. */
export const toResults = (
  findings: readonly AuditFinding[],
  indexes: ReadonlyMap<string, number>,
  fileOf: FileFinder,
): Result[] => {
  const hashOf = lineHashes();
  const hasBaseline = findings.some(({ baseline }) => baseline);
  return findings.map((finding) => ({
    ruleId: finding.rule,
    ruleIndex: indexes.get(finding.rule) ?? -1,
    level: levels[finding.severity],
    message: { text: messageOf(finding) },
    locations: [{ ...physicalOf(finding, fileOf), ...logicalOf(finding) }],
    partialFingerprints: { primaryLocationLineHash: hashOf(finding), 'clientapp/v1': finding.fingerprint },
    ...(hasBaseline ? { baselineState: finding.baseline ? ('unchanged' as const) : ('new' as const) } : {}),
    // Either every result of a run has suppressions or none has (3.27.23).
    suppressions: suppressionsOf(finding) ?? [],
    properties: propertiesOf(finding),
  }));
};
