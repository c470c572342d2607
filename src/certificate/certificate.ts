import { X509Certificate } from 'node:crypto';
import { keyProblem } from './privateKey.js';

/** What an org takes (platform.md 6). */
const maxCertificateSize = 4096;

/** What people want to know of a certificate. */
export type CertificateFacts = {
  subject: string;
  /** ISO 8601. */
  validFrom: string;
  validTo: string;
  /** SHA-256, in hexadecimal pairs. */
  fingerprint256: string;
  keySize: number;
};

/** Reads PEM or DER; of several certificates in one file the first. */
export const parseCertificate = (content: string | Buffer): X509Certificate | undefined => {
  try {
    return new X509Certificate(content);
  } catch {
    return undefined;
  }
};

/** PEM of one certificate and nothing else: no chain, no comments. */
export const certificateText = (certificate: X509Certificate): string => `${certificate.toString().trimEnd()}\n`;

export const certificateFacts = (certificate: X509Certificate): CertificateFacts => ({
  subject: certificate.subject.replaceAll('\n', ', '),
  validFrom: certificate.validFromDate.toISOString(),
  validTo: certificate.validToDate.toISOString(),
  fingerprint256: certificate.fingerprint256,
  keySize: certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 0,
});

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** Why an org would not take the certificate, or not let anyone in with it. */
export const certificateProblem = (certificate: X509Certificate, now: Date): string | undefined => {
  const weakness = keyProblem(certificate.publicKey);
  if (weakness !== undefined) return weakness;
  if (certificate.validToDate <= now) return `it expired on ${day(certificate.validToDate)}`;
  if (certificate.validFromDate > now) return `it is not valid before ${day(certificate.validFromDate)}`;
  const size = Buffer.byteLength(certificateText(certificate));
  return size > maxCertificateSize ? `it has ${size} bytes, ${maxCertificateSize} at most` : undefined;
};
