import { readFile, realpath } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { SfError } from '@salesforce/core/sfError';
import { permissionSetNames, type ClientApp } from '../app/clientApp.js';
import { findEnvironment, resolveEnvironment } from '../manifest/environment.js';
import { findValidManifests, type ValidManifest } from '../manifest/find.js';
import { findFiles, readBounded } from '../metadata/projectFiles.js';
import { differences } from '../registration/differences.js';
import { documentTypeOf } from '../registration/documentType.js';
import type { MetadataDocument } from '../registration/document.js';
import { readDocument } from '../registration/readDocument.js';
import { renderClientApp } from '../registration/render.js';
import { readXml } from '../registration/xml/read.js';
import { parentOf, satelliteTypes } from './existing.js';
import type { AppToDeploy, SourceFile } from './types.js';

export type LoadOptions = {
  projectRoot: string;
  /** Absolute. */
  packageDirectories: readonly string[];
  /** Undefined for all. */
  names?: readonly string[] | undefined;
  /** Named by the user: it must exist in every manifest. */
  environment?: string | undefined;
  /** Alias and username of the org: used where a manifest has such an environment. */
  orgNames: ReadonlyArray<string | undefined>;
};

export type Loaded = { deployments: AppToDeploy[]; warnings: string[] };

const typesOfApps = new Set<string>(['ConnectedApp', 'ExternalClientApplication', 'PermissionSet', ...satelliteTypes]);

/**
 * The client apps to deploy: their manifests, and their files as they stand in the project.
 * @throws NothingToDeployError, ManifestNotFoundError, ManifestInvalidError, MetadataInvalidError, MetadataMissingError
 */
export const loadDeployments = async (options: LoadOptions): Promise<Loaded> => {
  const manifests = await findValidManifests(options.projectRoot, options.names);
  if (manifests.length === 0) {
    throw new SfError(
      'The project has no client app to deploy: there is no manifest in clientapps.',
      'NothingToDeployError',
      ['Run "sf clientapp generate app" to make one.'],
    );
  }
  const documents = await readAppDocuments(options);
  const loaded = await Promise.all(manifests.map((manifest) => loadDeployment(manifest, documents, options)));
  return {
    deployments: loaded.map(({ deployment }) => deployment),
    warnings: loaded.flatMap(({ warnings }) => warnings),
  };
};

const readAppDocuments = async ({ packageDirectories }: LoadOptions): Promise<MetadataDocument[]> => {
  const files = await findFiles(packageDirectories, (name) => typesOfApps.has(documentTypeOf(name)?.type ?? ''));
  return Promise.all(files.map(async (file) => readDocument(file, await readBounded(file))));
};

const loadDeployment = async (
  manifest: ValidManifest,
  documents: readonly MetadataDocument[],
  options: LoadOptions,
): Promise<{ deployment: AppToDeploy; warnings: string[] }> => {
  const environment = options.environment ?? findEnvironment(manifest, options.orgNames);
  const app = resolveEnvironment(manifest, environment);
  const own = documents.filter((document) => isPartOf(document, manifest.app));
  const sources = own.map((document) => usable(document, options.projectRoot));
  const certificate = await readCertificate(app, options.projectRoot);
  const baseCertificate = await readCertificate(manifest.app, options.projectRoot);
  const missing = renderClientApp(manifest.app, certificate ? { certificate } : {}).filter(
    ({ type, fullName }) =>
      !sources.some((source) => source.type === type && (type !== 'PermissionSet' || source.fullName === fullName)),
  );
  if (missing.length > 0) {
    throw new SfError(
      `The project has no ${missing.map(({ type, fullName }) => (type === 'PermissionSet' ? `${type} ${fullName}` : type)).join(', ')} for ${manifest.app.name}.`,
      'MetadataMissingError',
      [`Run "sf clientapp generate app --manifest ${manifest.file}" to write the files.`],
    );
  }
  return {
    deployment: {
      app,
      base: manifest.app,
      manifestFile: join(options.projectRoot, manifest.file),
      environment,
      certificate,
      baseCertificate,
      sources,
    },
    warnings: driftWarnings(manifest, sources, baseCertificate, options.projectRoot),
  };
};

const isPartOf = (document: MetadataDocument, app: ClientApp): boolean => {
  const { access, data } = permissionSetNames(app.name);
  if (document.type === 'PermissionSet') return document.name === access || document.name === data;
  if (app.registration === 'connected-app') return document.type === 'ConnectedApp' && document.name === app.name;
  if (document.type === 'ExternalClientApplication') return document.name === app.name;
  return (
    document.type !== 'ConnectedApp' &&
    (parentOf(document) === app.name || (!document.root && basename(document.file).startsWith(app.name)))
  );
};

const usable = ({ type, name, file, root, problems }: MetadataDocument, projectRoot: string): SourceFile => {
  if (root && problems.length === 0) return { type, fullName: name, path: file, root };
  const path = relative(projectRoot, file);
  throw SfError.create({
    name: 'MetadataInvalidError',
    message: [
      `${path} can't be deployed:`,
      ...problems.map(({ line, column, message }) => `  ${path}:${line}:${column} ${message}`),
    ].join('\n'),
    actions: [
      'Correct the lines named above; "sf clientapp audit run --rule-selector metadata-invalid" checks all files.',
    ],
    data: { file, problems },
  });
};

const readCertificate = async (
  { name, credentials: { certificateFile } }: ClientApp,
  projectRoot: string,
): Promise<string | undefined> => {
  if (!certificateFile) return undefined;
  const path = join(projectRoot, certificateFile);
  try {
    const real = await realpath(path);
    if (!real.startsWith(`${await realpath(projectRoot)}${sep}`))
      throw new SfError(`${certificateFile} lies outside the project.`, 'CertificateUnreadableError');
    return await readFile(real, 'utf8');
  } catch (error) {
    if (error instanceof SfError) throw error;
    throw new SfError(`The certificate of ${name} can't be read: ${certificateFile}`, 'CertificateUnreadableError', [
      'Correct credentials.certificateFile in the manifest.',
    ]);
  }
};

/** Where files and manifest say different things: the files are deployed, and the user should know. */
const driftWarnings = (
  manifest: ValidManifest,
  sources: readonly SourceFile[],
  certificate: string | undefined,
  projectRoot: string,
): string[] =>
  renderClientApp(manifest.app, certificate ? { certificate } : {}).flatMap(({ type, contents }) => {
    const source = sources.find(
      (candidate) =>
        candidate.type === type &&
        (type !== 'PermissionSet' || contents.includes(`<label>${candidate.fullName}</label>`)),
    );
    const { root } = readXml(contents);
    if (!source || !root) return [];
    const found = differences(root, source.root, type);
    if (found.length === 0) return [];
    return [
      `${relative(projectRoot, source.path)} differs from ${manifest.file} in ${found.map(({ element }) => element).join(', ')}; the file is deployed as it is.`,
    ];
  });
