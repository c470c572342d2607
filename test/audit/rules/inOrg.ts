import type { InventoryUser, LoginGroup, Logins, OrgEvidence } from '../../../src/inventory/evidence.js';
import type { FindingDraft, Outcome, Rule } from '../../../src/audit/rule.js';
import { known, type Inventory, type InventoryApp, type InventoryToken } from '../../../src/inventory/types.js';
import { anApp, anInventory, context, evidence } from './anInventory.js';

/** The good app, as the org `uat` has it. */
export const orgApp = (overrides: Partial<InventoryApp> = {}): InventoryApp =>
  anApp({
    origin: { kind: 'org', org: 'uat', id: '0xI000000000001AAA' },
    record: { createdDate: '2025-01-01T00:00:00.000Z' },
    ...overrides,
  });

/** A connected app of the org `uat`, with the id that logs of tests name. */
export const orgConnectedApp = (overrides: Partial<InventoryApp> = {}): InventoryApp =>
  orgApp({
    registration: 'connected-app',
    origin: { kind: 'org', org: 'uat', id: '0H4000000000001AAA' },
    ...overrides,
  });

export const inOrg = (
  apps: InventoryApp[],
  overrides: Partial<OrgEvidence> = {},
  more: Partial<Inventory> = {},
): Inventory => anInventory({ apps, orgs: [evidence({ orgId: '00D000000000001EAA', ...overrides })], ...more });

export const tokensOf = (rows: InventoryToken[]): Inventory['tokens'] => [{ org: 'uat', rows: known(rows) }];

export const aToken = (overrides: Partial<InventoryToken> = {}): InventoryToken => ({
  id: '0CQ000000000001',
  org: 'uat',
  appName: 'Billing',
  userId: '005000000000001AAA',
  createdDate: '2025-06-01T00:00:00.000Z',
  lastUsedDate: '2026-11-20T00:00:00.000Z',
  ...overrides,
});

/** Logins of client credentials that went through. */
export const aLogin = (overrides: Partial<LoginGroup> = {}): LoginGroup => ({
  userId: '005000000000001AAA',
  application: 'Billing',
  loginType: 'Remote Access 2.0',
  loginSubType: 'OauthClientCredentials',
  status: 'Success',
  sourceIp: '203.0.113.7',
  count: 30,
  first: '2026-08-26T01:00:00.000Z',
  last: '2026-11-22T01:00:00.000Z',
  ...overrides,
});

/** The login history of 90 days. */
export const logins = (...groups: LoginGroup[]): { known: true; value: Logins } =>
  known({ from: '2026-08-25T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z', groups }) as { known: true; value: Logins };

export const aUser = (overrides: Partial<InventoryUser> = {}): InventoryUser => ({
  id: '005000000000001AAA',
  username: 'billing@acme.example.integration',
  isActive: true,
  isFrozen: known(false),
  apiOnly: known(true),
  profile: 'Integration',
  ...overrides,
});

export const run = (rule: Rule, inventory: Inventory, overrides: Partial<typeof context> = {}): Outcome[] =>
  rule.check(inventory, { ...context, ...overrides });

export const findings = (outcomes: Outcome[]): FindingDraft[] =>
  outcomes.flatMap((outcome) => (outcome.kind === 'finding' ? [outcome] : []));

export const reasons = (outcomes: Outcome[]): string[] =>
  outcomes.flatMap((outcome) => (outcome.kind === 'inconclusive' ? [outcome.reason] : []));
