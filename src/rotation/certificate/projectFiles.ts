import type { X509Certificate } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { SfProject } from '@salesforce/core';
import type { ClientApp } from '../../app/clientApp.js';
import { certificateText } from '../../certificate/certificate.js';
import { certificatePath, manifestKeys, writeProjectCertificate } from '../../certificate/projectCertificate.js';
import { sameComponent } from '../../generate/componentFiles.js';
import { planFile, writePlanned } from '../../generate/placeFile.js';
import { inProject } from '../../generate/projectPath.js';
import { seal } from '../../generate/seal.js';
import { findSourceFiles } from '../../generate/sourceFiles.js';
import { updateManifest } from '../../manifest/update.js';
import { editDocument } from '../../registration/edit/editDocument.js';
import { renderClientApp } from '../../registration/render.js';
import { places } from './appMetadata.js';
import { moveOver } from '../../secrets/moveOver.js';

/** The project that declares an app, and what it calls things; paths are relative to its root. */
export type AppProject = {
  root: string;
  manifest: string;
  /** The app as the project's files have it: without an environment's values. */
  base: ClientApp;
  /** Each environment has a key pair of its own. */
  environment: string | undefined;
  certificateFile: string | undefined;
};

const placeOf = (path: string): string | undefined =>
  path.endsWith('.connectedApp-meta.xml')
    ? places.ConnectedApp.certificate
    : path.endsWith('.ecaGlblOauth-meta.xml')
      ? places.ExtlClntAppGlobalOauthSettings.certificate
      : undefined;

/** Old text or new text, whenever the process dies. */
const replaceFile = async (path: string, contents: Buffer): Promise<void> => {
  await writeFile(`${path}.new`, contents, { mode: (await stat(path)).mode });
  await moveOver(`${path}.new`, path);
};

/** In a file that somebody edited only the certificate is changed, so that the rest of it stays theirs. */
const editCertificate = async (root: string, path: string, element: string, text: string): Promise<string[]> => {
  const edited = editDocument(path, await readFile(join(root, path)), [
    { kind: 'set', path: element, text, where: 'present' },
  ]);
  if (edited.bytes === undefined) return [`Put the new certificate into ${path} yourself: ${edited.reason}.`];
  await replaceFile(join(root, path), edited.bytes);
  return [];
};

/** The file of the app's metadata that has the certificate, where the project has one. */
const writeMetadata = async ({ root, base, manifest }: AppProject, certificate: string): Promise<string[]> => {
  const project = await SfProject.resolve(root);
  const folders = await Promise.all(project.getPackageDirectories().map(({ fullPath }) => inProject(root, fullPath)));
  const sourceFiles = await findSourceFiles(root, folders);
  const notes: string[] = [];
  for (const { path: generated, contents } of renderClientApp(base, { certificate })) {
    const element = placeOf(generated);
    const [path] = sameComponent(sourceFiles, posix.basename(generated));
    if (element === undefined || path === undefined) continue;
    const planned = await planFile(path, seal(contents, manifest), { root, overwrite: false });
    if (planned.state === 'kept') notes.push(...(await editCertificate(root, path, element, certificate.trimEnd())));
    else await writePlanned(root, planned);
  }
  return notes;
};

/**
 * Puts the new certificate into the project: its file, the manifest that names it, and the app's metadata, which a later
 * deploy takes it from. Can be repeated.
 *
 * @returns what is left for a person
 */
export const writeToProject = async (project: AppProject, certificate: X509Certificate): Promise<string[]> => {
  const { root, base, manifest, environment } = project;
  const named = project.certificateFile ?? certificatePath(base.name, environment);
  const certificateFile = await inProject(root, join(root, named));
  await writeProjectCertificate(root, { certificateFile, manifest }, certificate, (text) =>
    updateManifest(text, [{ path: manifestKeys(environment), value: certificateFile }]),
  );
  const left = environment === undefined ? await writeMetadata(project, certificateText(certificate)) : [];
  return [
    ...left,
    `Commit ${certificateFile} and what else changed before the next deploy: one from an older checkout would put the old certificate back, whose key is destroyed.`,
  ];
};
