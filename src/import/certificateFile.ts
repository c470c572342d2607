import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certificatePath } from '../certificate/projectCertificate.js';
import { manifestFolder } from '../manifest/find.js';

/** A file of the project that holds a certificate; never one with a private key. */
export type CertificateFile = { file: string; pem: string };

const largest = 65_536;
const mostFiles = 500;

const bodyOf = (text: string): string => text.replaceAll(/-----[A-Z ]+-----|\s+/g, '');

/** The file, when it holds a certificate and no private key. */
export const readCertificate = async (root: string, file: string): Promise<CertificateFile[]> => {
  const path = join(root, file);
  const found = await lstat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > largest) return [];
  const pem = await readFile(path, 'utf8');
  return pem.includes('-----BEGIN CERTIFICATE-----') && !pem.includes('PRIVATE KEY') ? [{ file, pem }] : [];
};

const candidatesIn = async (root: string, folder: string): Promise<string[]> => {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /\.(crt|pem|cer)$/i.test(entry.name))
    .map(({ name }) => (folder === '' ? name : `${folder}/${name}`))
    .sort();
};

/** The certificates that lie beside the manifests or at the top of the project, which is where people keep them. */
export const projectCertificates = async (root: string): Promise<CertificateFile[]> => {
  const files = [...(await candidatesIn(root, manifestFolder)), ...(await candidatesIn(root, ''))].slice(0, mostFiles);
  return (await Promise.all(files.map((file) => readCertificate(root, file)))).flat();
};

/** The file with the app's certificate; of several copies the one that is named after the app. */
export const certificateFileOf = (
  name: string,
  certificate: string | undefined,
  files: readonly CertificateFile[],
): CertificateFile | undefined => {
  if (certificate === undefined) return undefined;
  const same = files.filter(({ pem }) => bodyOf(pem) === bodyOf(certificate));
  return same.find(({ file }) => file === certificatePath(name)) ?? same[0];
};
