import type { LoopbackOrg } from '../../index.js';
import { putLogin, putSetupChange, putToken } from '../../testing.js';
import { putApiLog } from '../apiLog.js';
import { logIds } from './apps.js';
import { habits } from './habits.js';
import {
  appIdOf,
  colleagues,
  docuVault,
  erp,
  erpAddress,
  fieldPeople,
  person,
  phoneAddresses,
  pipelineAddress,
  portalAddress,
  portalPeople,
  release,
  vaultAddress,
  warehouse,
  warehouseAddress,
} from './names.js';

/** What the apps did: calls, sign-ins, grants, and the rotation of their secrets. */
export const putUse = (org: LoopbackOrg): void => {
  const ids = logIds.get(org) ?? {};
  putApiLog(org, { from: 34, to: 1 }, habits(org));
  for (const daysAgo of [1, 8, 15, 40, 70]) {
    const times = { daysAgo, loginType: 'Remote Access 2.0' };
    putLogin(org, {
      ...times,
      username: erp,
      application: 'Acme ERP order sync',
      loginSubType: 'OauthClientCredentials',
      sourceIp: erpAddress,
    });
    // No subtype is documented for jwt-bearer (audit.md A.6).
    putLogin(org, { ...times, username: warehouse, application: 'Warehouse sync', sourceIp: warehouseAddress });
    putLogin(org, { ...times, username: release, application: 'Release pipeline', sourceIp: pipelineAddress });
    for (const [username, application, sourceIp] of [
      ...portalPeople.map((name) => [person(name), 'Customer portal', portalAddress] as const),
      ...fieldPeople.map((name, at) => [person(name), 'Field app', phoneAddresses[at] ?? ''] as const),
      [docuVault, 'DocuVault', vaultAddress] as const,
      [org.username, 'Salesforce CLI', '203.0.113.5'] as const,
    ])
      putLogin(org, { ...times, username, application, sourceIp, loginSubType: 'OauthRefreshToken' });
    for (const name of colleagues)
      putLogin(org, {
        daysAgo,
        username: person(name),
        application: 'HR single sign-on',
        loginType: 'SAML Idp Initiated SSO',
        sourceIp: '203.0.113.7',
      });
    for (const name of [...portalPeople, ...fieldPeople, ...colleagues])
      putLogin(org, { daysAgo, username: person(name), application: 'Browser', loginType: 'Application' });
  }
  portalPeople.forEach((name, at) =>
    putToken(org, {
      username: person(name),
      appName: 'Customer portal',
      appId: appIdOf(org, 'CustomerPortal'),
      created: { daysAgo: 100 + at * 9 },
      lastUsed: { daysAgo: 1 },
      useCount: 200,
    }),
  );
  fieldPeople.forEach((name, at) =>
    putToken(org, {
      username: person(name),
      appName: 'Field app',
      appId: appIdOf(org, 'FieldApp'),
      created: { daysAgo: 60 + at * 11 },
      lastUsed: { daysAgo: 2 },
      useCount: 90,
    }),
  );
  putToken(org, {
    username: docuVault,
    appName: 'DocuVault',
    appId: ids.DocuVault ?? '',
    created: { daysAgo: 200 },
    lastUsed: { daysAgo: 1 },
  });
  putToken(org, {
    username: org.username,
    appName: 'Salesforce CLI',
    appId: ids.SalesforceCLI ?? '',
    created: { daysAgo: 20 },
    lastUsed: { daysAgo: 1 },
  });
  for (const label of ['Acme ERP order sync', 'Customer portal'])
    putSetupChange(org, {
      action: 'generateOauthStagedCredential',
      display: `Generated temporary credentials for connected app ${label}`,
      daysAgo: 40,
      by: release,
    });
};
