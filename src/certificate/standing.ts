import type { X509Certificate } from 'node:crypto';
import { Messages } from '@salesforce/core/messages';
import type { StoredVersions } from '../secrets/store.js';
import type { KeyPair } from './keyPair.js';
import { parsePrivateKey } from './privateKey.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.certificate');

/** What there is already for an app in an org. */
export type Standing = {
  name: string;
  org: string;
  stored: StoredVersions;
  /** The certificate in the project, and its path. */
  certificate?: X509Certificate | undefined;
  certificateFile: string;
};

/** The key of a run that ended before it wrote a certificate: nothing can depend on it yet. */
export const unfinishedKey = ({ stored: { current }, certificate }: Standing): string | undefined =>
  certificate === undefined && current?.state === 'prepared' ? current.privateKey : undefined;

const isSameKey = (stored: string, { certificate }: KeyPair): boolean => {
  const parsed = parsePrivateKey(stored);
  return 'key' in parsed && certificate.checkPrivateKey(parsed.key);
};

/**
 * Refuses to replace what may be in use. A rotation in progress is never disturbed.
 *
 * @param pair that was imported; the same again replaces nothing
 * @throws RotationRunningError, KeyExistsError, CertificateExistsError
 */
export const refuseReplacement = (standing: Standing, overwrite: boolean, pair?: KeyPair): void => {
  const { name, org, stored, certificate, certificateFile } = standing;
  if (stored.next) throw messages.createError('error.rotationRunning', [name, org], [name, org]);
  if (overwrite) return;
  const key = stored.current?.privateKey;
  const isKeySpared = key === undefined || (pair ? isSameKey(key, pair) : unfinishedKey(standing) !== undefined);
  if (!isKeySpared) throw messages.createError('error.keyExists', [name, org], [name, org]);
  const isCertificateSpared =
    certificate === undefined || pair?.certificate.fingerprint256 === certificate.fingerprint256;
  if (!isCertificateSpared) throw messages.createError('error.certificateExists', [certificateFile, name, org]);
};
