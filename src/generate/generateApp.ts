import { posix } from 'node:path';
import { permissionSetNames } from '../app/clientApp.js';
import type { ClientApp } from '../app/clientApp.js';
import { decisionsOf } from '../manifest/defaults.js';
import type { Decision } from '../manifest/defaults.js';
import { renderClientApp } from '../registration/render.js';
import { adviceFor } from './advice.js';
import { readCertificateFile } from './certificateFile.js';
import { registrationFiles, sameComponent } from './componentFiles.js';
import { planFile, writePlanned } from './placeFile.js';
import type { PlacedFile } from './placeFile.js';
import { inProject } from './projectPath.js';
import { seal } from './seal.js';

/** All paths are relative to the project's root. */
export type GenerateRequest = {
  root: string;
  overwrite: boolean;
  dryRun: boolean;
  app: ClientApp;
  manifest: string;
  /** Text of a manifest that is to be written; absent when the app comes from one that is there. */
  manifestText?: string | undefined;
  outputDir: string;
  /** Files of client apps that the project has already. */
  sourceFiles: readonly string[];
};

export type GeneratedApp = {
  files: PlacedFile[];
  permissionSets: string[];
  decisions: Decision[];
  warnings: string[];
  nextSteps: string[];
};

/** `main/default` below a folder, unless the folder is that already. */
const metadataFolder = (outputDir: string): string =>
  /(^|\/)main\/default$/.test(outputDir) ? outputDir : posix.join(outputDir, 'main/default');

const certificateOf = async ({ credentials }: ClientApp, root: string): Promise<string | undefined> => {
  const { certificateFile } = credentials;
  if (certificateFile === undefined) return undefined;
  return readCertificateFile(root, await inProject(root, posix.join(root, certificateFile)));
};

/** Writes manifest and metadata of an app; a component that was moved elsewhere in the project is written there. */
export const generateApp = async (request: GenerateRequest): Promise<GeneratedApp> => {
  const { app, manifest, manifestText, outputDir, sourceFiles, root } = request;
  const certificate = await certificateOf(app, root);
  const metadata = renderClientApp(app, { certificate }).map(({ path, contents }) => {
    const place = posix.join(metadataFolder(outputDir), path);
    const there = sameComponent(sourceFiles, place);
    return { path: there.includes(place) ? place : (there[0] ?? place), contents: seal(contents, manifest) };
  });

  const sources = [...(manifestText === undefined ? [] : [{ path: manifest, contents: manifestText }]), ...metadata];
  // All of them first: an error then leaves nothing behind.
  const planned = await Promise.all(sources.map(({ path, contents }) => planFile(path, contents, request)));
  if (!request.dryRun) await Promise.all(planned.map((file) => writePlanned(root, file)));
  const files: PlacedFile[] = [
    ...(manifestText === undefined ? [{ path: manifest, state: 'unchanged' as const, differences: [] }] : []),
    ...planned,
  ];

  const leftovers = registrationFiles(sourceFiles, app.name).filter((file) => !files.some(({ path }) => path === file));
  const { access, data } = permissionSetNames(app.name);
  return {
    files,
    permissionSets: [access, data],
    decisions: decisionsOf(app),
    ...adviceFor({ app, manifest, files, leftovers, dryRun: request.dryRun }),
  };
};
