import type { LoopbackOrg } from '../../index.js';
import { putCertificate, putSettings, putSetupChange } from '../../testing.js';
import type { Planted } from '../planted.js';
import { person } from './names.js';

/** What the org leaves open for every app. */
export const plantSettings = (org: LoopbackOrg): Planted[] => {
  putSettings(org, 'ConnectedApp', {
    enableAdminApprovedAppsOnly: 'false',
    enableAdminApprovedAppsOnlyForExternalUser: 'false',
  });
  putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });
  putSettings(org, 'OauthOidc', {
    blockOAuthUnPwFlow: 'false',
    blockOAuthUsrAgtFlow: 'false',
    isPkceRequired: 'false',
  });
  putSettings(org, 'Security', {
    sessionSettings: { enforceIpRangesEveryRequest: 'false', sessionTimeout: 'TwentyFourHours' },
  });
  const inTenDays = new Date(org.clock.now().getTime() + 10 * 86_400_000).toISOString().slice(0, 10);
  putCertificate(org, { name: 'ErpSigning', expires: inTenDays });
  putSetupChange(org, {
    action: 'changeIpRelaxationPolicy',
    display: 'Changed IP relaxation policy of Open door from Enforce IP restrictions to Relax IP restrictions',
    daysAgo: 5,
    by: person(10),
  });
  return [
    { rule: 'api-access-control-off', because: 'API Access Control is there and switched off' },
    { rule: 'client-secrets-readable', because: 'enableClientSecretInRestApiAccess is on' },
    { rule: 'certificate-expiring', because: 'the certificate ErpSigning ends in ten days' },
    {
      rule: 'oauth-change-unreviewed',
      user: person(10),
      because: 'somebody who does not deploy relaxed address restrictions',
    },
  ];
};
