import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { createCertificate } from '../../src/certificate/createCertificate.js';

const now = new Date('2026-11-23T10:00:00.000Z');
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('a certificate that is created', () => {
  const create = (days = 365) => createCertificate({ privateKey, commonName: 'AcmeErp', days, now });

  it('is self-signed with the key, for its name and for so many days', async () => {
    const certificate = new X509Certificate(await create(90));
    expect(certificate.checkPrivateKey(privateKey)).to.equal(true);
    expect(certificate.verify(certificate.publicKey)).to.equal(true);
    expect([certificate.subject, certificate.issuer]).to.deep.equal(['CN=AcmeErp', 'CN=AcmeErp']);
    expect(certificate.ca).to.equal(false);
    expect(certificate.validToDate).to.deep.equal(new Date('2027-02-21T10:00:00.000Z'));
    expect(certificate.validFromDate < now, 'a clock behind ours').to.equal(true);
  });

  it('is signed with SHA-256 and small enough for an org', async () => {
    const pem = await create();
    // The object identifier of sha256WithRSAEncryption, twice: signed part and signature.
    const oid = Buffer.from('06092a864886f70d01010b', 'hex');
    expect(new X509Certificate(pem).raw.toString('latin1').split(oid.toString('latin1'))).to.have.length(3);
    expect(pem).to.match(/^-----BEGIN CERTIFICATE-----\n[^]+\n-----END CERTIFICATE-----\n$/);
    expect(pem.length).to.be.below(4096);
  });

  it('has a serial number of its own, positive', async () => {
    const [one, other] = [new X509Certificate(await create()), new X509Certificate(await create())];
    expect(one.serialNumber).to.match(/^[4-7][0-9A-F]{31}$/);
    expect(one.serialNumber).not.to.equal(other.serialNumber);
  });
});
