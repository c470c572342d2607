import type { AppPortrait, ScopePortrait } from '../../portrait/types.js';
import { figure } from '../markup.js';
import { mostRows, type Chart } from './chart.js';

type Counts = { used: number; unseen: number; untold: number };

const countsOf = ({ scopes }: AppPortrait): Counts => {
  const granted = scopes.values.filter(({ grantedIn }) => grantedIn.length > 0);
  const count = (...uses: Array<ScopePortrait['use']>): number =>
    granted.filter(({ use }) => uses.includes(use)).length;
  return { used: count('used'), unseen: count('not-seen'), untold: count('unknown', 'not-visible') };
};

const sum = ({ used, unseen, untold }: Counts): number => used + unseen + untold;

/** What apps may do against what they were seen doing. */
export const scopeUse = (apps: readonly AppPortrait[]): Chart => {
  const all = apps
    .map((app) => ({ app, counts: countsOf(app) }))
    .filter(({ counts }) => sum(counts) > 0)
    .toSorted((a, b) => b.counts.unseen - a.counts.unseen || sum(b.counts) - sum(a.counts));
  const scale = Math.max(...all.slice(0, mostRows).map(({ counts }) => sum(counts)), 1);
  return {
    id: 'chart-scopes',
    title: 'Scopes granted against scopes used',
    lead: 'Use is what the API log of an org shows; of most scopes it shows nothing, which is no proof that they are unused.',
    legend: [
      { kind: 'used', text: 'seen in use' },
      { kind: 'unseen', text: 'not seen in use' },
      { kind: 'untold', text: 'not known' },
    ],
    rows: all.slice(0, mostRows).map(({ app, counts }) => ({
      label: app.name,
      segments: [
        { size: counts.used, kind: 'used' },
        { size: counts.unseen, kind: 'unseen' },
        { size: counts.untold, kind: 'untold' },
      ],
      scale,
      value: `${counts.used} of ${sum(counts)}`,
    })),
    more: Math.max(all.length - mostRows, 0),
    table: {
      head: ['App', 'Granted', 'Seen in use', 'Not seen in use', 'Not known'],
      rows: all.map(({ app, counts }) => [
        app.name,
        ...[sum(counts), counts.used, counts.unseen, counts.untold].map(figure),
      ]),
    },
    empty: 'No scopes of any app are known.',
  };
};
