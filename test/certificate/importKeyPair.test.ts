import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { createCertificate } from '../../src/certificate/createCertificate.js';
import { importKeyPair } from '../../src/certificate/importKeyPair.js';
import { privateKeyText } from '../../src/certificate/privateKey.js';
import { key, keyText, makeFolder, now, otherKey } from './support.js';

/** Self-signed, prime256v1; valid until 2126. */
const ellipticCertificate = `-----BEGIN CERTIFICATE-----
MIIBezCCASGgAwIBAgIURVLKHQ2DYzE/o/UOtvXLusKUGe8wCgYIKoZIzj0EAwIw
EjEQMA4GA1UEAwwHQWNtZUVycDAgFw0yNjExMjMwNjQ2NTFaGA8yMTI2MTAzMDA2
NDY1MVowEjEQMA4GA1UEAwwHQWNtZUVycDBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABA/RFM+3lYpyr+5aM76H+mRwwWoGgFLosKWQUPGP5i0svgeV+lX8mNUoF1Ug
Ea29Eu1NWB85JF2UBZZPVvZQqDijUzBRMB0GA1UdDgQWBBTGmcsZ5pDrXzecC4M8
qqhG8IT8yDAfBgNVHSMEGDAWgBTGmcsZ5pDrXzecC4M8qqhG8IT8yDAPBgNVHRMB
Af8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQC2LdFHVMEAaB4kNz29JGx2RabL
RLcAQZJ5Ee2RkQeYqgIgUkXBiVhWyy+LKWTVIFhcU9H0f7PBN1TMMmIHwx14mts=
-----END CERTIFICATE-----
`;

describe('a key pair that is imported', () => {
  let folder: string;

  before(async () => {
    folder = await makeFolder();
  });

  const put = async (name: string, content: string | Buffer): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const certificate = (privateKey: KeyObject = key, days = 30, from = now): Promise<string> =>
    createCertificate({ privateKey, commonName: 'AcmeErp', days, now: from });
  const load = async (certificateText: string | Buffer, privateKey: string) =>
    importKeyPair({ certificate: await put('a.crt', certificateText), key: await put('a.pem', privateKey) }, now);
  const refusal = async (certificateText: string | Buffer, privateKey = keyText): Promise<Error> =>
    load(certificateText, privateKey).then(
      () => expect.fail('it was taken'),
      (error: unknown) => error as Error,
    );

  it('is read from PEM, from DER and from a chain', async () => {
    const text = await certificate();
    const der = Buffer.from(text.replace(/-----.*-----/g, ''), 'base64');
    const fingerprints = await Promise.all(
      [text, der, text + (await certificate(otherKey))].map(async (content) => {
        const pair = await load(content, keyText);
        expect(pair.privateKey.equals(key)).to.equal(true);
        return pair.certificate.fingerprint256;
      }),
    );
    expect(new Set(fingerprints).size).to.equal(1);
  });

  it('takes a key in PKCS#1, too', async () => {
    const pair = await load(await certificate(), key.export({ type: 'pkcs1', format: 'pem' }).toString());
    expect(pair.privateKey.equals(key)).to.equal(true);
  });

  it('is refused when the two do not match', async () => {
    const error = await refusal(await certificate(), privateKeyText(otherKey));
    expect(error.name).to.equal('PairMismatchError');
  });

  it('is refused with the reason when the certificate is of no use', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    for (const [text, reason] of [
      [await certificate(weak), 'its RSA key has 1024 bits, 2048 at least'],
      [ellipticCertificate, 'its key is of the type ec, but jwt-bearer needs RSA'],
      [await certificate(key, 30, new Date('2026-01-01')), 'it expired on 2026-01-31'],
      [await certificate(key, 30, new Date('2027-05-01')), 'it is not valid before 2027-04-30'],
      ['no certificate', 'it is not an X.509 certificate'],
    ] as const) {
      const error = await refusal(text);
      expect([error.name, error.message]).to.deep.equal([
        'InvalidCertificateError',
        `${join(folder, 'a.crt')} can't be used as certificate: ${reason}.`,
      ]);
    }
  });

  it('is refused with the reason when the key is of no use, and without quoting it', async () => {
    const locked = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString();
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
    for (const [text, reason] of [
      [locked, 'it is locked with a passphrase'],
      [privateKeyText(elliptic), 'its key is of the type ec, but jwt-bearer needs RSA'],
      [keyText.slice(0, 200), 'it is not a private key in PEM format'],
    ] as const) {
      const error = await refusal(await certificate(), text);
      expect(error.name).to.equal('InvalidKeyError');
      expect(error.message).to.include(reason).and.not.include(text.slice(30, 60));
    }
  });

  it('is refused when a file is not there, or too large to be one', async () => {
    const files = { certificate: join(folder, 'none.crt'), key: join(folder, 'none.pem') };
    const missing = await importKeyPair(files, now).catch((error: unknown) => error as Error);
    expect(missing).to.include({
      name: 'ImportUnreadableError',
      message: `${files.certificate} can't be read (ENOENT).`,
    });
    expect((await refusal(Buffer.alloc(70_000))).message).to.include('(too large)');
  });
});
