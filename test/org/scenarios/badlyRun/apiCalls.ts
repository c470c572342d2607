import type { LoopbackOrg } from '../../index.js';
import { putApiLog, type Habit } from '../apiLog.js';
import type { Planted } from '../planted.js';
import { indicatorAddress, nightlyAdmin, person, shared } from './names.js';

/** 888… of an External Client App, 0H4… of a connected app: as the log names them. */
const logId = (org: LoopbackOrg, name: string): string => {
  const app = org.state.metadata.components.find(
    ({ type, fullName }) => fullName === name && ['ConnectedApp', 'ExternalClientApplication'].includes(type),
  );
  if (!app) throw new Error(`The org has no app ${name}`);
  const consumer = org.state.metadata.consumers.find(({ appId }) => appId === app.id);
  return app.type === 'ConnectedApp' ? app.id : (consumer?.id ?? '');
};

/** Reconnaissance, then a bulk export that is deleted at once: within ten minutes, from an address on public lists (audit.md C.1, C.3). */
const intrusion = (bot: Pick<Habit, 'username' | 'appId' | 'appName'>): Habit[] => {
  const step = (minute: number, habit: Pick<Habit, 'resource'> & Partial<Habit>): Habit => ({
    ...bot,
    addresses: [indicatorAddress],
    version: '58.0',
    times: 1,
    minutes: 1,
    hour: 3 + minute / 60,
    ...habit,
  });
  return [
    step(0, { resource: '/sobjects' }),
    step(1, { resource: '/sobjects/Case/describe', entity: 'Case' }),
    ...['Account', 'Contact', 'User', 'Case'].map((entity, at) => step(2 + at / 4, { resource: '/query', entity })),
    step(4, { resource: '/limits' }),
    step(6, { resource: '/jobs/query', method: 'POST', family: 'Bulk', entity: 'Case' }),
    step(8, { resource: '/jobs/query/750000000000001/results', family: 'Bulk', entity: 'Case' }),
    step(9, { resource: '/jobs/query/750000000000001', method: 'DELETE', family: 'Bulk' }),
  ];
};

/** What the apps do all month, and what one of them did three days ago. */
export const plantApiCalls = (org: LoopbackOrg, days: { from: number; to: number }): Planted[] => {
  const app = (name: string, appName: string): Pick<Habit, 'appId' | 'appName'> => ({
    appId: logId(org, name),
    appName,
  });
  const bot = { ...app('DriftBot', 'Drift bot'), username: person(6) };
  const partner = { ...app('PartnerWeb', 'Partner web'), username: person(2), addresses: ['203.0.113.20'] };
  const habits: Habit[] = [
    { ...bot, resource: '/query', entity: 'Case', addresses: ['203.0.113.80'], times: 10 },
    {
      ...app('InvoiceFeed', 'Invoice feed'),
      username: shared,
      resource: '/query',
      entity: 'Account',
      addresses: ['203.0.113.21'],
      times: 30,
    },
    {
      ...app('StockFeed', 'Stock feed'),
      username: shared,
      resource: '/query',
      entity: 'Product2',
      addresses: ['203.0.113.22'],
      times: 30,
    },
    {
      ...app('NightlyExport', 'Nightly export'),
      username: nightlyAdmin,
      resource: '/query',
      entity: 'Account',
      addresses: ['203.0.113.23'],
      times: 20,
    },
    { ...partner, resource: '/query', entity: 'Account', times: 40 },
    { ...partner, resource: '/query', entity: 'Account', times: 60, status: 403 },
    {
      ...app('LegacyConsole', 'Legacy console'),
      username: person(7),
      resource: '/query',
      entity: 'Account',
      version: '29.0',
      addresses: ['203.0.113.90'],
      times: 15,
    },
    {
      username: person(7),
      family: 'SOAP',
      resource: 'login',
      method: 'POST',
      version: '52.0',
      addresses: ['203.0.113.91'],
      times: 2,
    },
    {
      ...app('OpenDoor', 'Open door'),
      username: person(5),
      resource: '/query',
      entity: 'Contact',
      addresses: ['203.0.113.24'],
      times: 1200,
      hour: 0,
      minutes: 1439,
    },
    {
      ...app('leadgen__LeadGen', 'Lead generator'),
      username: person(12),
      resource: '/sobjects/Lead',
      entity: 'Lead',
      method: 'POST',
      status: 201,
      addresses: ['198.51.100.77'],
      times: 8,
    },
  ];
  putApiLog(org, days, habits, { 3: intrusion(bot) });
  return [
    { rule: 'scope-exceeds-usage', app: 'InvoiceFeed', because: 'neither Chatter nor Analytics was called all month' },
    { rule: 'permissions-exceed-usage', user: shared, because: 'two apps read with it, and it may change everything' },
    { rule: 'ip-allowlist-missing', app: 'StockFeed', because: 'it calls from one address, and no range says so' },
    { rule: 'human-user-integration', user: person(5), because: '1,200 calls a day, day and night, by a person' },
    { rule: 'error-share-high', app: 'PartnerWeb', because: 'six calls of ten are refused' },
    { rule: 'api-version-old', app: 'LegacyConsole', because: 'it speaks version 29' },
    { rule: 'usage-anomaly', app: 'DriftBot', because: 'reconnaissance, a bulk export, and the job deleted' },
    { rule: 'indicator-match', app: 'DriftBot', because: 'calls from an address of the public lists' },
    { rule: 'new-source-address', app: 'DriftBot', because: 'an address that it never called from before' },
  ];
};
