import type { AuditConfig, Waiver } from './auditConfig.js';
import type { AuditFinding, AuditInconclusive } from './result.js';
import type { FindingDraft } from './rule.js';

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** A waiver still holds on its last day (UTC). */
const isExpired = (waiver: Waiver, today: Date): boolean => waiver.expires < day(today);

const covers = (waiver: Waiver, finding: AuditFinding): boolean =>
  waiver.rule === finding.rule &&
  (waiver.fingerprint === undefined ? waiver.app === finding.app : waiver.fingerprint === finding.fingerprint);

/** Marks the findings that a valid waiver accepts; they stay in the result. */
export const waive = (findings: AuditFinding[], { waivers }: AuditConfig, today: Date): AuditFinding[] => {
  const valid = waivers.filter((waiver) => !isExpired(waiver, today));
  if (valid.length === 0) return [...findings];
  return findings.map((finding) => {
    const waiver = valid.find((candidate) => covers(candidate, finding));
    if (!waiver) return finding;
    const { owner, reason, expires } = waiver;
    return { ...finding, waived: { owner, reason, expires } };
  });
};

const subject = (waiver: Waiver): string =>
  waiver.fingerprint === undefined ? waiver.rule : `${waiver.rule} ${waiver.fingerprint}`;

const target = (waiver: Waiver): string => waiver.app ?? `fingerprint ${waiver.fingerprint?.slice(0, 12)}`;

const draft = (waiver: Waiver, message: string, evidence: string): FindingDraft => ({
  kind: 'finding',
  subject: subject(waiver),
  message,
  evidence,
  ...(waiver.app === undefined ? {} : { appName: waiver.app }),
  ...(waiver.at ? { location: waiver.at } : {}),
});

export const expiredWaivers = ({ waivers }: AuditConfig, today: Date): FindingDraft[] =>
  waivers
    .filter((waiver) => isExpired(waiver, today))
    .map((waiver) =>
      draft(
        waiver,
        `The waiver of ${waiver.rule} for ${target(waiver)} ended on ${waiver.expires}.`,
        `expires: ${waiver.expires}; owner: ${waiver.owner}`,
      ),
    );

export type WaiverUse = {
  findings: readonly AuditFinding[];
  inconclusive: readonly AuditInconclusive[];
  /** Rules that looked at the inventory. */
  ran: ReadonlySet<string>;
  apps: ReadonlySet<string>;
  today: Date;
};

const couldMatch = (waiver: Waiver, { ran, inconclusive, today }: WaiverUse): boolean =>
  ran.has(waiver.rule) &&
  !isExpired(waiver, today) &&
  !inconclusive.some(
    ({ rule, app }) => rule === waiver.rule && (app === undefined || waiver.app === undefined || app === waiver.app),
  );

export const unusedWaivers = ({ waivers }: AuditConfig, use: WaiverUse): FindingDraft[] =>
  waivers
    .filter((waiver) => couldMatch(waiver, use) && !use.findings.some((finding) => covers(waiver, finding)))
    .map((waiver) => ({
      ...draft(
        waiver,
        `The waiver of ${waiver.rule} for ${target(waiver)} matches no finding.`,
        `owner: ${waiver.owner}; expires: ${waiver.expires}`,
      ),
      // Another org may have the app: one config file often serves several audits.
      confidence: waiver.app === undefined || use.apps.has(waiver.app) ? 'high' : 'low',
    }));
