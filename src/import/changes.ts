import { isDeepStrictEqual } from 'node:util';
import type { ClientApp } from '../app/clientApp.js';
import type { ManifestChange } from '../manifest/update.js';

/** Parts of a manifest that an import can tell, as they stand in its text. */
const places: ReadonlyArray<readonly [string, ...string[]]> = [
  ['label'],
  ['description'],
  ['registration'],
  ['model'],
  ['flow'],
  ['owner', 'email'],
  ['scopes'],
  ['callbackUrls'],
  ['policies', 'permittedUsers'],
  ['policies', 'ipRelaxation'],
  ['policies', 'ipRanges'],
  ['policies', 'refreshToken'],
  ['policies', 'session'],
  ['identity', 'user'],
  ['permissions', 'objects'],
  ['permissions', 'fields'],
  ['permissions', 'apexClasses'],
  ['permissions', 'userPermissions'],
  ['credentials', 'certificateFile'],
];

/** Lists that hold a set: their order says nothing. */
const unordered = new Set([
  'callbackUrls',
  'policies.ipRanges',
  'permissions.apexClasses',
  'permissions.userPermissions',
]);

const at = (app: ClientApp, place: readonly string[]): unknown =>
  place.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], app);

const inOrder = (value: unknown): unknown => (Array.isArray(value) ? value.map(String).sort() : value);

/** Access lists are sets too, whatever object or field they are for. */
const comparable = (place: readonly string[], value: unknown): unknown => {
  const name = place.join('.');
  if (unordered.has(name)) return inOrder(value);
  if (name !== 'permissions.objects' && name !== 'permissions.fields') return value;
  return Object.fromEntries(Object.entries(value ?? {}).map(([key, accesses]) => [key, inOrder(accesses)]));
};

/** What must change in the text of one manifest so that it says the other. */
export const changesBetween = (existing: ClientApp, wanted: ClientApp): ManifestChange[] =>
  places
    .filter((place) => !isDeepStrictEqual(comparable(place, at(existing, place)), comparable(place, at(wanted, place))))
    .map((place) => ({ path: [...place], value: at(wanted, place) }));
