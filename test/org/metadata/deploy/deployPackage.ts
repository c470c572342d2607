import { addDefaultPolicies, commitDraft, createDraft, type OrgContext, saveDocument } from '../rules/index.js';
import { findMetadataType, type MetadataType, metadataTypes } from '../schema/index.js';
import type { MetadataStore } from '../types.js';
import { deleteNamed } from './deleteNamed.js';
import type { DeployOptions } from './deployOptions.js';
import { findPackageFiles, type PackageFile, readDocument } from './readDocuments.js';
import { type Manifest, readManifest } from './readManifest.js';
import { type DeployRow, reportFailure, reportSuccess, reportWarning } from './rows.js';

export type Deployment = { rows: DeployRow[]; isSuccess: boolean };

/** Deploys into a draft, and into the store only when the outcome allows (platform.md 2.7: a partial bundle rolls back). */
export const deployPackage = (
  store: MetadataStore,
  files: Map<string, string>,
  options: DeployOptions,
  org: Omit<OrgContext, 'draft' | 'apiVersion' | 'isInstall'>,
): Deployment => {
  const now = org.directory.now();
  const xml = files.get('package.xml');
  const manifest = xml === undefined ? { problem: 'No package.xml found' } : readManifest(xml);
  const packageFile = { fileName: 'package.xml', fullName: 'package.xml', componentType: '' };
  if ('problem' in manifest) return { rows: [reportFailure(packageFile, now, manifest)], isSuccess: false };
  if (Number.isNaN(manifest.version)) {
    const problem = 'The package version is not specified. Please specify version in package.xml';
    return { rows: [reportFailure(packageFile, now, { problem })], isSuccess: false };
  }
  const context: OrgContext = { ...org, draft: createDraft(store), apiVersion: manifest.version, isInstall: false };
  const rows = [
    ...deleteNamed(context, files, 'destructiveChangesPre.xml', options),
    ...deployFiles(context, files, manifest, options),
    ...['destructiveChanges.xml', 'destructiveChangesPost.xml'].flatMap((name) =>
      deleteNamed(context, files, name, options),
    ),
    ...checkTests(context, files, options),
  ];
  addDefaultPolicies(context);
  const isSuccess = rows.every(({ success }) => success);
  if (!options.checkOnly && (isSuccess || !options.rollbackOnError)) commitDraft(store, context.draft);
  return { rows: [...rows, reportSuccess(packageFile, now, { changed: true })], isSuccess };
};

const deployFiles = (
  org: OrgContext,
  files: Map<string, string>,
  manifest: Manifest,
  options: DeployOptions,
): DeployRow[] => {
  const { known, unknown } = findPackageFiles(files);
  const isNamed = (file: PackageFile): boolean =>
    manifest.members.some(
      ({ type, fullName }) => type === file.type.name && (fullName === file.fullName || fullName === '*'),
    );
  const now = org.directory.now();
  const strays = [...unknown, ...known.filter((file) => !isNamed(file)).map(({ path }) => path)];
  const order = (file: PackageFile): number => metadataTypes.indexOf(file.type);
  return [
    ...findUnmatched(org, known, manifest),
    ...strays.map((path) =>
      reportFailure({ fileName: path, fullName: path, componentType: '' }, now, { problem: 'Not in package.xml' }),
    ),
    ...known
      .filter(isNamed)
      .sort((one, other) => order(one) - order(other))
      .map((file) => deployFile(org, file, options)),
  ];
};

/** Types that the version does not know, and members without a file. */
const findUnmatched = (org: OrgContext, known: PackageFile[], manifest: Manifest): DeployRow[] => {
  const now = org.directory.now();
  return manifest.members.flatMap(({ type, fullName }) => {
    const subject = { fileName: 'package.xml', fullName, componentType: type };
    if (!findMetadataType(type)) {
      return [
        reportFailure({ ...subject, componentType: '' }, now, {
          problem: `Unknown type name '${type}' specified in package.xml`,
        }),
      ];
    }
    if (fullName === '*' || known.some((file) => file.type.name === type && file.fullName === fullName)) return [];
    const problem = `An object '${fullName}' of type ${type} was named in package.xml, but was not found in zipped directory`;
    return [reportFailure(subject, now, { problem })];
  });
};

const deployFile = (org: OrgContext, file: PackageFile, options: DeployOptions): DeployRow => {
  const now = org.directory.now();
  const subject = { fileName: file.path, fullName: file.fullName, componentType: file.type.name };
  const failed = { ...subject, componentType: failedType(file.type, file.fullName) };
  const document = readDocument(file, org.apiVersion);
  if ('problem' in document) return reportFailure(failed, now, document);
  const { components, consumers } = createDraft(org.draft);
  const saved = saveDocument(org, document);
  if ('problem' in saved) return reportFailure(failed, now, saved);
  // What fails on its warning is not done either, not even in a partial deploy.
  if (saved.warnings.length > 0 && !options.ignoreWarnings) Object.assign(org.draft, { components, consumers });
  const row = reportSuccess(subject, now, {
    id: saved.component.id,
    created: saved.isCreated,
    changed: saved.isChanged,
  });
  return saved.warnings.length === 0 ? row : reportWarning(row, saved.warnings.join(' '), options);
};

/** Failures of settings carry the name of the document's own type. */
const failedType = (type: MetadataType, fullName: string): string =>
  type.name === 'Settings' ? `${fullName}Settings` : type.name;

/** In production Apex is not deployed without tests; packages without Apex may skip them (platform.md 2.7). */
const checkTests = (org: OrgContext, files: Map<string, string>, { testLevel }: DeployOptions): DeployRow[] => {
  const classes = [...files.keys()].filter((path) => /^classes\/.*\.cls$/.test(path));
  if (org.directory.isSandbox || testLevel !== 'NoTestRun' || classes.length === 0) return [];
  const problem = 'testLevel of NoTestRun cannot be used in production organizations';
  return classes.map((fileName) =>
    reportFailure({ fileName, fullName: fileName.slice(8, -4), componentType: 'ApexClass' }, org.directory.now(), {
      problem,
    }),
  );
};
