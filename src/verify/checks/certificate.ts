import { matchCertificate } from '../certificate.js';
import { run as next } from '../command.js';
import { appOf } from '../facts/facts.js';
import { fail, pass, skip, type CheckDefinition } from '../run.js';

const dayMs = 86_400_000;

/** Looked at even when the org gave a token: it is not documented whether an org minds an expired certificate. */
export const certificateCheck: CheckDefinition = {
  id: 'certificate',
  expectation: "The app's certificate is valid and belongs to the stored key",
  flows: ['jwt-bearer'],
  run: ({ app, client, credential, facts, now, options }) => {
    const fact = appOf(facts)?.certificate;
    if (!fact?.known) return skip('the org does not tell the certificate of the app');
    const deploy = next('Deploy the app with a certificate for the stored key', 'clientapp deploy', {
      name: app.name,
      'target-org': options.org,
    });
    if (fact.value === undefined)
      return fail({
        cause: 'certificate-missing',
        evidence: `${app.name} has no certificate in ${options.org}.`,
        actions: [deploy],
      });
    const match = matchCertificate(fact.value, credential.privateKey);
    if (!match.isCertificate)
      return fail({
        cause: 'certificate-unreadable',
        evidence: `What ${app.name} has for a certificate in ${options.org} is none.`,
        actions: [deploy],
      });
    const { belongsToKey, fingerprint, validFrom, validTo } = match;
    const time = now() + (client.clockDifference() ?? 0);
    if (validTo.getTime() < time || validFrom.getTime() > time)
      return fail({
        cause: validTo.getTime() < time ? 'certificate-expired' : 'certificate-not-yet-valid',
        evidence: `The certificate of ${app.name} in ${options.org} (SHA-256 ${fingerprint}) is valid from ${validFrom.toISOString()} to ${validTo.toISOString()}.`,
        actions: [
          next('Make a new one', 'clientapp generate certificate', {
            name: app.name,
            'target-org': options.org,
          }),
          deploy,
        ],
      });
    if (belongsToKey === false)
      return fail({
        cause: 'private-key-mismatch',
        evidence: `The stored private key does not belong to the certificate that ${app.name} has in ${options.org} (SHA-256 ${fingerprint}).`,
        actions: [deploy],
      });
    return pass(`valid for ${Math.floor((validTo.getTime() - time) / dayMs)} days`);
  },
};
