import { expect } from 'chai';
import { certificateExpiring as rule } from '../../../src/audit/rules/certificateExpiring.js';
import { known, unknown, type Inventory } from '../../../src/inventory/types.js';
import { anApp, anInventory, at, context, onlyFinding, onlyReason } from './anInventory.js';
import { inOrg, orgApp, run } from './inOrg.js';

/** P-256 with SHA-256, until 2126-10-30. */
const good =
  'MIIBIDCBxwIUBj95JVnb2x8A7KqElaNhgv/F0qwwCgYIKoZIzj0EAwIwEjEQMA4GA1UEAwwHQmlsbGluZzAgFw0yNjExMjMwNTQyMDNaGA8yMTI2MTAzMDA1NDIwM1owEjEQMA4GA1UEAwwHQmlsbGluZzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNzIa4CB25BYNoxLJLsxcgUYOm368EQuBjTqSoexG4oSUIeQuzjds7oqm/w0cRQ6syCUZmwoUtgJhrkvuRT8xkAwCgYIKoZIzj0EAwIDSAAwRQIgaTbCHCKFDA8m5/L3jyc0MStS9VwnRZmMTIlE0b9W9j4CIQDrx7BMNdwOQLDdl2eCJ8pI8Vm3eg7JzFJ9PUpM9FX/Mw==';
const rsa1024 =
  'MIIBqDCCARECFGwFYxdfYEIfRuhNyqiMGR7WR5L5MA0GCSqGSIb3DQEBCwUAMBIxEDAOBgNVBAMMB0JpbGxpbmcwIBcNMjYxMTIzMDU0MjAzWhgPMjEyNjEwMzAwNTQyMDNaMBIxEDAOBgNVBAMMB0JpbGxpbmcwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBANAV1eTt6JcuarHnYAgBQK4ZtG+1M6/9isVrzKQ8FH7g3+tCtPVvq9aDt9uVB+pLBxSSyrp340eh8iX8+SegzUqgrhh1LOLuNVEmQpIiTkmoalHrWrHb9oBHs1haMQdu4MTvvFmJ9jVTr1COqsDwrKeSqSHaoRIu02Ep1BxDOYIJAgMBAAEwDQYJKoZIhvcNAQELBQADgYEAIuOx/w7QJHABjkLvS14OkzFMof/OYA+mv+tfNhbfcOIiN9IIAFTX9qd37uGm/gj+FFeTDyDVEZWpZkWDK60M09QPfx6Qoqixhg9lEYLZ+cS6IWCMs/RjM5DYpKXl8NLZo610jYNULLUlPFtqYFKzlz8Mbz0/XSBXDkX/EpZulOg=';
const rsaSha1 =
  'MIICrTCCAZUCFFVbGGhZrLKYdhaJjQKPozMCd9rwMA0GCSqGSIb3DQEBBQUAMBIxEDAOBgNVBAMMB0JpbGxpbmcwIBcNMjYxMTIzMDU0MjA0WhgPMjEyNjEwMzAwNTQyMDRaMBIxEDAOBgNVBAMMB0JpbGxpbmcwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQC9Qx3VMuUokvorBXwHd7+xBuXRutw6TG3NW9BPfXrfb+cKt8ovQpIV9KVP1KqDeni73qjWLQK/4Qt1sURKSXIMIUV9e2iM2LnoYL+895vAXeIQusWiVFE51wpxDg1t/5TU36/nHbHekax+3lDBi5elLa6Rx7Q7Ps3SZc/SrfN8i/jERAbzhI5K21kNAxVY1vDaFr+NVhTtjDCQ15tdlq9oq9Zc0WEzBenXHMmUgAbLWQvLX1TM8y2ZqXsR6zq0BMvs1cx53WXzDeFTWiRLZoxKrUD9KhpKDZs5Az4obLr/ewYgO78QK94X+iF6HJiSJm0y8Z6tu/FE0a6nONoauyCLAgMBAAEwDQYJKoZIhvcNAQEFBQADggEBABGEhx7hzvokWrTa3AyJ6Tf3UkYBzPr1wf56CJRRfXJmAm8NajSer9QNi2lmPQzVhle7vKOWVX7b6h6n9m738guGOPxkUwKVkQFRoYYgtaUB5WAGy//tAQyoMhSMZF9Hc80NVbjp94ttpXJ4llkyc8Uc5t+zn7PTQjylGh8/Uot3NSCFxYTB3eDP2cX16OhJUuFPPWOr4ztAnWiFAz8RvxIBKI+dolL4j+oakhyyNwjv6EWkrcVOzRf41Vl2CbX6MxfopuzAXVtE1G4Wq6a3p0Oej/aGZnesiwG6N6oXYEcDyqSwLUYhS3wI7idTd84jHU/NDTI+V7c8humISJv1duI=';
const ecdsaSha1 =
  'MIIBHzCBxgIUSNHY4K7cZ1oha0q6fqvseBcBHSowCQYHKoZIzj0EATASMRAwDgYDVQQDDAdCaWxsaW5nMCAXDTI2MTEyMzA1NDIwNFoYDzIxMjYxMDMwMDU0MjA0WjASMRAwDgYDVQQDDAdCaWxsaW5nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE3MhrgIHbkFg2jEskuzFyBRg6bfrwRC4GNOpKh7EbihJQh5C7ON2zuiqb/DRxFDqzIJRmbChS2AmGuS+5FPzGQDAJBgcqhkjOPQQBA0kAMEYCIQCdp6HQZ2STEVoiyvmA5njkV/Zmc1IcTYVP1w/+LpLtrwIhALQXZQKntDwr7SrXMuyBPyXxjYRG9ipQVj8tcYS2jfLC';

