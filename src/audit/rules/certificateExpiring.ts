import { X509Certificate } from 'node:crypto';
import type { OrgCertificate } from '../../inventory/evidence.js';
import type { InventoryApp } from '../../inventory/types.js';
import type { AuditedOrg } from '../auditedOrgs.js';
import { vendorDecides } from '../callbacks.js';
import { elementOf, placeOf } from '../elements.js';
import { eachOrgFact, orgFinding } from '../orgOutcomes.js';
import { eachOauthApp, finding, notEvaluated, withFact } from '../outcomes.js';
import { nhi, nist } from '../references.js';
import { daysUntil } from '../retirements.js';
import type { Outcome, Rule, RuleContext, Severity } from '../rule.js';
import { listed, plural } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';
import { placeOfFact } from '../facts.js';

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

const whenText = (until: string, days: number): string =>
  days < 0 ? `expired on ${until}` : `expires on ${until}, in ${days} days`;

/** The certificate whose key the program signs with, in the metadata of the app. */
const ofApp = (app: InventoryApp, text: string | undefined, { today, thresholds }: RuleContext): Outcome[] => {
  if (text === undefined || text.trim() === '') return [];
  const element = elementOf(app, 'certificate');
  const certificate = parse(text);
  if (!certificate) return [notEvaluated(app, `${element} holds no certificate that can be read`)];
  const place = placeOf(placeOfFact(app.certificate));
  const until = new Date(certificate.validTo).toISOString().slice(0, 10);
  const days = daysUntil(until, today);
  const severity = severityOf(days, thresholds.certificateWarningDays);
  const weakness = weaknessOf(certificate);
  const message = `The certificate of ${app.name} ${whenText(until, days)}.`;
  const evidence = `${element}: valid until ${until}`;
  return [
    ...(severity ? [finding(app, { subject: 'expiry', severity, message, evidence, ...place })] : []),
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
};

type Users = { known: ReadonlyMap<string, string[]>; unread: number };

/** Apps by the org certificate that checks their assertions. */
const usersByCertificate = ({ index }: AuditedOrg): Users => {
  const users = new Map<string, string[]>();
  let unread = 0;
  for (const { clientAssertionCertificate: fact, name, registration } of index.apps) {
    if (registration === 'connected-app') continue;
    if (!fact?.known) unread += 1;
    else if (fact.value) {
      const key = fact.value.trim().toLowerCase();
      const names = users.get(key);
      if (names) names.push(name);
      else users.set(key, [name]);
    }
  }
  return { known: users, unread };
};

/** What is known of who uses a certificate; SAML, callouts and identity providers do so where no app shows it. */
const useText = (apps: readonly string[], { unread }: Users): string => {
  if (apps.length > 0) return `it is the client assertion certificate of ${listed(apps)}`;
  return `no app is known to use it${unread === 0 ? '' : `, of ${plural(unread, 'app')} it could not be read`}; single sign-on and callouts may`;
};

/** A certificate of the org itself (audit.md A.11). */
const ofOrg = (
  org: AuditedOrg,
  { id, name, expires, keySize }: OrgCertificate,
  users: Users,
  { today, thresholds }: RuleContext,
): Outcome[] => {
  const apps = users.known.get(name.toLowerCase()) ?? [];
  const use = useText(apps, users);
  const confidence = apps.length > 0 ? ('high' as const) : ('low' as const);
  const until = expires?.slice(0, 10);
  const days = until === undefined ? Number.NaN : daysUntil(until, today);
  const severity = Number.isNaN(days) ? undefined : severityOf(days, thresholds.certificateWarningDays);
  const isShort = keySize !== undefined && keySize > 0 && keySize < 2048;
  return [
    ...(Number.isNaN(days) ? [orgNotEvaluated(org, `when the certificate ${name} expires is not told`)] : []),
    ...(severity
      ? [
          orgFinding(org, {
            subject: `expiry of ${name}`,
            // What nothing is known to use stops nothing that is known.
            severity: apps.length > 0 ? severity : (Math.max(severity, 3) as Severity),
            message: `The certificate ${name} of ${org.org} ${whenText(until ?? '', days)}: ${use}.`,
            evidence: `Certificate ${id}: ExpirationDate ${until ?? ''}`,
            confidence,
          }),
        ]
      : []),
    ...(isShort
      ? [
          orgFinding(org, {
            subject: `strength of ${name}`,
            severity: apps.length > 0 ? 2 : 3,
            message: `The certificate ${name} of ${org.org} has a key of ${keySize} bits: ${use}.`,
            evidence: `Certificate ${id}: KeySize ${keySize}`,
            confidence,
          }),
        ]
      : []),
  ];
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
  evidence:
    'The X.509 certificate in the metadata of the app; ExpirationDate and KeySize of Certificate (Tooling API), with the apps whose ' +
    'clientAssertionCertificate names it.',
  confidence:
    'Low for a certificate of the org that no app is known to use: single sign-on or callouts may, or nobody.',
  exceptions:
    'Apps without a certificate, and packaged apps, whose certificate is the vendor’s. A certificate of the org that no app is known ' +
    'to use is Moderate at most.',
  remedy:
    'Make a new key pair with `sf clientapp generate certificate` (RSA 2048 or more, SHA-256) and change over with ' +
    '`sf clientapp rotate start --credential certificate` before the day.',
  references: [nhi(7), nist('SC-17'), nist('SC-12')],
  check: (inventory, context) => [
    ...eachOauthApp(inventory, (app) =>
      vendorDecides(app) ? [] : withFact(app, app.certificate, (text) => ofApp(app, text, context)),
    ),
    ...eachOrgFact(
      inventory,
      ({ evidence }) => evidence.certificates,
      (certificates, org) => {
        const users = usersByCertificate(org);
        return certificates.flatMap((certificate) => ofOrg(org, certificate, users, context));
      },
    ),
  ],
};
