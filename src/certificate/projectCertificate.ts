import type { X509Certificate } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { certificateText, parseCertificate } from './certificate.js';
import { moveOver } from '../secrets/moveOver.js';

/** Where the certificate of an app goes, relative to the project's root; each environment has a key pair of its own. */
export const certificatePath = (name: string, environment?: string): string =>
  `clientapps/${name}${environment === undefined ? '' : `.${environment.replace(/[^\w.@-]/g, '_')}`}.crt`;

/** Where the manifest names it. */
export const manifestKeys = (environment?: string): string[] => [
  ...(environment === undefined ? [] : ['environments', environment]),
  'credentials',
  'certificateFile',
];

/** The certificate that lies in the project; undefined when there is none, or none that can be read. */
export const readProjectCertificate = async (root: string, file: string): Promise<X509Certificate | undefined> => {
  const content = await readFile(join(root, file)).catch(() => undefined);
  return content && parseCertificate(content);
};

/** Old text or new text, whenever the process dies. */
const replaceFile = async (path: string, text: string): Promise<void> => {
  const mode = await stat(path).then(
    (found) => found.mode,
    () => 0o644,
  );
  await writeFile(`${path}.new`, text, { mode });
  await moveOver(`${path}.new`, path);
};

/** Writes the certificate, then the manifest that names it. */
export const writeProjectCertificate = async (
  root: string,
  files: { certificateFile: string; manifest: string },
  certificate: X509Certificate,
  name: (manifestText: string) => string,
): Promise<void> => {
  const path = join(root, files.certificateFile);
  await mkdir(dirname(path), { recursive: true });
  await replaceFile(path, certificateText(certificate));
  const manifest = join(root, files.manifest);
  const text = await readFile(manifest, 'utf8');
  const named = name(text);
  if (named !== text) await replaceFile(manifest, named);
};