const withCertificate = (text: string | undefined, overrides = {}) =>
  anInventory({ apps: [anApp({ certificate: known(text, at(16)), ...overrides })] });

const on = (day: string, inventory: Inventory = withCertificate(good)) =>
  rule.check(inventory, {
    ...context,
    today: new Date(`${day}T09:00:00Z`),
    thresholds: { ...context.thresholds, certificateWarningDays: 60 },
  });

const today = '2026-11-23';

describe('certificate-expiring', () => {
  it('finds an expired certificate: Critical', () => {
    const finding = onlyFinding(on('2126-10-31'));
    expect(finding).to.include({ severity: 1, subject: 'expiry' });
    expect(finding.location).to.deep.equal(at(16));
    expect(finding.message).to.equal('The certificate of Billing expired on 2126-10-30.');
  });

  it('finds 30 days or less: High', () => {
    expect(onlyFinding(on('2126-10-30')).message).to.equal(
      'The certificate of Billing expires on 2126-10-30, in 0 days.',
    );
    for (const day of ['2126-10-30', '2126-09-30']) expect(onlyFinding(on(day)).severity, day).to.equal(2);
  });

  it('finds 60 days or less: Moderate', () => {
    for (const day of ['2126-09-29', '2126-08-31']) expect(onlyFinding(on(day)).severity, day).to.equal(3);
  });

  it('finds a short key and SHA-1 signatures: High', () => {
    for (const [text, weakness] of [
      [rsa1024, 'an RSA key of 1024 bits'],
      [rsaSha1, 'a SHA-1 signature'],
      [ecdsaSha1, 'a SHA-1 signature'],
    ] as const) {
      const finding = onlyFinding(on(today, withCertificate(text)));
      expect(finding).to.include({ severity: 2, subject: 'strength' });
      expect(finding.message).to.contain(weakness);
    }
  });

  it('holds for a good one, as bare base64 and as PEM, and for none', () => {
    const pem = `-----BEGIN CERTIFICATE-----\n${good.replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----`;
    expect(on('2126-08-30')).to.be.empty;
    expect(on(today, withCertificate(pem))).to.be.empty;
    expect(on(today, withCertificate(undefined))).to.be.empty;
    expect(on('2126-10-31', withCertificate(pem))).to.have.length(1);
  });

  it('passes packaged apps', () => {
    expect(on(today, withCertificate(rsa1024, { managed: true }))).to.be.empty;
  });

  it('is inconclusive for what is no certificate, and without the file', () => {
    expect(onlyReason(on(today, withCertificate('PEM')))).to.contain('certificate holds no certificate');
    const unseen = anInventory({ apps: [anApp({ certificate: unknown('no global settings') })] });
    expect(onlyReason(on(today, unseen))).to.equal('no global settings');
  });

  describe('of the org itself', () => {
    const held = (expires?: string, keySize = 2048) => ({
      certificates: known([{ id: '0P1000000000001AAA', name: 'Acme_JWT', expires, keySize }]),
    });
    const user = orgApp({ clientAssertionCertificate: known('acme_jwt') });

    it('is found before it expires, with the apps that use it', () => {
      const finding = onlyFinding(run(rule, inOrg([user], held('2026-12-01'))));
      expect(finding).to.include({ org: 'uat', severity: 2, confidence: 'high' });
      expect(finding.subject).to.equal('expiry of Acme_JWT of 00D000000000001');
      expect(finding.message).to.equal(
        'The certificate Acme_JWT of uat expires on 2026-12-01, in 8 days: it is the client assertion certificate of Billing.',
      );
      expect(finding.evidence).to.contain('0P1000000000001AAA');
      expect(onlyFinding(run(rule, inOrg([user], held('2026-11-22')))).severity).to.equal(1);
    });

    it('is Moderate at most and unsure where no app is known to use it', () => {
      const unread = orgApp();
      const finding = onlyFinding(run(rule, inOrg([unread], held('2026-11-22'))));
      expect(finding).to.include({ severity: 3, confidence: 'low' });
      expect(finding.message).to.contain('no app is known to use it, of 1 app it could not be read');
    });

    it('is found for a short key', () => {
      const finding = onlyFinding(run(rule, inOrg([user], held('2030-01-01', 1024))));
      expect(finding).to.include({ severity: 2 });
      expect(finding.message).to.contain('a key of 1024 bits');
    });

    it('names every app that uses it, and is Moderate for a short key of none', () => {
      const twin = orgApp({ name: 'Orders', clientAssertionCertificate: known('ACME_JWT') });
      expect(onlyFinding(run(rule, inOrg([user, twin], held('2026-12-01')))).message).to.contain(
        'it is the client assertion certificate of Billing and Orders',
      );
      const unused = onlyFinding(run(rule, inOrg([], held('2030-01-01', 1024))));
      expect(unused).to.include({ severity: 3, confidence: 'low' });
    });

    it('holds for a good one', () => {
      expect(run(rule, inOrg([user], held('2030-01-01')))).to.be.empty;
    });

    it('is inconclusive without a date, and without the right to see it', () => {
      expect(onlyReason(run(rule, inOrg([user], held())))).to.contain('Acme_JWT expires is not told');
      expect(onlyReason(run(rule, inOrg([user], { certificates: unknown('no Tooling API') })))).to.equal(
        'no Tooling API',
      );
    });
  });
});
