import { daysUntil } from '../../audit/retirements.js';
import type { Fact, Inventory, InventoryApp, InventoryToken } from '../../inventory/types.js';
import { tokensOfApp } from '../../inventory/org/tokensOfApp.js';
import { mapFact, mergeGaps, placeOf } from './told.js';
import type { AppPortrait, Counted, TokenAge, TokenPortrait } from './types.js';

/** Upper ends of the buckets, in days; what is older falls into the one after the last. */
const ends = [7, 30, 90, 180, 365] as const;
const labels = ['up to 7 days', '8 to 30', '31 to 90', '91 to 180', '181 to 365', 'over a year'] as const;
const untold = 'not told';

/** Days after which a token that nobody uses is called idle. */
export const idleDays = 90;

export const emptyAges = (): TokenAge[] => [...labels, untold].map((label) => ({ label, total: 0, idle: 0 }));

const daysSince = (time: string, today: Date): number => -daysUntil(time.slice(0, 10), today);

const bucketOf = ({ createdDate }: InventoryToken, today: Date): number => {
  const age = createdDate === undefined ? Number.NaN : daysSince(createdDate, today);
  if (Number.isNaN(age)) return labels.length;
  const index = ends.findIndex((end) => age <= end);
  return index === -1 ? ends.length : index;
};

/** Never used counts from the day it was made; a day that nobody tells makes no token idle. */
const isIdle = ({ lastUsedDate, createdDate }: InventoryToken, today: Date): boolean => {
  const since = lastUsedDate ?? createdDate;
  return since !== undefined && daysSince(since, today) > idleDays;
};

export const countTokens = (rows: readonly InventoryToken[], today: Date): TokenPortrait => {
  const ages = emptyAges();
  let idle = 0;
  for (const row of rows) {
    const age = ages[bucketOf(row, today)];
    const isUnused = isIdle(row, today);
    if (isUnused) idle += 1;
    if (age) {
      age.total += 1;
      if (isUnused) age.idle += 1;
    }
  }
  return {
    total: rows.length,
    users: new Set(rows.map(({ org, userId }) => `${org} ${userId}`)).size,
    idle,
    neverUsed: rows.filter(({ lastUsedDate }) => lastUsedDate === undefined).length,
    ages,
  };
};

/** Tokens of one record of an app in an org. */
export type TokenReading = { app: InventoryApp; rows: Fact<InventoryToken[]> };

const byOrg = (inventory: Pick<Inventory, 'tokens'>): Map<string, Fact<InventoryToken[]>> =>
  new Map(inventory.tokens.map(({ org, rows }) => [org, rows]));

/** Looks up the tokens of apps; an index by id and name is made once for each org, since tokens come by the ten thousand. */
export const tokenReader = (
  inventory: Pick<Inventory, 'tokens'>,
): ((records: readonly InventoryApp[]) => TokenReading[]) => {
  const orgs = byOrg(inventory);
  const indexes = new Map<string, Map<string, InventoryToken[]>>();
  const keysOf = ({ applicationId, appName }: InventoryToken): string[] =>
    applicationId === undefined
      ? [`name ${appName.toLowerCase()}`]
      : [`id ${applicationId.slice(0, 15)}`, `name ${appName.toLowerCase()}`];
  const indexOf = (org: string, rows: readonly InventoryToken[]): Map<string, InventoryToken[]> => {
    const index = indexes.get(org) ?? new Map<string, InventoryToken[]>();
    if (!indexes.has(org)) {
      indexes.set(org, index);
      for (const row of rows) {
        for (const key of keysOf(row)) {
          const same = index.get(key);
          if (same) same.push(row);
          else index.set(key, [row]);
        }
      }
    }
    return index;
  };
  const candidates = (app: InventoryApp, org: string, rows: readonly InventoryToken[]): InventoryToken[] => {
    const index = indexOf(org, rows);
    const id = app.origin.kind === 'org' ? app.origin.id.slice(0, 15) : '';
    const keys = [`id ${id}`, ...[app.name, app.label ?? app.name].map((name) => `name ${name.toLowerCase()}`)];
    return [...new Set(keys.flatMap((key) => index.get(key) ?? []))];
  };
  return (records) =>
    records.flatMap((app) => {
      const { origin } = app;
      if (origin.kind !== 'org') return [];
      const fact = orgs.get(origin.org) ?? { known: false, reason: `the tokens of ${origin.org} were not read` };
      return [{ app, rows: mapFact(fact, (rows) => tokensOfApp(app, candidates(app, origin.org, rows))) }];
    });
};

const gapsOf = (readings: readonly TokenReading[]): AppPortrait['tokens']['gaps'] => {
  if (readings.length === 0) return [{ reason: 'no org was audited', places: [] }];
  return mergeGaps(
    readings.flatMap(({ app, rows }) => (rows.known ? [] : [{ reason: rows.reason, places: [placeOf(app)] }])),
  );
};

/** Tokens of an app over all orgs that tell. */
export const tokensOf = (readings: readonly TokenReading[], today: Date): Counted<TokenPortrait> => {
  const known = readings.flatMap(({ rows }) => (rows.known ? [rows.value] : []));
  const gaps = gapsOf(readings);
  return known.length === 0 ? { gaps } : { value: countTokens(known.flat(), today), gaps };
};
