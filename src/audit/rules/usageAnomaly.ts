import type { AppUsage } from '../../inventory/evidence.js';
import type { Inventory } from '../../inventory/types.js';
import type { AuditedOrg } from '../auditedOrgs.js';
import { earlierEvidence } from '../orgEvidence.js';
import { clientFinding, eachOrgFact, weakest } from '../orgOutcomes.js';
import { shortId } from '../outcomes.js';
import { attack, nist } from '../references.js';
import type { Confidence, FindingDraft, Outcome, Rule, RuleContext } from '../rule.js';
import { listed, plural } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';
import { usedApps, type UsedApp } from '../usageOf.js';
import { clientsInUse } from '../facts.js';

type Client = Omit<UsedApp, 'org'> & { org: AuditedOrg };

/** So many days before make a usual day. */
const usualDays = 7;

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

type Volume = { excess: Array<[day: string, calls: number]>; usual: number } | 'no usual day';

/** Days of the last week that had many times the calls of a usual day before. */
const volumeOf = (days: ReadonlyMap<string, number>, lastDay: string, { thresholds }: RuleContext): Volume => {
  const cutoff = new Date(Date.parse(lastDay) - (thresholds.newAddressDays - 1) * 86_400_000)
    .toISOString()
    .slice(0, 10);
  const before = [...days].filter(([day]) => day < cutoff).map(([, calls]) => calls);
  if (before.length < usualDays) return 'no usual day';
  const usual = median(before);
  // What happened before is no anomaly: a monthly load has its own peak.
  const limit = Math.max(usual * thresholds.volumeFactor, thresholds.minimumCalls, ...before);
  return { excess: [...days].filter(([day, calls]) => day >= cutoff && calls > limit), usual };
};

const finding = (
  client: Client,
  confidence: Confidence,
  draft: Pick<FindingDraft, 'subject' | 'message' | 'evidence'>,
): FindingDraft => clientFinding(client, { ...draft, confidence: weakest(client.confidence, confidence) });

const reconnaissance = (client: Client): Outcome[] => {
  const { name, usage } = client;
  const [first] = usage.reconnaissance;
  if (first === undefined) return [];
  return [
    finding(client, 'medium', {
      subject: 'reconnaissance',
      message: `${name} listed the objects of the org, counted their rows, asked for the limits and exported in bulk, within minutes (${first}): as the thefts of 2025 began.`,
      evidence: `ApiTotalUsage at ${listed(usage.reconnaissance, 3)}; ${plural(usage.bulkJobs, 'bulk job')}, ${usage.deletedJobs} deleted`,
    }),
  ];
};

const deletedJobs = (client: Client): Outcome[] => {
  const { name, usage } = client;
  // The burst above tells of them already.
  if (usage.deletedJobs === 0 || usage.reconnaissance.length > 0) return [];
  return [
    finding(client, 'low', {
      subject: 'deleted bulk jobs',
      message: `${name} deleted ${plural(usage.deletedJobs, 'bulk job')}: what was exported is no longer listed in Setup.`,
      evidence: `ApiTotalUsage: DELETE of /jobs ${usage.deletedJobs} times, ${plural(usage.bulkJobs, 'bulk job')}, ${usage.firstSeen} to ${usage.lastSeen}`,
    }),
  ];
};

/** Days that older snapshots have of the same client; the current log counts where both have one. */
const daysOf = ({ usage, app }: Client, snapshots: readonly AppUsage[]): ReadonlyMap<string, number> => {
  const id = usage.appId ?? (app?.origin.kind === 'org' ? app.origin.id : undefined);
  const older = snapshots.filter(({ appId, appName }) =>
    id !== undefined && appId !== undefined
      ? shortId(appId) === shortId(id)
      : appName !== undefined && appName === usage.appName,
  );
  return new Map([...older.flatMap(({ days }) => Object.entries(days)), ...Object.entries(usage.days)]);
};

const inOrg = (
  inventory: Inventory,
  org: AuditedOrg,
  used: readonly UsedApp[],
  lastDay: string,
  context: RuleContext,
): Outcome[] => {
  const snapshots = earlierEvidence(inventory, org.evidence).flatMap(({ apiUsage }) => clientsInUse({ apiUsage }));
  const noUsualDay: string[] = [];
  const findings = used.flatMap((one): Outcome[] => {
    const client = { ...one, org };
    const volume = volumeOf(daysOf(client, snapshots), lastDay, context);
    if (volume === 'no usual day') noUsualDay.push(client.name);
    const excess = volume === 'no usual day' ? [] : volume.excess;
    return [
      ...reconnaissance(client),
      ...deletedJobs(client),
      ...(volume === 'no usual day' || excess.length === 0
        ? []
        : [
            finding(client, 'medium', {
              subject: 'volume',
              message: `${client.name} made ${excess
                .map(([day, calls]) => `${calls} calls on ${day}`)
                .slice(0, 3)
                .join(', ')}; a usual day has ${volume.usual}.`,
              evidence: `ApiTotalUsage by day: ${plural(excess.length, 'day')} above ${context.thresholds.volumeFactor} times the median and above all days before`,
            }),
          ]),
    ];
  });
  const gap = `volume: ${plural(noUsualDay.length, 'client')} (${listed(noUsualDay)}) have fewer than ${usualDays} days of log before the last ${context.thresholds.newAddressDays}`;
  return [...findings, ...(noUsualDay.length === 0 ? [] : [orgNotEvaluated(org, gap)])];
};

export const usageAnomaly: Rule = {
  id: 'usage-anomaly',
  title: 'App behaves as it never did, or as thieves do',
  severity: 2,
  modes: ['org'],
  tags: ['monitoring'],
  description:
    'Whoever steals a token first looks at what there is: the list of objects, how many rows, the limits. Then comes a bulk export, ' +
    'whose job is deleted so that Setup does not show it. The API log does.',
  evidence:
    'ApiTotalUsage by app: a list of objects, at least three COUNT() queries and the limits within ten minutes before a bulk job; ' +
    'DELETE of bulk jobs; calls by day against the median of the days before (thresholds volumeFactor, minimumCalls).',
  confidence:
    'Medium for the pattern and for volumes, which migrations have too; low for deleted jobs alone, since some tools tidy up. At most ' +
    'medium where the log names the app and no id.',
  exceptions:
    'Peaks no higher than one that was seen before; fewer calls than minimumCalls a day; clients with too short a log are not ' +
    'evaluated for volume.',
  remedy:
    'Ask the owner whether this was a migration. If nobody knows of it: revoke the tokens (`sf clientapp revoke`), block the app, keep ' +
    'the log (`sf clientapp audit collect`), and read in it what was fetched.',
  references: [attack('T1213'), attack('T1567'), nist('SI-4')],
  check: (inventory, context) => {
    const used = new Map<string, UsedApp[]>();
    for (const one of usedApps(inventory)) {
      const own = used.get(one.org.org);
      if (own) own.push(one);
      else used.set(one.org.org, [one]);
    }
    return eachOrgFact(
      inventory,
      ({ evidence }) => evidence.apiUsage,
      ({ to }, org) => inOrg(inventory, org, used.get(org.org) ?? [], to.slice(0, 10), context),
    );
  },
};
