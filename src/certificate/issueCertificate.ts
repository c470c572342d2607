import { createPrivateKey } from 'node:crypto';
import type { CredentialAddress, SecretStore } from '../secrets/store.js';
import { certificateFacts, type CertificateFacts } from './certificate.js';
import { importKeyPair } from './importKeyPair.js';
import { dropPrivateKey, storePrivateKey } from './keepPrivateKey.js';
import { checkKeyFile, writeKeyFile } from './keyFile.js';
import { createKeyPair, type KeyPair } from './keyPair.js';
import { privateKeyText } from './privateKey.js';
import { readProjectCertificate, writeProjectCertificate } from './projectCertificate.js';
import { refuseReplacement, unfinishedKey, type Standing } from './standing.js';

export type IssueRequest = {
  /** Alias or username, for texts. */
  org: string;
  address: CredentialAddress;
  store: SecretStore;
  root: string;
  /** Relative to the root. */
  certificateFile: string;
  manifest: string;
  /** The manifest's text with the certificate named in it. */
  nameIn: (manifestText: string) => string;
  days: number;
  keySize: number;
  /** Files of a pair that was made elsewhere; then none is made. */
  existing?: { certificate: string; key: string } | undefined;
  /** Where the private key goes instead of the store. */
  privateKeyFile?: string | undefined;
  overwrite: boolean;
  dryRun: boolean;
  now: Date;
};

export type IssuedCertificate = CertificateFacts & {
  /** `reused`: the stored key of a run that ended early. */
  key: 'created' | 'imported' | 'reused';
};

/**
 * Makes or imports a key pair, stores the private key and puts the certificate into the project: in this order, so that
 * no certificate is without its key.
 *
 * @throws what replacing a key in use, an unsafe place for it or an unfit import is refused with
 */
export const issueCertificate = async (request: IssueRequest): Promise<IssuedCertificate> => {
  const { address, store, root, certificateFile, overwrite, now, days, keySize } = request;
  const standing: Standing = {
    name: address.app,
    org: request.org,
    stored: await store.read(address),
    certificate: await readProjectCertificate(root, certificateFile),
    certificateFile,
  };
  const imported = request.existing && (await importKeyPair(request.existing, now));
  refuseReplacement(standing, overwrite, imported);
  const keyPath = request.privateKeyFile && (await checkKeyFile(request.privateKeyFile, overwrite));

  const unfinished = overwrite || imported ? undefined : unfinishedKey(standing);
  const key = unfinished === undefined ? undefined : createPrivateKey(unfinished);
  const pair = imported ?? (await createKeyPair({ commonName: address.app, days, keySize, now }, key));
  if (!request.dryRun) await keep(request, pair, keyPath);
  return { ...certificateFacts(pair.certificate), key: imported ? 'imported' : key ? 'reused' : 'created' };
};

const keep = async (
  request: IssueRequest,
  { privateKey, certificate }: KeyPair,
  keyPath: string | undefined,
): Promise<void> => {
  const { store, address, root, now } = request;
  const text = privateKeyText(privateKey);
  if (keyPath === undefined) await storePrivateKey(store, address, text, now);
  else {
    await writeKeyFile(keyPath, text);
    await dropPrivateKey(store, address);
  }
  await writeProjectCertificate(root, request, certificate, request.nameIn);
};
