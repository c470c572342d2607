import { parseCertificate } from '../certificate/certificate.js';
import { keyProblem, parsePrivateKey } from '../certificate/privateKey.js';

export type CertificateMatch =
  | { isCertificate: false }
  | {
      isCertificate: true;
      /** SHA-256. */
      fingerprint: string;
      validFrom: Date;
      validTo: Date;
      /** Undefined when there is no key to compare with. */
      belongsToKey?: boolean | undefined;
    };

/** The app's certificate, and whether it goes with a private key. */
export const matchCertificate = (text: string, privateKey: string | undefined): CertificateMatch => {
  // An app may hold a PEM certificate or bare base64 DER (platform.md 8.36).
  const certificate = parseCertificate(text.includes('BEGIN') ? text : Buffer.from(text, 'base64'));
  if (!certificate) return { isCertificate: false };
  const parsed = privateKey === undefined ? undefined : parsePrivateKey(privateKey);
  return {
    isCertificate: true,
    fingerprint: certificate.fingerprint256,
    validFrom: certificate.validFromDate,
    validTo: certificate.validToDate,
    belongsToKey: parsed && 'key' in parsed ? certificate.checkPrivateKey(parsed.key) : undefined,
  };
};

/** Why nothing can be signed with a stored key. */
export const signingProblem = (privateKey: string): string | undefined => {
  const parsed = parsePrivateKey(privateKey);
  return 'problem' in parsed ? parsed.problem : keyProblem(parsed.key);
};
