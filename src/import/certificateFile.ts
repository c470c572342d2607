import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { certificateText, parseCertificate } from '../certificate/certificate.js';
import { certificatePath } from '../certificate/projectCertificate.js';
import { inProject } from '../generate/projectPath.js';
import { manifestFolder } from '../manifest/find.js';

/** A file of the project that holds a certificate, never one with a private key; or one that is still to be written. */
export type CertificateFile = { file: string; pem: string; isNew?: boolean };

const largest = 65_536;
const mostFiles = 500;

const bodyOf = (text: string): string => text.replaceAll(/-----[A-Z ]+-----|\s+/g, '');

const readCertificate = async (root: string, file: string): Promise<CertificateFile[]> => {
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

/** The certificate of metadata as a file beside the manifest, unless something lies there; metadata has PEM or bare base64 (platform.md 8.36). */
const newFile = async (root: string, name: string, certificate: string): Promise<CertificateFile | undefined> => {
  const file = certificatePath(name);
  const parsed = parseCertificate(Buffer.from(bodyOf(certificate), 'base64'));
  const isTaken = await lstat(join(root, file)).then(
    () => true,
    () => false,
  );
  return parsed && !isTaken ? { file, pem: certificateText(parsed), isNew: true } : undefined;
};

export type OwnCertificate = {
  name: string;
  /** As the app's metadata has it. */
  certificate: string | undefined;
  /** File that the app's manifest names. */
  declared: string | undefined;
};

/**
 * The file with the app's certificate: of several copies the declared one, or that which is named after the app. Where there
 * is none it is a file that is still to be written; what is declared otherwise stands when that cannot be.
 */
export const certificateFileOf = async (
  root: string,
  { name, certificate, declared }: OwnCertificate,
  files: readonly CertificateFile[],
): Promise<CertificateFile | undefined> => {
  const [named] = declared === undefined ? [] : await readCertificate(root, declared);
  if (certificate === undefined) return named;
  const same = [...(named ? [named] : []), ...files].filter(({ pem }) => bodyOf(pem) === bodyOf(certificate));
  const found = same.find(({ file }) => file === (declared ?? certificatePath(name))) ?? same[0];
  return found ?? (await newFile(root, name, certificate)) ?? named;
};

/** Writes a certificate where nothing lies. */
export const writeCertificate = async (root: string, { file, pem }: CertificateFile): Promise<void> => {
  const path = join(root, await inProject(root, join(root, file)));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, pem, { flag: 'wx' });
};
