import type { LoopbackOrg } from '../../index.js';
import { putCertificate, putSettings, putUser } from '../../testing.js';
import { putIntegrationUser, putPeople } from '../people.js';
import { colleagues, dayIn, docuVault, erp, fieldPeople, owner, portalPeople, release, warehouse } from './names.js';

export const putOrgSettings = (org: LoopbackOrg): void => {
  putSettings(org, 'ConnectedApp', {
    enableAdminApprovedAppsOnly: 'true',
    enableAdminApprovedAppsOnlyForExternalUser: 'true',
  });
  putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'false' });
  putSettings(org, 'OauthOidc', {
    blockOAuthUnPwFlow: 'true',
    blockOAuthUsrAgtFlow: 'true',
    isPkceRequired: 'true',
  });
  putSettings(org, 'Security', {
    networkAccess: { ipRanges: [{ description: 'Headquarters', end: '203.0.113.255', start: '203.0.113.0' }] },
    sessionSettings: { enforceIpRangesEveryRequest: 'true', sessionTimeout: 'TwoHours' },
  });
  putCertificate(org, { name: 'SingleSignOn', expires: dayIn(org, 300) });
};

export const putEveryone = (org: LoopbackOrg): void => {
  putUser(org, { username: owner, name: 'Integration team', daysAgo: 900, lastLogin: { daysAgo: 1 } });
  putPeople(org, [...portalPeople, ...fieldPeople, ...colleagues]);
  for (const username of [release, erp, warehouse, docuVault]) putIntegrationUser(org, username);
};
