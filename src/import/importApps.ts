import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ClientApp, Flow, IntegrationModel, Registration } from '../app/clientApp.js';
import { inProject } from '../generate/projectPath.js';
import { changeManifestFile } from '../manifest/changeFile.js';
import { findEnvironment, resolveEnvironment } from '../manifest/environment.js';
import { listManifestFiles, manifestPath, readManifestFile } from '../manifest/find.js';
import { readManifest, type ReadManifest } from '../manifest/read.js';
import { updateManifest, type ManifestChange } from '../manifest/update.js';
import { writeManifest } from '../manifest/write.js';
import { certificateFileOf, projectCertificates, readCertificate, type CertificateFile } from './certificateFile.js';
import { changesBetween } from './changes.js';
import type { Choice } from './choose.js';
import { dataPermissions } from './dataPermissions.js';
import { describe } from './describe.js';
import { losses } from './losses.js';
import { sessionLevelOf } from './sessionLevel.js';
import type { ImportSubject } from './subject.js';

export type ImportStatus = 'created' | 'unchanged' | 'differs' | 'updated' | 'skipped';

/** What became of one app. Sentences are without a full stop. */
export type ImportedManifest = {
  name: string;
  /** Relative to the project's root; absent for an app that was passed over. */
  file?: string;
  registration: Registration;
  model?: IntegrationModel;
  flow?: Flow;
  status: ImportStatus;
  /** Why it was passed over. */
  reason?: string;
  /** What flow and model rest on. */
  reasons: string[];
  /** What a person must still say, each beginning with its place in the manifest. */
  todo: string[];
  /** What the registration says and the manifest does not, or otherwise. */
  warnings: string[];
  /** Where a manifest that was there says something else, by place. */
  differences: string[];
};

export type ImportOptions = {
  root: string;
  overwrite: boolean;
  dryRun: boolean;
  /** Aliases and username of the org that the apps come from, to find its environment in manifests that are there. */
  orgNames?: readonly string[] | undefined;
};

type Context = ImportOptions & { manifests: readonly string[]; certificates: readonly CertificateFile[] };

const passedOver = ({ app, skipped = '' }: Choice): ImportedManifest => ({
  name: app.name,
  registration: app.registration,
  status: 'skipped',
  reason: skipped,
  reasons: [],
  todo: [],
  warnings: [],
  differences: [],
});

/** The manifest of that name that is there, with the environment that stands for the org. */
type Existing = { read: ReadManifest; app?: ClientApp | undefined; environment?: string | undefined };

const existingOf = async (file: string, { root, manifests, orgNames = [] }: Context): Promise<Existing | undefined> => {
  if (!manifests.includes(file)) return undefined;
  const read = await readManifestFile(root, file);
  const environment = findEnvironment(read, orgNames);
  return { read, environment, app: read.app && resolveEnvironment(read, environment) };
};

/** What is to be done with a manifest: nothing, a new text, or changes in the text that is there. */
type Plan = Pick<ImportedManifest, 'status' | 'differences'> & {
  text?: string;
  changes?: ManifestChange[];
  notes: string[];
};

const planOver = (existing: Existing, wanted: ClientApp, overwrite: boolean): Plan => {
  const { read, app, environment } = existing;
  if (!app) {
    const notes = [`${read.file} has ${read.problems.length} problems, so nothing of it was taken over`];
    return { status: overwrite ? 'updated' : 'differs', differences: [], notes, text: writeManifest(wanted) };
  }
  const changes = changesBetween(app, wanted);
  const differences = changes.map(({ path }) => path.join('.'));
  if (changes.length === 0) return { status: 'unchanged', differences, notes: [] };
  if (!overwrite) return { status: 'differs', differences, notes: [] };
  if (environment !== undefined) {
    const notes = [
      `this org is the environment "${environment}" of ${read.file}, which is never overwritten; change it by hand`,
    ];
    return { status: 'differs', differences, notes };
  }
  return { status: 'updated', differences, notes: [], changes };
};

/** Refuses a manifest that its own schema would refuse. */
const problemOf = (text: string, file: string): string | undefined => {
  const { problems } = readManifest(text, file);
  return problems[0]?.message.replace(/\.$/, '');
};

const write = async (file: string, { status, text, changes }: Plan, { root, dryRun }: Context): Promise<void> => {
  if (dryRun || (status !== 'created' && status !== 'updated')) return;
  const path = join(root, await inProject(root, join(root, file)));
  if (changes) return changeManifestFile(path, changes);
  await mkdir(dirname(path), { recursive: true });
  // Whoever made a manifest of this name in the meantime keeps it.
  await writeFile(path, text ?? '', { flag: status === 'created' ? 'wx' : 'w' });
};

/** The text that a manifest would have after the plan, to be checked before anything is written. */
const textAfter = async (file: string, { text, changes }: Plan, root: string): Promise<string | undefined> =>
  changes ? updateManifest(await readFile(join(root, file), 'utf8'), changes) : text;

const importApp = async (subject: ImportSubject, context: Context): Promise<ImportedManifest> => {
  const { app, documents, generated, unread } = subject;
  const file = manifestPath(app.name);
  const namesake = context.manifests.find((other) => other.toLowerCase() === file.toLowerCase());
  if (namesake !== undefined && namesake !== file)
    return passedOver({ app, skipped: `${namesake} differs from ${file} in upper and lower case only` });

  const existing = await existingOf(file, context);
  const pem = app.certificate.known ? app.certificate.value : undefined;
  const declared = existing?.app?.credentials.certificateFile;
  const certificates = declared === undefined ? [] : await readCertificate(context.root, declared);
  const certificate = certificateFileOf(app.name, pem, [...certificates, ...context.certificates]);
  const {
    reasons,
    todo,
    app: wanted,
  } = describe(app, {
    existing: existing?.app,
    generated,
    sessionLevel: sessionLevelOf(documents),
    permissions: dataPermissions(app.name, documents),
    certificateFile: certificate?.file,
  });
  const plan: Plan = existing
    ? planOver(existing, wanted, context.overwrite)
    : { status: 'created', differences: [], notes: [], text: writeManifest(wanted) };
  const text = await textAfter(file, plan, context.root);
  const problem = text === undefined ? undefined : problemOf(text, file);
  if (problem !== undefined) return passedOver({ app, skipped: `its manifest would not be valid: ${problem}` });

  await write(file, plan, context);
  const lost = documents.length === 0 ? [] : losses(wanted, documents, certificate?.pem).map((one) => one.text);
  return {
    name: app.name,
    file,
    registration: app.registration,
    model: wanted.model,
    flow: wanted.flow,
    status: plan.status,
    reasons,
    todo,
    warnings: [...unread, ...plan.notes, ...lost],
    differences: plan.differences,
  };
};

/**
 * Writes a manifest for each chosen app. What is there is never replaced unasked; what only a person knows is kept from it.
 * @param subjectOf the app with all that is known of it
 */
export const importApps = async (
  choices: readonly Choice[],
  subjectOf: (app: Choice['app']) => ImportSubject,
  options: ImportOptions,
): Promise<ImportedManifest[]> => {
  const { root } = options;
  const context: Context = {
    ...options,
    manifests: await listManifestFiles(root),
    certificates: await projectCertificates(root),
  };
  const imported: ImportedManifest[] = [];
  // One after another: a thousand apps at once would open as many files.
  for (const choice of choices)
    imported.push(choice.skipped === undefined ? await importApp(subjectOf(choice.app), context) : passedOver(choice));
  return imported;
};
