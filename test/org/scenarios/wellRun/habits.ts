import type { LoopbackOrg } from '../../index.js';
import type { Habit } from '../apiLog.js';
import { logIds } from './apps.js';
import {
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

/** What each app does every day. */
export const habits = (org: LoopbackOrg): Habit[] => {
  const ids = logIds.get(org) ?? {};
  const erpCall = { username: erp, appId: ids.AcmeErp, appName: 'Acme ERP order sync', addresses: [erpAddress] };
  const warehouseCall = {
    username: warehouse,
    appId: ids.WarehouseSync,
    appName: 'Warehouse sync',
    addresses: [warehouseAddress],
  };
  const vaultCall = { username: docuVault, appId: ids.DocuVault, appName: 'DocuVault', addresses: [vaultAddress] };
  return [
    { ...erpCall, resource: '/query', entity: 'Account', times: 20 },
    { ...erpCall, resource: '/query', entity: 'Order', times: 40 },
    { ...erpCall, resource: '/sobjects/Order', entity: 'Order', method: 'POST', status: 201, times: 10 },
    { ...erpCall, resource: '/sobjects/Order', entity: 'Order', method: 'PATCH', status: 204, times: 10 },
    { ...warehouseCall, resource: '/query', entity: 'Product2', times: 30 },
    { ...warehouseCall, resource: '/query', entity: 'Order', times: 30 },
    { ...warehouseCall, resource: '/sobjects/Product2', entity: 'Product2', method: 'PATCH', status: 204, times: 15 },
    { ...vaultCall, resource: '/query', entity: 'Contract', times: 12 },
    { ...vaultCall, resource: '/query', entity: 'Account', times: 12 },
    {
      username: release,
      appId: ids.ReleasePipeline,
      appName: 'Release pipeline',
      addresses: [pipelineAddress],
      resource: '/query',
      entity: 'Account',
      times: 4,
    },
    ...portalPeople.map((name) => ({
      username: person(name),
      appId: ids.CustomerPortal ?? '',
      appName: 'Customer portal',
      addresses: [portalAddress],
      resource: '/query',
      entity: 'Account',
      times: 6,
      hour: 8,
    })),
    ...fieldPeople.map((name) => ({
      username: person(name),
      appId: ids.FieldApp ?? '',
      appName: 'Field app',
      addresses: phoneAddresses,
      resource: '/query',
      entity: 'Task',
      times: 12,
      hour: 8,
    })),
    {
      username: org.username,
      appId: ids.SalesforceCLI,
      appName: 'Salesforce CLI',
      addresses: ['203.0.113.5'],
      resource: '/query',
      entity: 'Organization',
      times: 2,
      hour: 9,
    },
  ].map((habit): Habit => ({ ...habit, appId: habit.appId ?? '' }));
};
