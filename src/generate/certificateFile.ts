import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Messages } from '@salesforce/core/messages';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.app');

/** What an org takes (platform.md 6). */
const maxCertificateSize = 4096;
const minKeyBits = 2048;

const parse = (text: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(text);
  } catch {
    return undefined;
  }
};

/**
 * The PEM text of a certificate that an org will take.
 *
 * @param file relative to the project's root
 * @throws CertificateNotFoundError, PrivateKeyInFileError or InvalidCertificateError
 */
export const readCertificateFile = async (root: string, file: string, now: Date = new Date()): Promise<string> => {
  const path = join(root, file);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw messages.createError('error.certificateNotFound', [file]);
  if (found.size > 64 * 1024) throw invalid(file, `it has ${found.size} bytes, ${maxCertificateSize} at most`);
  const text = await readFile(path, 'utf8');
  if (text.includes('PRIVATE KEY')) throw messages.createError('error.privateKeyInFile', [file]);
  const problem = certificateProblem(text, now);
  if (problem !== undefined) throw invalid(file, problem);
  return text;
};

const invalid = (file: string, problem: string): Error =>
  messages.createError('error.invalidCertificate', [file, problem]);

const certificateProblem = (text: string, now: Date): string | undefined => {
  if (Buffer.byteLength(text) > maxCertificateSize) {
    return `it has ${Buffer.byteLength(text)} bytes, ${maxCertificateSize} at most`;
  }
  const certificate = text.includes('-----BEGIN CERTIFICATE-----') ? parse(text) : undefined;
  if (!certificate) return 'it is not an X.509 certificate in PEM format';
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType !== 'rsa') return `its key is ${asymmetricKeyType ?? 'unknown'}, but JWT bearer needs RSA`;
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < minKeyBits) return `its RSA key has ${bits} bits, ${minKeyBits} at least`;
  if (new Date(certificate.validTo) <= now)
    return `it expired on ${new Date(certificate.validTo).toISOString().slice(0, 10)}`;
  return undefined;
};
