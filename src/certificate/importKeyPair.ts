import type { KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Messages } from '@salesforce/core/messages';
import { certificateProblem, parseCertificate } from './certificate.js';
import type { KeyPair } from './keyPair.js';
import { keyProblem, parsePrivateKey } from './privateKey.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.certificate');

/** No certificate and no key is larger; a wrong file is not read whole. */
const maxFileSize = 64 * 1024;

const readWhole = async (file: string): Promise<Buffer> => {
  const content = await readFile(file).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw messages.createError('error.importUnreadable', [file, code]);
  });
  if (content.length > maxFileSize) throw messages.createError('error.importUnreadable', [file, 'too large']);
  return content;
};

const readCertificate = async (file: string, now: Date): Promise<X509Certificate> => {
  const certificate = parseCertificate(await readWhole(file));
  const problem = certificate ? certificateProblem(certificate, now) : 'it is not an X.509 certificate';
  if (!certificate || problem !== undefined) throw messages.createError('error.invalidCertificate', [file, problem]);
  return certificate;
};

const readKey = async (file: string): Promise<KeyObject> => {
  const parsed = parsePrivateKey((await readWhole(file)).toString());
  const problem = 'problem' in parsed ? parsed.problem : keyProblem(parsed.key);
  if ('problem' in parsed || problem !== undefined) throw messages.createError('error.invalidKey', [file, problem]);
  return parsed.key;
};

/**
 * A pair that was made elsewhere.
 *
 * @throws ImportUnreadableError, InvalidCertificateError, InvalidKeyError, PairMismatchError
 */
export const importKeyPair = async (files: { certificate: string; key: string }, now: Date): Promise<KeyPair> => {
  const certificate = await readCertificate(files.certificate, now);
  const privateKey = await readKey(files.key);
  if (!certificate.checkPrivateKey(privateKey)) {
    throw messages.createError('error.pairMismatch', [files.certificate, files.key]);
  }
  return { privateKey, certificate };
};
