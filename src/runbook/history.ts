import type { ClientApp } from '../app/clientApp.js';
import { markdownText } from '../report/markdownText.js';
import type { AnyRotation } from '../rotation/anyRotation.js';
import { reportOf } from '../rotation/report.js';
import type { HistoryRow } from './facts.js';

const dayOf = (time: string): string => time.slice(0, 10);

const fromRecord = (record: AnyRotation): HistoryRow[] => {
  const { stage, startedAt, promotedAt, endedAt, org, startedBy, credential } = reportOf(record);
  const row = (time: string, event: string): HistoryRow => ({
    day: dayOf(time),
    event,
    org: markdownText(org),
    by: markdownText(startedBy),
  });
  if (promotedAt !== undefined) {
    const rotated = row(promotedAt, `${credential} rotated`);
    return endedAt !== undefined && stage === 'retired' ? [rotated, row(endedAt, `old ${credential} gone`)] : [rotated];
  }
  if (stage === 'cancelled' || stage === 'failed')
    return [row(endedAt ?? startedAt, `rotation of the ${credential} ${stage}`)];
  return [];
};

const fromManifest = ({ credentials, review }: ClientApp): HistoryRow[] => [
  ...(credentials.lastRotated === undefined
    ? []
    : [{ day: credentials.lastRotated, event: 'credential rotated', org: '', by: '' }]),
  ...(review.last === undefined
    ? []
    : [{ day: review.last, event: 'reviewed', org: '', by: review.by === undefined ? '' : markdownText(review.by) }]),
];

const keyOf = ({ day, event, org, by }: HistoryRow): string => JSON.stringify([day, event, org, by]);

const isSaidBetter = (row: HistoryRow, all: readonly HistoryRow[]): boolean =>
  row.event === 'credential rotated' &&
  all.some(({ day, event }) => day === row.day && event !== row.event && event.endsWith(' rotated'));

/**
 * What is known to have happened, oldest first: from the manifest, from the journal of this machine, and from the runbook
 * as other machines have written it. Each once.
 */
export const historyOf = (
  app: ClientApp,
  records: readonly AnyRotation[],
  kept: readonly HistoryRow[],
): HistoryRow[] => {
  const own = records.filter((record) => record.app === app.name).flatMap(fromRecord);
  const all = new Map([...kept, ...own, ...fromManifest(app)].map((row) => [keyOf(row), row]));
  const rows = [...all.values()];
  return rows
    .filter((row) => !isSaidBetter(row, rows))
    .toSorted((one, other) =>
      one.day === other.day ? compare(keyOf(one), keyOf(other)) : compare(one.day, other.day),
    );
};

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
