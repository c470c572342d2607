import type { AppUsage } from '../../inventory/evidence.js';
import type { AuditedOrg } from '../auditedOrgs.js';
import { clientFinding, eachOrgFact, onceForAll } from '../orgOutcomes.js';
import { notEvaluated } from '../outcomes.js';
import { nist } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { dayOf, plural } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';
import { usedApps, type UsedApp } from '../usageOf.js';

/** Polling for what is not there yet answers 404, and is no fault. */
const isRefusal = (status: string): boolean => /^4\d\d$/.test(status) && status !== '404';

const sum = (counts: ReadonlyArray<readonly [string, number]>): number =>
  counts.reduce((total, [, count]) => total + count, 0);

type Share = { percent: number; told: number; worst: Array<[status: string, calls: number]>; isTold: boolean };

const shareOf = ({ statuses }: AppUsage): Share => {
  const counts = Object.entries(statuses).map(([status, calls]) => [status.trim(), calls] as [string, number]);
  const told = counts.filter(([status]) => /^\d{3}$/.test(status));
  const refusals = told.filter(([status]) => isRefusal(status)).sort(([, one], [, other]) => other - one);
  const total = sum(told);
  return {
    percent: total === 0 ? 0 : (sum(refusals) / total) * 100,
    told: total,
    worst: refusals.slice(0, 3),
    // A log without the column has no counts at all.
    isTold: total > 0 && total * 2 >= sum(counts),
  };
};

const judge = (org: AuditedOrg, { app, name, usage, confidence }: UsedApp, { thresholds }: RuleContext): Outcome[] => {
  if (usage.calls < thresholds.minimumCalls) return [];
  const { percent, told, worst, isTold } = shareOf(usage);
  if (!isTold) {
    const reason = 'for most of its calls the API log has no status';
    return [app ? notEvaluated(app, reason) : orgNotEvaluated(org, `clients that are no apps of the org: ${reason}`)];
  }
  if (told < thresholds.minimumCalls || percent <= thresholds.errorSharePercent) return [];
  return [
    clientFinding(
      { org, app, name },
      {
        message: `${Math.round(percent)} % of the calls of ${name} are refused (${worst.map(([status, calls]) => `${status}: ${calls}`).join(', ')}).`,
        evidence: `STATUS_CODE of ${plural(told, 'call')} in ApiTotalUsage, ${dayOf(usage.firstSeen)} to ${dayOf(usage.lastSeen)}`,
        confidence: confidence === 'high' ? 'medium' : confidence,
      },
    ),
  ];
};

export const errorShareHigh: Rule = {
  id: 'error-share-high',
  title: 'Large share of the calls of an app is refused',
  severity: 4,
  modes: ['org'],
  tags: ['monitoring'],
  description:
    'A program whose calls are refused all day is broken, or has lost a permission that it still asks for, or tries what it may ' +
    'not do. In all that noise nobody sees the refusals that matter.',
  evidence:
    'STATUS_CODE of ApiTotalUsage: 4xx without 404, against all calls that have a status (thresholds errorSharePercent, minimumCalls).',
  confidence: 'At most medium: the log is a window, and one bad day can make the share.',
  exceptions:
    'Polling: 404 and 304 are no refusals. Clients with fewer calls than minimumCalls. Faults of the SOAP API, whose status is 500.',
  remedy:
    'Ask the owner of the program: 401 is an expired token, 403 a missing permission, 400 a fault in the program. Fix it or remove the app.',
  references: [nist('SI-4')],
  check: (inventory, context) => {
    const used = usedApps(inventory);
    return eachOrgFact(
      inventory,
      ({ evidence }) => evidence.apiUsage,
      (_, org) =>
        onceForAll(
          org,
          used.filter((one) => one.org.org === org.org).flatMap((one) => judge(org, one, context)),
        ),
    );
  },
};
