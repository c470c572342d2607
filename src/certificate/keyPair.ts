import { X509Certificate, type KeyObject } from 'node:crypto';
import { Messages } from '@salesforce/core/messages';
import { certificateProblem } from './certificate.js';
import { createCertificate } from './createCertificate.js';
import { createPrivateRsaKey } from './privateKey.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.certificate');

/** A private key and the certificate of its public half. */
export type KeyPair = { privateKey: KeyObject; certificate: X509Certificate };

export type KeyPairRequest = { commonName: string; days: number; keySize: number; now: Date };

/**
 * A new certificate, of a new key unless one is given.
 *
 * @throws InvalidCertificateError when it came out larger than an org takes
 */
export const createKeyPair = async (
  { commonName, days, keySize, now }: KeyPairRequest,
  given?: KeyObject,
): Promise<KeyPair> => {
  const privateKey = given ?? (await createPrivateRsaKey(keySize));
  const certificate = new X509Certificate(await createCertificate({ privateKey, commonName, days, now }));
  const problem = certificateProblem(certificate, now);
  if (problem !== undefined) throw messages.createError('error.invalidCertificate', [commonName, problem]);
  return { privateKey, certificate };
};
