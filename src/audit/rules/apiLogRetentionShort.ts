import type { LogRetention, OrgEvidence } from '../../inventory/evidence.js';
import type { AuditedOrg } from '../auditedOrgs.js';
import { earlierEvidence } from '../orgEvidence.js';
import { eachOrgFact, orgFinding } from '../orgOutcomes.js';
import { nist, sbs } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { dayOf, daysBetween, plural } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';

type Span = { from: string; to: string };

/** Logs of one day are told from those of the next by the day they are of: a day without a file is no gap yet. */
const largestGapDays = 2;

/** How far back the logs reach without a gap, counted from the newest. */
const reach = (spans: readonly Span[]): string => {
  const newest = [...spans].sort((one, other) => (one.to < other.to ? 1 : -1));
  let from = newest[0]?.from ?? '';
  for (const span of newest) {
    if (span.from < from && daysBetween(span.to, from) <= largestGapDays) from = span.from;
  }
  return from;
};

/** Days of log that snapshots of this org have kept. */
const archive = (snapshots: readonly OrgEvidence[]): Span[] =>
  snapshots.flatMap(({ apiUsage }) => (apiUsage.known ? [{ from: apiUsage.value.from, to: apiUsage.value.to }] : []));

const look = (
  retention: LogRetention,
  org: AuditedOrg,
  snapshots: readonly OrgEvidence[],
  { today, thresholds }: RuleContext,
): Outcome[] => {
  const { eventType, earliest, latest, files } = retention;
  if (files === 0) return [orgNotEvaluated(org, `${org.org} has no log file of ${eventType}, as quiet orgs have none`)];
  const from = reach([{ from: earliest, to: latest }, ...archive(snapshots)]);
  const days = Math.ceil(daysBetween(from, today));
  if (days >= thresholds.apiLogDays) return [];
  const kept = snapshots.length === 0 ? '' : `, with what ${plural(snapshots.length, 'snapshot')} kept`;
  // An org in which nothing happens on most days makes no file on them, and its log looks shorter than it is kept.
  const isQuiet = files < Math.floor(daysBetween(earliest, latest));
  return [
    orgFinding(org, {
      subject: eventType,
      message: `The API log of ${org.org} reaches back ${plural(days, 'day')}${kept}; ${thresholds.apiLogDays} are needed to see what a stolen token did.`,
      evidence: `EventLogFile ${eventType}: ${plural(files, 'file')}, LogDate ${dayOf(earliest)} to ${dayOf(latest)}`,
      confidence: isQuiet ? 'low' : 'medium',
    }),
  ];
};

export const apiLogRetentionShort: Rule = {
  id: 'api-log-retention-short',
  title: 'API log is kept too short a time',
  severity: 3,
  modes: ['org'],
  tags: ['monitoring'],
  description:
    'The API log is the only place that says which app read what, from where. Without Event Monitoring an org keeps one day of ' +
    'it: whoever hears of a theft a week later has nothing left to look at.',
  evidence:
    'The earliest and latest LogDate of EventLogFile for ApiTotalUsage, and the windows of snapshots of the same org.',
  confidence:
    'Medium: archives that the audit is not shown are not known. Low where there are fewer files than days, since a day without ' +
    'calls makes no file and an org in which little happens looks as if it kept less.',
  exceptions:
    'Logs of the threshold apiLogDays or more, in the org or in snapshots taken without a gap. Orgs without a single file are ' +
    'not evaluated.',
  remedy:
    'Run `sf clientapp audit collect` every day and keep the snapshots, export the files to your SIEM, or buy Event Monitoring.',
  references: [sbs('INT-004'), nist('AU-11')],
  check: (inventory, context) =>
    eachOrgFact(
      inventory,
      ({ evidence }) => evidence.apiLogRetention,
      (retention, org) => look(retention, org, earlierEvidence(inventory, org.evidence), context),
    ),
};
