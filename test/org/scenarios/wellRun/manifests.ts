import type { LoopbackOrg } from '../../index.js';
import { dayIn, erp, owner, release, warehouse } from './names.js';

export type Declared = Record<string, unknown> & { name: string };

/** What the people of the org declare about each of their own apps. */
export const wellRunManifests = (org: LoopbackOrg): Declared[] => {
  const about = {
    registration: 'external-client-app',
    owner: { name: 'Integration team', email: owner },
    review: { everyDays: 365, last: dayIn(org, -60), by: owner },
  };
  const policies = (ipRanges: string[], timeoutMinutes = 60): Record<string, unknown> => ({
    permittedUsers: 'admin-approved',
    ipRelaxation: 'enforce',
    ipRanges,
    refreshToken: { rule: 'inactivity', days: 30 },
    session: { timeoutMinutes, level: 'standard' },
  });
  const credentials = { store: 'sf', rotateEveryDays: 90, lastRotated: dayIn(org, -40) };
  return [
    {
      name: 'AcmeErp',
      label: 'Acme ERP order sync',
      description: 'Exports orders to Acme ERP every night',
      ...about,
      model: 'backend',
      flow: 'client-credentials',
      criticality: 'high',
      scopes: { api: 'Reads and writes orders through the REST API' },
      policies: policies(['203.0.113.16/28']),
      identity: { user: erp },
      permissions: { objects: { Account: ['read'], Order: ['read', 'create', 'edit'] } },
      credentials,
    },
    {
      name: 'WarehouseSync',
      label: 'Warehouse sync',
      description: 'Keeps stock and products in step',
      ...about,
      model: 'backend',
      flow: 'jwt-bearer',
      criticality: 'medium',
      scopes: { api: 'Reads orders, writes products', refresh_token: 'jwt-bearer wants it' },
      policies: policies(['203.0.113.40']),
      identity: { user: warehouse },
      permissions: { objects: { Product2: ['read', 'edit'], Order: ['read'] } },
      credentials,
    },
    {
      name: 'CustomerPortal',
      label: 'Customer portal',
      description: 'Shows account managers their accounts',
      ...about,
      model: 'web',
      flow: 'authorization-code',
      criticality: 'high',
      scopes: { api: 'Reads accounts', refresh_token: 'Keeps people signed in' },
      callbackUrls: ['https://portal.acme.example/oauth/callback'],
      policies: policies(['203.0.113.48/29']),
      credentials,
    },
    {
      name: 'FieldApp',
      label: 'Field app',
      description: 'Shows visits on the phone',
      ...about,
      model: 'mobile',
      flow: 'authorization-code',
      criticality: 'low',
      scopes: { api: 'Reads tasks', refresh_token: 'Works on the road' },
      callbackUrls: ['com.acme.field://oauth/callback'],
      policies: policies([]),
      credentials,
    },
    {
      name: 'ReleasePipeline',
      label: 'Release pipeline',
      description: 'Checks what was released',
      ...about,
      model: 'cli',
      flow: 'jwt-bearer',
      criticality: 'medium',
      scopes: { api: 'Reads what was released', refresh_token: 'jwt-bearer wants it' },
      policies: policies(['203.0.113.60'], 15),
      identity: { user: release },
      permissions: { objects: { Account: ['read'] } },
      credentials,
    },
  ];
};
