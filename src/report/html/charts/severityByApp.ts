import type { AppPortrait } from '../../portrait/types.js';
import { figure } from '../markup.js';
import { mostRows, type Chart } from './chart.js';

const kinds = ['critical', 'high', 'moderate', 'low', 'info'] as const;
const names = { critical: 'Critical', high: 'High', moderate: 'Moderate', low: 'Low', info: 'Info' } as const;

const total = ({ counts }: AppPortrait): number => kinds.reduce((sum, kind) => sum + counts[kind], 0);

const worstFirst = (a: AppPortrait, b: AppPortrait): number => {
  for (const kind of kinds) if (a.counts[kind] !== b.counts[kind]) return b.counts[kind] - a.counts[kind];
  return 0;
};

export const severityByApp = (apps: readonly AppPortrait[]): Chart => {
  const shown = apps.filter((app) => total(app) > 0).toSorted(worstFirst);
  const scale = Math.max(...shown.slice(0, mostRows).map(total), 1);
  return {
    id: 'chart-severity',
    title: 'Open findings by app',
    lead: 'Waived and fixed findings are not counted.',
    legend: kinds.map((kind) => ({ kind, text: names[kind] })),
    rows: shown.slice(0, mostRows).map((app) => ({
      label: app.name,
      segments: kinds.map((kind) => ({ size: app.counts[kind], kind })),
      scale,
      value: figure(total(app)),
    })),
    more: Math.max(shown.length - mostRows, 0),
    table: {
      head: ['App', ...kinds.map((kind) => names[kind])],
      rows: shown.map((app) => [app.name, ...kinds.map((kind) => figure(app.counts[kind]))]),
    },
    empty: 'No app has an open finding.',
  };
};
