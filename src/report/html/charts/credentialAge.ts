import type { AppPortrait } from '../../portrait/types.js';
import { figure, plural } from '../markup.js';
import { mostRows, type Chart } from './chart.js';

type Credential = { app: string; what: string; age: number; life: number; due: string; dueIn: number };

const secretsOf = ({ name, secret }: AppPortrait): Credential[] => {
  if (!secret || !('rhythm' in secret)) return [];
  const { ageDays, everyDays, due, dueInDays } = secret.rhythm;
  return [{ app: name, what: 'secret', age: ageDays, life: everyDays, due, dueIn: dueInDays }];
};

const certificatesOf = ({ name, certificate }: AppPortrait): Credential[] =>
  certificate.values.map(({ value: { ends, inDays, lifeDays } }) => ({
    app: name,
    what: 'certificate',
    age: lifeDays - inDays,
    life: lifeDays,
    due: ends,
    dueIn: inDays,
  }));

/** So much of a bar lies beyond the due day. */
const beyond = 1.5;

const kindOf = ({ dueIn, life }: Credential): string => {
  if (dueIn < 0) return 'overdue';
  return dueIn <= life * 0.15 ? 'soon' : 'fresh';
};

const dueText = ({ dueIn }: Credential): string =>
  dueIn < 0 ? `${plural(-dueIn, 'day')} over` : `in ${plural(dueIn, 'day')}`;

/** Age of each credential in parts of its life: what crosses the line is overdue. */
export const credentialAge = (apps: readonly AppPortrait[]): Chart => {
  const all = apps
    .flatMap((app) => [...secretsOf(app), ...certificatesOf(app)])
    .toSorted((a, b) => a.dueIn / Math.max(a.life, 1) - b.dueIn / Math.max(b.life, 1));
  const untold = apps.filter(({ secret }) => secret && 'gap' in secret).length;
  return {
    id: 'chart-credentials',
    title: 'Age of credentials against their due day',
    lead: `Each bar is a credential, the line its due day.${untold > 0 ? ` Of ${plural(untold, 'app')} nothing records when the secret was last rotated.` : ''}`,
    legend: [
      { kind: 'fresh', text: 'within its time' },
      { kind: 'soon', text: 'due soon' },
      { kind: 'overdue', text: 'overdue' },
    ],
    rows: all.slice(0, mostRows).map((one) => ({
      label: `${one.app} (${one.what})`,
      segments: [{ size: Math.max(one.age, 0), kind: kindOf(one) }],
      scale: Math.max(one.life, 1) * beyond,
      mark: Math.max(one.life, 1),
      value: dueText(one),
    })),
    more: Math.max(all.length - mostRows, 0),
    table: {
      head: ['App', 'Credential', 'Age in days', 'Life in days', 'Due', 'When'],
      rows: all.map((one) => [one.app, one.what, figure(one.age), figure(one.life), one.due, dueText(one)]),
    },
    empty:
      'Nothing is known of the age of any credential: no manifest records a rotation, and no certificate was seen.',
  };
};
