import { findEnvironment, resolveEnvironment } from '../manifest/environment.js';
import { listManifestFiles, manifestPath, readManifestFile } from '../manifest/find.js';
import { certificateFileOf, projectCertificates, writeCertificate, type CertificateFile } from './certificateFile.js';
import { choose, type Choice } from './choose.js';
import { dataPermissions } from './dataPermissions.js';
import { describe } from './describe.js';
import { passedOver, type ImportedManifest } from './imported.js';
import { losses } from './losses.js';
import { carryOut, isWriting, planManifest, planProblem, type Existing } from './plan.js';
import { sessionLevelOf } from './sessionLevel.js';
import type { ImportSource, ImportSubject } from './subject.js';
import { unreadableApps } from './unreadable.js';

export type ImportOptions = {
  root: string;
  overwrite: boolean;
  dryRun: boolean;
  /** Aliases and username of the org that the apps come from, to find its environment in manifests that are there. */
  orgNames?: readonly string[] | undefined;
};

type Context = ImportOptions & { manifests: readonly string[]; certificates: readonly CertificateFile[] };

const existingOf = async (file: string, { root, manifests, orgNames = [] }: Context): Promise<Existing | undefined> => {
  if (!manifests.includes(file)) return undefined;
  const read = await readManifestFile(root, file);
  const environment = findEnvironment(read, orgNames);
  return { read, environment, app: read.app && resolveEnvironment(read, environment) };
};

const ownCertificate = (
  { app }: ImportSubject,
  existing: Existing | undefined,
  { root, certificates }: Context,
): Promise<CertificateFile | undefined> => {
  const certificate = app.certificate.known ? app.certificate.value : undefined;
  const declared = existing?.app?.credentials.certificateFile;
  return certificateFileOf(root, { name: app.name, certificate, declared }, certificates);
};

const importApp = async (subject: ImportSubject, context: Context): Promise<ImportedManifest> => {
  const { app, documents, generated, unread } = subject;
  const { root, overwrite, dryRun } = context;
  const file = manifestPath(app.name);
  const namesake = context.manifests.find((other) => other.toLowerCase() === file.toLowerCase());
  if (namesake !== undefined && namesake !== file)
    return passedOver(app, `${namesake} differs from ${file} in upper and lower case only`);

  const existing = await existingOf(file, context);
  const certificate = await ownCertificate(subject, existing, context);
  const { app: wanted, ...description } = describe(app, {
    existing: existing?.app,
    generated,
    sessionLevel: sessionLevelOf(documents),
    permissions: dataPermissions(app.name, documents),
    certificateFile: certificate?.file,
  });
  const plan = planManifest(existing, wanted, overwrite);
  const problem = await planProblem(root, file, plan);
  if (problem !== undefined) return passedOver(app, `its manifest would not be valid: ${problem}`);

  const newCertificate =
    isWriting(plan) && wanted.flow === 'jwt-bearer' && certificate?.isNew ? certificate : undefined;
  if (newCertificate && !dryRun) await writeCertificate(root, newCertificate);
  if (isWriting(plan) && !dryRun) await carryOut(root, file, plan);
  const lost = documents.length === 0 ? [] : losses(wanted, documents, certificate?.pem);
  return {
    name: app.name,
    file,
    ...(newCertificate ? { certificateFile: newCertificate.file } : {}),
    registration: app.registration,
    model: wanted.model,
    flow: wanted.flow,
    status: plan.status,
    ...description,
    warnings: [...unread, ...plan.notes, ...lost],
    differences: plan.differences,
  };
};

/** What to import from a source, and the names that it does not have. */
export type ImportChoice = { choices: Choice[]; unreadable: ImportedManifest[]; notFound: string[] };

/** @param names none: every app */
export const chooseFrom = ({ inventory }: ImportSource, names: readonly string[] | undefined): ImportChoice => {
  const { choices, notFound } = choose(inventory.apps, names);
  const isNamed = ({ name }: ImportedManifest): boolean =>
    names?.some((one) => one.toLowerCase() === name.toLowerCase()) ?? true;
  const unreadable = unreadableApps(inventory).filter(isNamed);
  const isUnreadable = (name: string): boolean =>
    unreadable.some((one) => one.name.toLowerCase() === name.toLowerCase());
  return { choices, unreadable, notFound: notFound.filter((name) => !isUnreadable(name)) };
};

/** Writes a manifest for each chosen app. What is there is never replaced unasked; what only a person knows is kept from it. */
export const importApps = async (
  source: ImportSource,
  { choices, unreadable }: ImportChoice,
  options: ImportOptions,
): Promise<ImportedManifest[]> => {
  const { root } = options;
  const context: Context = {
    ...options,
    manifests: await listManifestFiles(root),
    certificates: await projectCertificates(root),
  };
  const wanted = choices.filter(({ skipped }) => skipped === undefined).map(({ app }) => app);
  const subjects = new Map((await source.subjectsOf(wanted)).map((subject) => [subject.app, subject]));
  const imported: ImportedManifest[] = [];
  // One after another: a thousand apps at once would open as many files.
  for (const { app, skipped = '' } of choices) {
    const subject = subjects.get(app);
    imported.push(subject ? await importApp(subject, context) : passedOver(app, skipped));
  }
  return [...imported, ...unreadable];
};
