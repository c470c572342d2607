import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SfError } from '@salesforce/core/sfError';
import { changeManifestFile } from '../manifest/changeFile.js';
import { manifestInvalid } from '../manifest/errors.js';
import { readManifest } from '../manifest/read.js';
import { updateManifest, type ManifestChange } from '../manifest/update.js';
import { declaredScope } from './declared.js';
import type { ReviewRecord } from './record.js';

export type ManifestPlace = {
  root: string;
  /** Relative to the root. */
  file: string;
  /** The environment whose values were reviewed. */
  environment?: string | undefined;
  /** What somebody wrote into it, by dotted path. */
  declared: ReadonlySet<string>;
  /** Address ranges as they stand for the environment. */
  ipRanges: readonly string[];
};

const removed = ({ items }: ReviewRecord, kind: string): string[] =>
  items.flatMap((item) =>
    item.kind === kind && item.decided.decision === 'change' && item.decided.remove ? [item.subject] : [],
  );

const rangesPath = ({ environment, declared }: ManifestPlace): string[] => {
  const own = ['environments', environment ?? '', 'policies', 'ipRanges'];
  return environment !== undefined && declared.has(own.join('.')) ? own : ['policies', 'ipRanges'];
};

/** What a review writes into the manifest: its day, who did it, and what it decided to take out. */
export const manifestChanges = (record: ReviewRecord, place: ManifestPlace): ManifestChange[] => {
  const ranges = removed(record, 'address-range');
  return [
    ...removed(record, 'scope').map((scope) => ({
      path: ['scopes', declaredScope(place.declared, scope) ?? scope],
      value: undefined,
    })),
    ...(ranges.length > 0
      ? [{ path: rangesPath(place), value: place.ipRanges.filter((range) => !ranges.includes(range)) }]
      : []),
    { path: ['review', 'last'], value: record.date },
    { path: ['review', 'by'], value: record.reviewer },
  ];
};

/** Refuses what would leave a manifest that is wrong: before anything is written. @throws ReviewChangeRefusedError */
export const checkChanges = async (place: ManifestPlace, changes: readonly ManifestChange[]): Promise<void> => {
  const before = await readFile(join(place.root, place.file), 'utf8');
  const { problems } = readManifest(updateManifest(before, changes), place.file);
  if (problems.length === 0) return;
  throw new SfError(
    `What was decided would leave a manifest that is wrong. ${manifestInvalid([{ file: place.file, problems }]).message}`,
    'ReviewChangeRefusedError',
    ['Decide on a change without removing anything, and make it by hand. Nothing was written.'],
  );
};

export const applyChanges = (place: ManifestPlace, changes: readonly ManifestChange[]): Promise<void> =>
  changeManifestFile(join(place.root, place.file), changes);
