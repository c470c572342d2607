import { createPublicKey, randomBytes, webcrypto, type KeyObject } from 'node:crypto';

export type CertificateRequest = {
  privateKey: KeyObject;
  commonName: string;
  days: number;
  now: Date;
};

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const dayMs = 86_400_000;

/** Clocks differ: one that is behind ours must not find the certificate not valid yet. */
const backdatedMs = 5 * 60_000;

/** 16 bytes of which the first is neither 0 nor negative: an X.509 serial number is a positive integer. */
const serialNumber = (): string => {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
};

const importKeys = async (privateKey: KeyObject): Promise<webcrypto.CryptoKeyPair> => {
  const { subtle } = webcrypto;
  const [spki, pkcs8] = [
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    privateKey.export({ type: 'pkcs8', format: 'der' }),
  ];
  return {
    publicKey: await subtle.importKey('spki', spki, algorithm, true, ['verify']),
    privateKey: await subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
  };
};

/**
 * A self-signed X.509 certificate of an RSA key, signed with SHA-256.
 *
 * @returns PEM, with a line break at its end
 */
export const createCertificate = async ({ privateKey, commonName, days, now }: CertificateRequest): Promise<string> => {
  // Loaded here, because no other command has a use for it; the first is what its decorators need.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const notBefore = new Date(now.getTime() - backdatedMs);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [commonName] }],
    notBefore,
    notAfter: new Date(now.getTime() + days * dayMs),
    signingAlgorithm: algorithm,
    keys: await importKeys(privateKey),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    ],
  });
  return `${certificate.toString('pem')}\n`;
};
