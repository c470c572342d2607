import { unreadEvidence, type OrgEvidence } from '../../../src/inventory/evidence.js';
import type { ClientApp } from '../../../src/app/clientApp.js';
import type { Inventory, InventoryApp, InventoryManifest, Location } from '../../../src/inventory/types.js';
import { known, unknown } from '../../../src/inventory/types.js';
import type { FindingDraft, Outcome, Rule, RuleContext } from '../../../src/audit/rule.js';
import { defaultThresholds } from '../../../src/audit/thresholds.js';

const oauth = 'force-app/main/default/extlClntAppOauthSettings/Billing_oauth.ecaOauth-meta.xml';
const global = 'force-app/main/default/extlClntAppGlobalOauthSets/Billing_glbloauth.ecaGlblOauth-meta.xml';
const policies = 'force-app/main/default/extlClntAppOauthPolicies/Billing_oauthPlcy.ecaOauthPlcy-meta.xml';

/** An External Client App that every rule holds for: a web app with a code flow, as the plugin generates it. */
export const anApp = (overrides: Partial<InventoryApp> = {}): InventoryApp => ({
  name: 'Billing',
  label: 'Billing',
  registration: 'external-client-app',
  origin: { kind: 'source', file: 'force-app/main/default/externalClientApps/Billing.eca-meta.xml' },
  managed: false,
  firstParty: false,
  usesOauth: known(true),
  description: known('Sends invoices to the ERP'),
  contactEmail: known('integrations@acme.example'),
  scopes: known(
    ['api', 'refresh_token'].map((value) => ({ value, at: { file: oauth, startLine: 3, startColumn: 5 } })),
  ),
  callbackUrls: known([
    { value: 'https://erp.acme.example/callback', at: { file: global, startLine: 3, startColumn: 5 } },
  ]),
  permittedUsers: known('admin-approved', { file: policies, startLine: 8, startColumn: 5 }),
  grants: known({
    permissionSets: [{ value: 'Billing_Access', at: { file: policies, startLine: 3, startColumn: 5 } }],
    profiles: [],
  }),
  ipRelaxation: known('enforce', { file: policies, startLine: 5, startColumn: 5 }),
  ipRanges: known([{ start: '203.0.113.7', end: '203.0.113.7', at: { file: oauth, startLine: 5, startColumn: 5 } }]),
  refreshToken: known({ rule: 'inactivity', days: 30 }, { file: policies, startLine: 9, startColumn: 5 }),
  sessionTimeoutMinutes: known(15, { file: policies, startLine: 13, startColumn: 5 }),
  pkceRequired: known(true, { file: global, startLine: 11, startColumn: 5 }),
  secretOptional: known(false),
  secretRequiredForRefresh: known(true),
  refreshTokenRotation: known(true),
  clientCredentials: { settings: known(false), policy: known(false), runAsUser: known(undefined) },
  deviceFlow: known(false),
  guestCodeCredentialFlow: known(false),
  certificate: known(undefined),
  consumerKey: known(undefined),
  orgBound: [],
  secretElements: [],
  rotatesOnDeploy: [],
  enabled: known(true),
  documents: [],
  ...overrides,
});

/** An inventory of one good app; `overrides` replace whole parts. */
export const anInventory = (overrides: Partial<Inventory> = {}): Inventory => ({
  apps: [anApp()],
  permissionSets: [],
  settings: [],
  manifests: [],
  documents: [],
  secretSightings: [],
  tokens: [],
  orgs: [],
  trackedFiles: known(new Set<string>()),
  skipped: [],
  coverage: [],
  ...overrides,
});

/** The parts of an org's settings that a test is not about. */
export const unreadSecurity = {
  sessionTimeoutMinutes: unknown('it was not read'),
  enforceIpRangesEveryRequest: unknown('it was not read'),
  trustedIpRanges: unknown('it was not read'),
};

/** What an org tells when nothing could be read but its name; `overrides` are what a test is about. */
export const evidence = (overrides: Partial<OrgEvidence> = {}): OrgEvidence => ({
  ...unreadEvidence('uat', 'it was not read'),
  isSandbox: known(false),
  readAt: '2026-11-23T00:00:00.000Z',
  ...overrides,
});

export const context: RuleContext = {
  today: new Date('2026-11-23T00:00:00Z'),
  thresholds: { ...defaultThresholds, certificateWarningDays: 30 },
};

/** The declared side of {@link anApp}. */
export const aClientApp = (overrides: Partial<ClientApp> = {}): ClientApp => ({
  name: 'Billing',
  label: 'Billing',
  description: 'Sends invoices to the ERP',
  registration: 'external-client-app',
  model: 'web',
  flow: 'authorization-code',
  owner: { email: 'integrations@acme.example' },
  criticality: 'medium',
  scopes: { api: 'Reads invoices', refresh_token: 'Works at night' },
  callbackUrls: ['https://erp.acme.example/callback'],
  policies: {
    permittedUsers: 'admin-approved',
    ipRelaxation: 'enforce',
    ipRanges: ['203.0.113.7'],
    refreshToken: { rule: 'inactivity', days: 30 },
    session: { timeoutMinutes: 15, level: 'standard' },
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
  file: `clientapps/${app.name ?? 'Billing'}.clientapp.yaml`,
  app: aClientApp(app),
  environments: [],
  problems: [],
  lines: {},
  ...overrides,
});

/** A place that one fact of a test has and no other. */
export const at = (startLine: number, file = policies): Location => ({ file, startLine, startColumn: 5 });

/** Outcomes of a rule over an inventory of these apps. */
export const check = (rule: Rule, ...apps: InventoryApp[]): Outcome[] => rule.check(anInventory({ apps }), context);

/** The only outcome, which must be a finding. */
export const onlyFinding = (outcomes: Outcome[]): FindingDraft => {
  const [first, ...others] = outcomes;
  if (first?.kind !== 'finding' || others.length > 0) {
    throw new Error(`one finding expected, got ${JSON.stringify(outcomes)}`);
  }
  return first;
};

/** The only outcome, which must be inconclusive; gives its reason. */
export const onlyReason = (outcomes: Outcome[]): string => {
  const [first, ...others] = outcomes;
  if (first?.kind !== 'inconclusive' || others.length > 0) {
    throw new Error(`one inconclusive outcome expected, got ${JSON.stringify(outcomes)}`);
  }
  return first.reason;
};
