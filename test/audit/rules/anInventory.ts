import type { ClientApp } from '../../../src/app/clientApp.js';
import type { FindingDraft, Outcome, Rule, RuleContext } from '../../../src/audit/rule.js';
import {
  known,
  type Inventory,
  type InventoryApp,
  type InventoryManifest,
  type Location,
} from '../../../src/inventory/types.js';

export const context: RuleContext = {
  today: new Date('2026-11-23T12:00:00Z'),
  thresholds: {
    refreshTokenLifetimeDays: 90,
    refreshTokenInactivityDays: 30,
    sessionTimeoutMinutes: 120,
    cliSessionTimeoutMinutes: 15,
    secretAgeDays: 90,
    certificateWarningDays: 60,
    ipRangeSize: 65_536,
    maxCallbackUrls: 5,
  },
};

/** A place that only one fact of a test has. */
export const at = (startLine: number, file = 'externalClientApps/Good.eca-meta.xml'): Location => ({
  file,
  startLine,
  startColumn: 5,
});

/** A web app that no rule has anything against: an External Client App read from source. */
export const anApp = (overrides: Partial<InventoryApp> = {}): InventoryApp => ({
  name: 'Good',
  label: 'Good',
  registration: 'external-client-app',
  origin: { kind: 'source', file: 'externalClientApps/Good.eca-meta.xml' },
  managed: false,
  firstParty: false,
  usesOauth: known(true),
  description: known<string | undefined>('Reads orders every night'),
  contactEmail: known<string | undefined>('integrations@acme.example'),
  scopes: known([{ value: 'api' }, { value: 'refresh_token' }]),
  callbackUrls: known([{ value: 'https://erp.acme.com/oauth/callback' }]),
  permittedUsers: known('admin-approved' as const),
  grants: known({ permissionSets: [{ value: 'Good_Access' }], profiles: [] }),
  ipRelaxation: known('enforce' as const),
  ipRanges: known([{ start: '203.0.113.0', end: '203.0.113.255' }]),
  refreshToken: known({ rule: 'inactivity' as const, days: 30 }),
  sessionTimeoutMinutes: known<number | undefined>(120),
  pkceRequired: known(true),
  secretOptional: known(false),
  secretRequiredForRefresh: known(true),
  refreshTokenRotation: known(true),
  clientCredentials: {
    settings: known(false),
    policy: known(false),
    runAsUser: known<string | undefined>(undefined),
  },
  deviceFlow: known(false),
  guestCodeCredentialFlow: known(false),
  certificate: known<string | undefined>(undefined),
  consumerKey: known<string | undefined>(undefined),
  orgBound: [],
  secretElements: [],
  rotatesOnDeploy: [],
  enabled: known(true),
  documents: [],
  ...overrides,
});

export const anInventory = (overrides: Partial<Inventory> = {}): Inventory => ({
  apps: [],
  permissionSets: [],
  settings: [],
  manifests: [],
  documents: [],
  secretSightings: [],
  tokens: [],
  trackedFiles: known(new Set<string>()),
  skipped: [],
  coverage: [],
  ...overrides,
});

/** The declared side of {@link anApp}. */
export const aClientApp = (overrides: Partial<ClientApp> = {}): ClientApp => ({
  name: 'Good',
  label: 'Good',
  description: 'Reads orders every night',
  registration: 'external-client-app',
  model: 'web',
  flow: 'authorization-code',
  owner: { email: 'integrations@acme.example' },
  criticality: 'medium',
  scopes: { api: 'Reads orders', refresh_token: 'Works at night' },
  callbackUrls: ['https://erp.acme.com/oauth/callback'],
  policies: {
    permittedUsers: 'admin-approved',
    ipRelaxation: 'enforce',
    ipRanges: ['203.0.113.0/24'],
    refreshToken: { rule: 'inactivity', days: 30 },
    session: { timeoutMinutes: 120, level: 'standard' },
  },
  identity: {},
  permissions: { objects: {}, fields: {}, apexClasses: [], userPermissions: [] },
  credentials: { store: 'sf', rotateEveryDays: 180, lastRotated: '2026-11-01' },
  review: { everyDays: 365, last: '2026-11-01' },
  ...overrides,
});

export const aManifest = (
  app: Partial<ClientApp> = {},
  overrides: Partial<InventoryManifest> = {},
): InventoryManifest => ({
  file: `clientapps/${app.name ?? 'Good'}.clientapp.yaml`,
  app: aClientApp(app),
  environments: [],
  problems: [],
  lines: {},
  ...overrides,
});

/** Outcomes of a rule over one inventory. */
export const check = (rule: Rule, inventory: Partial<Inventory>): Outcome[] =>
  rule.check(anInventory(inventory), context);

/** The only outcome, which must be a finding. */
export const onlyFinding = (outcomes: Outcome[]): FindingDraft => {
  const [first, ...others] = outcomes;
  if (first?.kind !== 'finding' || others.length > 0) {
    throw new Error(`one finding expected, got ${JSON.stringify(outcomes)}`);
  }
  return first;
};
