import type { ApiUsage, AppUsage } from '../../../src/inventory/evidence.js';

/** A quiet integration, called from one address all through the window; `overrides` are what a test is about. */
export const aUsage = (overrides: Partial<AppUsage> = {}): AppUsage => ({
  key: '0H4000000000001',
  keyKind: 'id',
  appId: '0H4000000000001',
  appName: 'Billing',
  calls: 100,
  firstSeen: '2026-10-24T01:00:00.000Z',
  lastSeen: '2026-11-22T23:00:00.000Z',
  daysWithData: 30,
  families: { REST: 100 },
  categories: { EXTERNAL_APPLICATION: 100 },
  clients: {},
  methods: { GET: 100 },
  resources: { '/query': 100 },
  entities: [{ object: 'Account', methods: { GET: 100 } }],
  versions: { '66.0': 100 },
  addresses: [
    { ip: '203.0.113.7', calls: 100, firstSeen: '2026-10-24T01:00:00.000Z', lastSeen: '2026-11-22T23:00:00.000Z' },
  ],
  users: [{ userId: '005000000000001', username: 'billing@acme.example.integration', calls: 100 }],
  statuses: { '200': 100 },
  days: {},
  bulkJobs: 0,
  deletedJobs: 0,
  reconnaissance: [],
  truncated: false,
  ...overrides,
});

/** The API log of 30 days with these apps. */
export const aLog = (apps: AppUsage[], overrides: Partial<ApiUsage> = {}): ApiUsage => ({
  source: 'ApiTotalUsage',
  from: '2026-10-24T00:00:00.000Z',
  to: '2026-11-23T00:00:00.000Z',
  daysWithData: 30,
  calls: apps.reduce((sum, { calls }) => sum + calls, 0),
  apps,
  unattributedCalls: 0,
  ...overrides,
});
