import { X509Certificate } from 'node:crypto';
import { vendorDecides } from '../callbacks.js';
import { elementOf, placeOf } from '../elements.js';
import { eachOauthApp, finding, notEvaluated, withFact } from '../outcomes.js';
import { nhi, nist } from '../references.js';
import { daysUntil } from '../retirements.js';
import type { Rule, Severity } from '../rule.js';

/** A certificate as metadata holds it: PEM, or the base64 of its DER alone. */
const parse = (text: string): X509Certificate | undefined => {
  const base64 = text.replace(/-----(BEGIN|END) CERTIFICATE-----/g, '').replace(/\s/g, '');
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
};

/** DER of the signature algorithms that use SHA-1 (or MD5): RSA, ECDSA, DSA. */
const weakSignatures = [
  '06092a864886f70d010105',
  '06092a864886f70d010104',
  '06072a8648ce3d0401',
  '06072a8648ce380403',
].map((oid) => Buffer.from(oid, 'hex'));

const weaknessOf = (certificate: X509Certificate): string | undefined => {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  if (asymmetricKeyType === 'rsa' && bits < 2048) return `an RSA key of ${bits} bits`;
  return weakSignatures.some((oid) => certificate.raw.includes(oid)) ? 'a SHA-1 signature' : undefined;
};

const severityOf = (days: number, warningDays: number): Severity | undefined => {
  if (days < 0) return 1;
  if (days <= 30) return 2;
  return days <= warningDays ? 3 : undefined;
};

export const certificateExpiring: Rule = {
  id: 'certificate-expiring',
  title: 'Certificate has expired, expires soon or is weak',
  severity: 1,
  modes: ['source', 'org'],
  tags: ['lifecycle', 'certificates'],
  description:
    'A jwt-bearer app proves itself with the key of this certificate. When it expires the integration stops, at night and ' +
    'without a warning; a short key or a SHA-1 signature lets others forge what it signs.',
  exceptions: 'Apps without a certificate, and packaged apps, whose certificate is the vendor’s.',
  remedy:
    'Make a new key pair with `sf clientapp generate certificate` (RSA 2048 or more, SHA-256) and change over with ' +
    '`sf clientapp rotate start --credential certificate` before the day.',
  references: [nhi(7), nist('SC-17'), nist('SC-12')],
  perApp: true,
  check: (inventory, { today, thresholds }) =>
    eachOauthApp(inventory, (app) => {
      if (vendorDecides(app)) return [];
      return withFact(app, app.certificate, (text) => {
        if (text === undefined || text.trim() === '') return [];
        const element = elementOf(app, 'certificate');
        const certificate = parse(text);
        if (!certificate) return [notEvaluated(app, `${element} holds no certificate that can be read`)];
        const place = placeOf(app.certificate.known ? app.certificate.at : undefined);
        const until = new Date(certificate.validTo).toISOString().slice(0, 10);
        const days = daysUntil(until, today);
        const severity = severityOf(days, thresholds.certificateWarningDays);
        const weakness = weaknessOf(certificate);
        return [
          ...(severity
            ? [
                finding(app, {
                  subject: 'expiry',
                  severity,
                  message:
                    days < 0
                      ? `The certificate of ${app.name} expired on ${until}.`
                      : `The certificate of ${app.name} expires on ${until}, in ${days} days.`,
                  evidence: `${element}: valid until ${until}`,
                  ...place,
                }),
              ]
            : []),
          ...(weakness
            ? [
                finding(app, {
                  subject: 'strength',
                  severity: 2,
                  message: `The certificate of ${app.name} has ${weakness}.`,
                  evidence: `${element}: ${weakness}`,
                  ...place,
                }),
              ]
            : []),
        ];
      });
    }),
};
