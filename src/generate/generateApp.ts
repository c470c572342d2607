import { posix } from 'node:path';
import { permissionSetNames } from '../app/clientApp.js';
import type { ClientApp } from '../app/clientApp.js';
import { decisionsOf } from '../manifest/defaults.js';
import type { Decision } from '../manifest/defaults.js';
import { renderClientApp } from '../registration/render.js';
import { adviceFor } from './advice.js';
import { readCertificateFile } from './certificateFile.js';
import { registrationFiles, sameComponent } from './componentFiles.js';
import { placeFile } from './placeFile.js';
import type { PlacedFile, PlaceOptions } from './placeFile.js';
import { seal } from './seal.js';

/** All paths are relative to the project's root. */
export type GenerateRequest = PlaceOptions & {
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

/** Writes manifest and metadata of an app; a component that was moved elsewhere in the project is written there. */
export const generateApp = async (request: GenerateRequest): Promise<GeneratedApp> => {
  const { app, manifest, manifestText, outputDir, sourceFiles, root } = request;
  const { certificateFile } = app.credentials;
  const certificate = certificateFile === undefined ? undefined : await readCertificateFile(root, certificateFile);
  const metadata = renderClientApp(app, { certificate }).map(({ path, contents }) => {
    const place = posix.join(metadataFolder(outputDir), path);
    const there = sameComponent(sourceFiles, place);
    return { path: there.includes(place) ? place : (there[0] ?? place), contents: seal(contents, manifest) };
  });

  const files: PlacedFile[] = [];
  // One after the other: an error then leaves a beginning that the next run completes.
  if (manifestText !== undefined) files.push(await placeFile(manifest, manifestText, request));
  else files.push({ path: manifest, state: 'unchanged', differences: [] });
  for (const { path, contents } of metadata) files.push(await placeFile(path, contents, request));

  const leftovers = registrationFiles(sourceFiles, app.name).filter((file) => !files.some(({ path }) => path === file));
  const { access, data } = permissionSetNames(app.name);
  return {
    files,
    permissionSets: [access, data],
    decisions: decisionsOf(app),
    ...adviceFor({ app, manifest, files, leftovers, dryRun: request.dryRun }),
  };
};
