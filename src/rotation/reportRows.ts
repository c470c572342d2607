import { maskKey } from '../secrets/redact.js';
import type { RotationReport } from './report.js';

const day = (time: string | undefined): string => time?.slice(0, 10) ?? '';

const certificateText = ({ certificateFingerprint, certificateValidTo }: RotationReport): string =>
  certificateFingerprint === undefined ? '' : `${certificateFingerprint}, until ${day(certificateValidTo)}`;

const cutOverText = ({ cutOver }: RotationReport): string =>
  cutOver === undefined ? '' : `${cutOver.isAtMost ? 'at most ' : ''}${cutOver.seconds} s`;

/** One rotation as lines of a table; keys are masked, since a screen is no place for whole ones. */
export const reportRows = (report: RotationReport): Array<{ Key: string; Value: string }> =>
  [
    ['App', report.app],
    ['Org', report.org],
    ['Credential', report.credential],
    ['Stage', report.stage],
    ['Started', `${day(report.startedAt)} by ${report.startedBy}`],
    ['Promoted', day(report.promotedAt)],
    ['Old pair goes after', day(report.retireAfter)],
    ['Consumer key', maskKey(report.consumerKey)],
    ['Previous key', report.previousConsumerKey === undefined ? '' : maskKey(report.previousConsumerKey)],
    ['Certificate', certificateText(report)],
    ['Cut-over', cutOverText(report)],
    ['Store', report.store],
    ['Notes', report.notes.join('\n')],
  ].flatMap(([Key = '', Value = '']) => (Value === '' ? [] : [{ Key, Value }]));

export type SummaryRow = {
  App: string;
  Org: string;
  Credential: string;
  Stage: string;
  Started: string;
  By: string;
  'Old Goes After': string;
};

/** Several rotations, a line each. */
export const summaryRows = (reports: readonly RotationReport[]): SummaryRow[] =>
  reports.map(({ app, org, credential, stage, startedAt, startedBy, retireAfter }) => ({
    App: app,
    Org: org,
    Credential: credential,
    Stage: stage,
    Started: day(startedAt),
    By: startedBy,
    'Old Goes After': day(retireAfter),
  }));

/** What is next for those that are not over, a sentence each: too long for a column. */
export const nextLines = (reports: readonly RotationReport[]): string[] =>
  reports.flatMap(({ app, org, endedAt, next }) => (endedAt === undefined ? [`${app} in ${org}: ${next}`] : []));
