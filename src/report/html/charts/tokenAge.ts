import type { AppPortrait } from '../../portrait/types.js';
import { emptyAges, idleDays } from '../../portrait/tokens.js';
import { figure, plural } from '../markup.js';
import type { Chart } from './chart.js';

/** How old the tokens of all apps are, where they could be read. */
export const tokenAge = (apps: readonly AppPortrait[]): Chart => {
  const ages = emptyAges();
  const told = apps.flatMap(({ tokens }) => (tokens.value ? [tokens.value] : []));
  for (const { ages: own } of told) {
    for (const [index, age] of ages.entries()) {
      age.total += own[index]?.total ?? 0;
      age.idle += own[index]?.idle ?? 0;
    }
  }
  const sum = ages.reduce((count, { total }) => count + total, 0);
  const scale = Math.max(...ages.map(({ total }) => total), 1);
  const untold = apps.filter(({ tokens }) => tokens.gaps.length > 0).length;
  const rows = ages.filter(({ total }, index) => total > 0 || index < ages.length - 1);
  return {
    id: 'chart-tokens',
    title: 'Age of tokens',
    lead:
      told.length === 0
        ? 'Tokens are read from orgs.'
        : `${plural(sum, 'token')} of the apps in this report${untold > 0 ? `; those of ${plural(untold, 'app')} could not be read in full` : ''}.`,
    legend: [
      { kind: 'used', text: `used in the last ${idleDays} days` },
      { kind: 'idle', text: 'not used since' },
    ],
    rows: (told.length === 0 ? [] : rows).map(({ label, total, idle }) => ({
      label,
      segments: [
        { size: total - idle, kind: 'used' },
        { size: idle, kind: 'idle' },
      ],
      scale,
      value: figure(total),
    })),
    more: 0,
    table: {
      head: ['Days since they were made', 'Tokens', `Not used for ${idleDays} days`],
      rows: rows.map(({ label, total, idle }) => [label, figure(total), figure(idle)]),
    },
    empty: 'Nothing is known of tokens: no org told which there are.',
  };
};
