import type { InventoryApp, SecretSighting } from '../types.js';

const key = (file: string, line: number): string => `${line} ${file}`;

/** Drops client secrets that their app's own record names already: one secret is one finding. */
export const withoutSecretElements = (sightings: SecretSighting[], apps: readonly InventoryApp[]): SecretSighting[] => {
  const named = new Set(
    apps.flatMap(({ secretElements }) => secretElements.flatMap(({ at }) => (at ? [key(at.file, at.startLine)] : []))),
  );
  return sightings.filter(({ value, at }) => value.kind !== 'client-secret' || !named.has(key(at.file, at.startLine)));
};
