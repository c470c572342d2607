import { randomBytes } from 'node:crypto';
import { lstat, open, readFile, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isWithin } from '../inventory/source/scope.js';
import type { Inventory, InventoryApp } from '../inventory/types.js';
import type { MetadataDocument } from '../registration/document.js';
import { connectedAppFromDocument } from '../registration/read/inventoryApps.js';
import { readDocument } from '../registration/readDocument.js';
import { moveOver } from '../secrets/moveOver.js';

export type Places = {
  /** Absolute; what file names are relative to. */
  root: string;
  /** Absolute files and directories that were audited as metadata. */
  audited: readonly string[];
};

export type ReadFile = { bytes: Buffer; reason?: undefined } | { bytes?: undefined; reason: string };

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');

/** Why a file is none of ours to write; undefined when it is. */
const foreign = async (file: string, path: string, { root, audited }: Places): Promise<string | undefined> => {
  const inside = relative(root, path);
  if (inside.startsWith('..') || resolve(root, inside) !== path) return `${file} is outside the project`;
  if (!isWithin(path, audited)) return `${file} is outside the audited directories`;
  if ((await realpath(path)) !== join(await realpath(root), inside))
    return `${file} is reached through a symbolic link`;
  return (await lstat(path)).isFile() ? undefined : `${file} is no file`;
};

/** A connected app keeps its facts and not its elements; every other file is kept as it was read. */
const isAsAudited = (document: MetadataDocument, { apps, documents }: Inventory): boolean => {
  const { file } = document;
  const fresh = connectedAppFromDocument(document, { kind: 'source', file });
  if (!fresh) return isDeepStrictEqual(document.root, documents.find((audited) => audited.file === file)?.root);
  const audited = apps.find(({ origin }) => origin.kind === 'source' && origin.file === file);
  // Who made an app may be known better than its file tells.
  const { firstParty: _, ...facts } = fresh;
  return (
    audited !== undefined &&
    isDeepStrictEqual(
      facts,
      Object.fromEntries(Object.keys(facts).map((key) => [key, audited[key as keyof InventoryApp]])),
    )
  );
};

/** The content of a file that may be edited: one of the project, no link, and still what was audited. */
export const readForFix = async (file: string, inventory: Inventory, places: Places): Promise<ReadFile> => {
  const path = resolve(places.root, file);
  try {
    const reason = await foreign(file, path, places);
    if (reason !== undefined) return { reason };
    const bytes = await readFile(path);
    return isAsAudited(readDocument(file, bytes), inventory)
      ? { bytes }
      : { reason: `${file} has changed since it was audited` };
  } catch (error) {
    return { reason: `${file} cannot be read (${codeOf(error)})` };
  }
};

/**
 * Replaces the content of a file, or leaves it as it was and says why: whoever reads it meanwhile sees the old or the new one.
 * It must still hold what it held when it was read.
 */
export const replaceFile = async (
  file: string,
  { from, to }: { from: Buffer; to: Buffer },
  places: Places,
): Promise<string | undefined> => {
  const path = resolve(places.root, file);
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    const reason = await foreign(file, path, places);
    if (reason !== undefined) return reason;
    const { mode } = await lstat(path);
    const handle = await open(draft, 'wx', mode);
    try {
      await handle.chmod(mode);
      await handle.writeFile(to);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!(await readFile(path)).equals(from)) return `${file} was changed by someone else`;
    await moveOver(draft, path);
    return undefined;
  } catch (error) {
    return `${file} cannot be written (${codeOf(error)})`;
  } finally {
    await rm(draft, { force: true });
  }
};
