import type { AuditReport } from '../report.js';

/** Numbers for the values that filters offer: a page compares numbers, never text that an org gave. */
export type Lookup = { values: readonly string[]; indexOf: (value: string) => number };

const lookup = (values: Iterable<string>): Lookup => {
  const sorted = [...new Set(values)].sort();
  const indexes = new Map(sorted.map((value, index) => [value, index]));
  return { values: sorted, indexOf: (value) => indexes.get(value) ?? -1 };
};

export type Lookups = { apps: Lookup; rules: Lookup; places: Lookup };

export const lookupsOf = ({ findings }: Pick<AuditReport, 'findings'>, appNames: readonly string[]): Lookups => ({
  apps: lookup([...appNames, ...findings.map(({ app }) => app)]),
  rules: lookup(findings.map(({ rule }) => rule)),
  places: lookup(findings.flatMap(placesOf)),
});

/** Where a finding holds: in source, in an org, or in several. */
export const placesOf = ({
  org,
  location,
  alsoIn = [],
}: Pick<AuditReport['findings'][number], 'org' | 'location' | 'alsoIn'>): string[] => [
  ...new Set([...(location && org === undefined ? ['source'] : []), ...(org === undefined ? [] : [org]), ...alsoIn]),
];
