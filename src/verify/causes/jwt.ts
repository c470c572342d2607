import { matchCertificate } from '../certificate.js';
import { run } from '../command.js';
import { appOf, valueOf } from '../facts/facts.js';
import { isWrongProof, says, type Cause, type Situation } from './cause.js';

/** What the org grants to differing clocks (platform.md 6, JWT notes). */
const toleratedSkewMs = 180_000;

const deploy = (why: string, { app, org }: Situation): string =>
  run(why, 'clientapp deploy', { name: app.name, 'target-org': org });

const isBadSignature = (situation: Situation): boolean => isWrongProof(situation) && situation.flow === 'jwt-bearer';

const certificateIn = ({ facts }: Situation): string | undefined => {
  const fact = appOf(facts)?.certificate;
  return fact?.known ? fact.value : undefined;
};

const certificateMissing: Cause = {
  id: 'certificate-missing',
  find: (situation) => {
    const fact = appOf(situation.facts)?.certificate;
    return isBadSignature(situation) && fact?.known && fact.value === undefined
      ? {
          evidence: `${situation.app.name} has no certificate in ${situation.org}, and the certificate is what switches the jwt-bearer flow on.`,
          actions: [deploy('Deploy the app with its certificate (credentials.certificateFile)', situation)],
        }
      : undefined;
  },
};

const privateKeyMismatch: Cause = {
  id: 'private-key-mismatch',
  find: (situation) => {
    const pem = certificateIn(situation);
    if (!isBadSignature(situation) || pem === undefined) return undefined;
    const match = matchCertificate(pem, situation.credential.privateKey);
    return match.isCertificate && match.belongsToKey === false
      ? {
          evidence: `The stored private key does not belong to the certificate that ${situation.app.name} has in ${situation.org} (SHA-256 ${match.fingerprint}).`,
          actions: [
            deploy('Deploy the certificate that goes with the stored key', situation),
            'Or store the private key that goes with the certificate in the org.',
          ],
        }
      : undefined;
  },
};

const signatureRefused: Cause = {
  id: 'signature-refused',
  find: (situation) =>
    isBadSignature(situation)
      ? {
          evidence: `${situation.org} refused the signature of the assertion, and the certificate could not be compared with the stored key.`,
          actions: [deploy('Deploy the app with the certificate of the stored key', situation)],
        }
      : undefined,
};

const wrongAudience: Cause = {
  id: 'wrong-audience',
  find: (situation) => {
    if (!says(situation, /audience (is invalid|validation failed)/i)) return undefined;
    const isSandbox = valueOf(situation.facts.isSandbox);
    const wanted = isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
    const kind = isSandbox === undefined ? '' : isSandbox ? ', which is a sandbox' : ', which is a production org';
    return {
      evidence: `The assertion is made out for ${situation.audience ?? 'another host'}; ${situation.org}${kind}, wants ${wanted} or its own My Domain.`,
      actions: [
        run('Sign in to the org again, so that its kind is known', 'org login web', { alias: situation.org }),
        `Let the program send aud=${wanted}.`,
      ],
    };
  },
};

const clockSkew: Cause = {
  id: 'clock-skew',
  find: (situation) => {
    const difference = situation.clockDifference ?? 0;
    if (!says(situation, /assertion|jwt|expired|invalid_grant/i) || situation.flow !== 'jwt-bearer') return undefined;
    if (Math.abs(difference) < toleratedSkewMs) return undefined;
    const minutes = Math.round(Math.abs(difference) / 60_000);
    return {
      evidence: `The clock of this machine is ${minutes} minutes ${difference > 0 ? 'behind' : 'ahead of'} the clock of ${situation.host}, by its Date header; an assertion may be off by 3 minutes.`,
      actions: ['Set the clock of this machine by a time server (NTP), and of the machine where the program runs.'],
    };
  },
};

const refreshScopeMissing: Cause = {
  id: 'jwt-refresh-scope-missing',
  find: (situation) =>
    says(situation, /refresh_token scope is required/i)
      ? {
          evidence: `${situation.app.name} has no scope refresh_token in ${situation.org}. The jwt-bearer flow wants it among the app's scopes, although it never gets a refresh token.`,
          actions: [
            `Add refresh_token to the scopes in clientapps/${situation.app.name}.clientapp.yaml, and generate the files again.`,
            deploy('Deploy the scopes', situation),
          ],
        }
      : undefined,
};

/** Where the assertion is the reason. The clock stands first: it spoils what is right otherwise. */
export const jwtCauses: readonly Cause[] = [
  clockSkew,
  certificateMissing,
  privateKeyMismatch,
  signatureRefused,
  wrongAudience,
  refreshScopeMissing,
];
