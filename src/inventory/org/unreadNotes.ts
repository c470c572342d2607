import type { Coverage } from '../types.js';
import type { Unread } from './appSummary.js';

const mostNamed = 3;

const listed = (names: readonly string[]): string => {
  const unique = [...new Set(names)];
  const more = unique.length - mostNamed;
  return more > 0 ? `${unique.slice(0, mostNamed).join(', ')} and ${more} more` : unique.join(', ');
};

/** Whose place a gap is at: the coverage of an org names its object, and apps their own. */
const placeOf = ({ source }: Coverage): string => source.slice(source.indexOf(':') + 1);

/**
 * Each reason why something could not be read, once, with what it hides. A gap in a whole source stands first; the apps
 * that it leaves blank need not be named for it.
 */
export const unreadNotes = (
  coverage: readonly Coverage[],
  apps: ReadonlyArray<{ name: string; unread: readonly Unread[] }>,
): string[] => {
  const gaps = coverage.filter(({ status }) => status !== 'complete');
  const places = new Map<string, string[]>();
  for (const gap of gaps) {
    const reason = gap.reason ?? `${gap.source} could not be read in full`;
    places.set(reason, [...(places.get(reason) ?? []), placeOf(gap)]);
  }
  const byReason = new Map<string, Array<Unread & { name: string }>>();
  for (const { name, unread } of apps) {
    for (const gap of unread.filter(({ reason }) => !places.has(reason)))
      byReason.set(gap.reason, [...(byReason.get(gap.reason) ?? []), { ...gap, name }]);
  }
  return [
    ...[...places].map(([reason, where]) => `${listed(where)}: ${reason}`),
    ...[...byReason].map(
      ([reason, gaps]) =>
        `${listed(gaps.map(({ what }) => what))} of ${listed(gaps.map(({ name }) => name))}: ${reason}`,
    ),
  ];
};
