import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ClientApp } from '../app/clientApp.js';
import { inProject } from '../generate/projectPath.js';
import { changeManifestFile } from '../manifest/changeFile.js';
import { readManifest, type ReadManifest } from '../manifest/read.js';
import { updateManifest, type ManifestChange } from '../manifest/update.js';
import { writeManifest } from '../manifest/write.js';
import { changesBetween } from './changes.js';
import type { ImportedManifest } from './imported.js';

/** A manifest that is there, as the org has the app that its environment stands for. */
export type Existing = { read: ReadManifest; app?: ClientApp | undefined; environment?: string | undefined };

/** What is to be done with a manifest: nothing, a new text, or changes in the text that is there. */
export type Plan = Pick<ImportedManifest, 'status' | 'differences'> & {
  text?: string;
  changes?: ManifestChange[];
  notes: string[];
};

const planOver = ({ read, app, environment }: Existing, wanted: ClientApp, overwrite: boolean): Plan => {
  if (!app) {
    const count = read.problems.length;
    const notes = [
      `${read.file} has ${count === 1 ? 'a problem' : `${count} problems`}, so nothing of it was taken over`,
    ];
    return { status: overwrite ? 'updated' : 'differs', differences: [], notes, text: writeManifest(wanted) };
  }
  const changes = changesBetween(app, wanted);
  const differences = changes.map(({ path }) => path.join('.'));
  if (changes.length === 0) return { status: 'unchanged', differences, notes: [] };
  if (!overwrite) return { status: 'differs', differences, notes: [] };
  if (environment === undefined) return { status: 'updated', differences, notes: [], changes };
  const notes = [
    `the org is the environment "${environment}" of ${read.file}, which is never overwritten; change it by hand`,
  ];
  return { status: 'differs', differences, notes };
};

/** What is to become of the manifest of an app. */
export const planManifest = (existing: Existing | undefined, wanted: ClientApp, overwrite: boolean): Plan =>
  existing
    ? planOver(existing, wanted, overwrite)
    : { status: 'created', differences: [], notes: [], text: writeManifest(wanted) };

export const isWriting = ({ status }: Plan): boolean => status === 'created' || status === 'updated';

/** Why the schema would refuse the manifest after the plan; undefined when it would not. */
export const planProblem = async (root: string, file: string, { text, changes }: Plan): Promise<string | undefined> => {
  const after = changes ? updateManifest(await readFile(join(root, file), 'utf8'), changes) : text;
  const [problem] = after === undefined ? [] : readManifest(after, file).problems;
  return problem?.message.replace(/\.$/, '');
};

export const carryOut = async (root: string, file: string, plan: Plan): Promise<void> => {
  const path = join(root, await inProject(root, join(root, file)));
  if (plan.changes) return changeManifestFile(path, plan.changes);
  await mkdir(dirname(path), { recursive: true });
  // Whoever made a manifest of this name in the meantime keeps it.
  await writeFile(path, plan.text ?? '', { flag: plan.status === 'created' ? 'wx' : 'w' });
};
