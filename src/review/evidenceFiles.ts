import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inProject } from '../generate/projectPath.js';
import { jsonText } from '../report/jsonText.js';
import { evidenceMarkdown } from './evidenceMarkdown.js';
import type { ReviewRecord } from './record.js';

/** Relative to the project's root. */
const evidenceFolder = 'clientapp-reviews';

const readIfAny = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const isThere = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** A whole file or none, whenever the process dies, and never over another one. */
const placeNew = async (path: string, text: string): Promise<void> => {
  const draft = `${path}.new`;
  await writeFile(draft, text);
  try {
    await link(draft, path);
  } catch (error) {
    if (!isThere(error) || (await readIfAny(path)) !== text) throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

const differs = async (path: string, text: string): Promise<boolean> => {
  const found = await readIfAny(path);
  return found !== undefined && found.replaceAll('\r\n', '\n') !== text;
};

/**
 * Writes the evidence. What an earlier review left is never replaced: a second review on the same day that says something
 * else has a number behind its day.
 *
 * @returns the files, relative to the project's root
 * @throws OutsideProjectError when the folder is a link that leads out of the project
 */
export const writeEvidence = async (root: string, record: ReviewRecord): Promise<string[]> => {
  const texts = { json: jsonText(record), md: evidenceMarkdown(record) };
  await mkdir(join(root, await inProject(root, join(root, evidenceFolder))), { recursive: true });
  for (let number = 1; ; number += 1) {
    const base = `${evidenceFolder}/${record.app}-${record.date}${number === 1 ? '' : `-${number}`}`;
    const files = [`${base}.json`, `${base}.md`] as const;
    const taken = (await differs(join(root, files[0]), texts.json)) || (await differs(join(root, files[1]), texts.md));
    if (taken) continue;
    if ((await readIfAny(join(root, files[0]))) === undefined) await placeNew(join(root, files[0]), texts.json);
    if ((await readIfAny(join(root, files[1]))) === undefined) await placeNew(join(root, files[1]), texts.md);
    return [...files];
  }
};
