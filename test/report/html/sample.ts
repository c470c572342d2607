import { defaultConfig, type Waiver } from '../../../src/audit/auditConfig.js';
import { catalogue } from '../../../src/audit/catalogue.js';
import { audit } from '../../../src/audit/run.js';
import type { InventoryUser, OrgEvidence } from '../../../src/inventory/evidence.js';
import {
  known,
  unknown,
  type Inventory,
  type InventoryApp,
  type InventoryToken,
} from '../../../src/inventory/types.js';
import { reportContext } from '../../../src/report/context.js';
import type { AuditReport, ReportContext } from '../../../src/report/report.js';
import { aManifest, anApp, anInventory, evidence } from '../../audit/rules/anInventory.js';
import { aUsage } from '../../audit/rules/aUsage.js';
import { context } from '../../audit/support.js';

const names = [
  ['AcmeErp', 'Acme ERP order sync'],
  ['Billing', 'Billing and invoices'],
  ['CampaignHub', 'Campaign hub'],
  ['DataLakeExport', 'Data lake nightly export'],
  ['FieldService', 'Field service mobile'],
  ['HrSync', 'HR employee sync'],
  ['LegacyPortal', 'Legacy partner portal'],
  ['MarketingBridge', 'Marketing bridge'],
  ['PartnerApi', 'Partner API gateway'],
  ['QuoteBuilder', 'Quote builder'],
  ['ReleaseCli', 'Release pipeline'],
  ['SupportChat', 'Support chat assistant'],
] as const;

const id = (prefix: string, index: number): string => `${prefix}${String(index).padStart(12, '0')}AAA`.slice(0, 18);
const day = (daysAgo: number): string => new Date(context.today.getTime() - daysAgo * 86_400_000).toISOString();

const nameOf = (index: number): { name: string; label: string } => {
  const [name, label] = names[index % names.length] ?? names[0];
  const round = Math.floor(index / names.length);
  return round === 0 ? { name, label } : { name: `${name}${round + 1}`, label: `${label} ${round + 1}` };
};

/** Weak in one way or another, by turns; every fourth is as it should be. */
const weaknesses = (index: number): Partial<InventoryApp> => {
  const file = `force-app/main/default/connectedApps/${nameOf(index).name}.connectedApp-meta.xml`;
  const at = (startLine: number) => ({ file, startLine, startColumn: 9 });
  const parts: Array<Partial<InventoryApp>> = [
    {},
    { scopes: known(['full', 'refresh_token', 'chatter_api'].map((value, n) => ({ value, at: at(14 + n) }))) },
    { permittedUsers: known('self-authorize', at(9)), refreshToken: known({ rule: 'never' }, at(31)) },
    { ipRelaxation: known('bypass', at(28)), ipRanges: known([]), pkceRequired: known(false, at(12)) },
    { callbackUrls: known([{ value: 'http://portal.acme.example/cb', at: at(7) }]) },
    { description: unknown('the org did not give the metadata of this app back'), contactEmail: known(undefined) },
    { refreshToken: known({ rule: 'lifetime', days: 365 }, at(31)), secretOptional: known(true, at(18)) },
  ];
  return index % 4 === 0 ? {} : Object.assign({}, parts[index % 7], parts[(index * 3 + 1) % 7]);
};

const inOrg = (index: number, org: string): InventoryApp => {
  const { name, label } = nameOf(index);
  return anApp({
    name,
    label,
    registration: index % 3 === 1 ? 'connected-app' : 'external-client-app',
    origin: { kind: 'org', org, id: id(index % 3 === 1 ? '0H4' : '0xI', index) },
    managed: index % 11 === 10,
    record: { createdDate: day(200 + index * 37) },
    ...weaknesses(index),
    ...(index % 5 === 4
      ? {
          clientCredentials: {
            settings: known(true),
            policy: known(true),
            runAsUser: known(`${name.toLowerCase()}@acme.example.integration`),
          },
        }
      : {}),
    ...(index % 6 === 5 ? { refreshToken: unknown('the unit of the period is not told by the org') } : {}),
  });
};

const withManifest = (app: InventoryApp, index: number): InventoryApp => {
  if (index % 3 === 2) return app;
  const { name } = app;
  const manifest = aManifest(
    {
      name,
      label: app.label ?? name,
      registration: app.registration,
      criticality: (['low', 'medium', 'high', 'critical'] as const)[index % 4] ?? 'medium',
      owner: { name: 'Integration team', email: 'integrations@acme.example' },
      credentials: { store: 'sf', rotateEveryDays: 180, lastRotated: day(20 + index * 23).slice(0, 10) },
      review: { everyDays: 365, last: day(100 + index * 41).slice(0, 10) },
      scopes: { api: 'Reads and writes orders through the REST API', refresh_token: 'Works at night' },
    },
    { file: `clientapps/${name}.clientapp.yaml` },
  );
  return { ...app, manifest };
};

const usersOf = (count: number): InventoryUser[] =>
  Array.from({ length: count }, (_, index) => ({
    id: id('005', index),
    username: index % 9 === 0 ? `admin${index}@acme.example` : `user${index}@acme.example.integration`,
    isActive: index % 13 !== 12,
    isFrozen: known(index % 17 === 16),
    profile: index % 9 === 0 ? 'System Administrator' : 'Minimum Access - API Only Integrations',
    license: index % 9 === 0 ? 'Salesforce' : 'Salesforce Integration',
    apiOnly: known(index % 9 !== 0),
  }));

const tokensOf = (apps: readonly InventoryApp[], org: string): InventoryToken[] =>
  apps.flatMap((app, index) =>
    Array.from({ length: (index * 7) % 23 }, (_, n): InventoryToken => {
      const age = (index * 31 + n * n * 11) % 500;
      return {
        id: id('0CQ', index * 100 + n),
        org,
        appName: app.label ?? app.name,
        applicationId: app.origin.kind === 'org' ? app.origin.id : '',
        userId: id('005', (index + n) % 40),
        username: `user${(index + n) % 40}@acme.example.integration`,
        userIsActive: true,
        createdDate: day(age),
        ...(n % 6 === 5 ? {} : { lastUsedDate: day(Math.floor(age / (1 + (n % 3)))) }),
        useCount: n,
      };
    }),
  );

const evidenceOf = (org: string, apps: readonly InventoryApp[], isFull: boolean): OrgEvidence =>
  evidence({
    org,
    orgId: org === 'prod' ? '00D000000000001EAA' : '00D000000000002EAA',
    isSandbox: known(org !== 'prod'),
    readAt: context.today.toISOString(),
    preflight: [
      {
        permission: 'CustomizeApplication',
        label: 'Customize Application',
        held: known(isFull),
        hides: 'only the own tokens of that user can be seen',
      },
      {
        permission: 'ViewEventLogFiles',
        label: 'View Event Log Files',
        held: isFull ? known(true) : unknown('the org did not answer'),
        hides: 'nobody can tell which scopes are used',
      },
      {
        permission: 'ViewSetup',
        label: 'View Setup and Configuration',
        held: known(true),
        hides: 'settings and policies',
      },
    ],
    ...(isFull
      ? {
          users: known(usersOf(40)),
          apiUsage: known({
            source: 'ApiTotalUsage' as const,
            from: day(30),
            to: day(1),
            daysWithData: 29,
            calls: 120_000,
            unattributedCalls: 900,
            apps: apps.slice(0, 9).map((app, index) =>
              aUsage({
                key: app.origin.kind === 'org' ? app.origin.id.slice(0, 15) : app.name,
                appId: app.origin.kind === 'org' ? app.origin.id.slice(0, 15) : '',
                appName: app.name,
                resources: index % 3 === 2 ? { '/chatter/users': 40 } : { '/query': 4000, '/sobjects': 1200 },
                lastSeen: day(index + 1),
              }),
            ),
          }),
          appAccess: known({
            grants: apps.map((app, index) => ({
              applicationId: app.origin.kind === 'org' ? app.origin.id : '',
              parentId: id('0PS', index),
              parent: `${app.name}_Access`,
              isProfile: false,
            })),
            holders: Object.fromEntries(
              apps.map((_, index) => [id('0PS', index).slice(0, 15), usersOf(1 + (index % 4)).map((user) => user.id)]),
            ),
          }),
        }
      : {}),
  });

/** Two orgs and source, with so many apps: some well kept, some not, some that nobody could look into. */
const sampleInventory = (count: number): Inventory => {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const prod = indexes.map((index) => withManifest(inOrg(index, 'prod'), index));
  const uat = indexes.filter((index) => index % 2 === 0).map((index) => withManifest(inOrg(index, 'uat'), index));
  return anInventory({
    apps: [...prod, ...uat],
    manifests: prod.flatMap(({ manifest }) => manifest ?? []),
    tokens: [
      { org: 'prod', rows: known(tokensOf(prod, 'prod')) },
      { org: 'uat', rows: unknown('2,500 of 9,214 rows were given; the rest could not be split by user') },
    ],
    orgs: [evidenceOf('prod', prod, true), evidenceOf('uat', uat, false)],
    coverage: [
      { source: 'source:force-app', status: 'complete', rows: count },
      { source: 'org:prod/ConnectedApplication', status: 'complete', rows: count },
      { source: 'org:prod/OauthToken', status: 'complete', rows: 1204 },
      { source: 'org:uat/OauthToken', status: 'partial', reason: '2,500 of 9,214 rows were given', rows: 2500 },
      { source: 'org:uat/EventLogFile', status: 'unavailable', reason: 'the user may not read event log files' },
    ],
  });
};

const waivers: Waiver[] = [
  {
    rule: 'ip-relaxation',
    app: 'DataLakeExport',
    owner: 'Ann Smith',
    reason: 'Cloud egress has no fixed address until the private link is up',
    expires: '2027-03-31',
  },
];

/** An audit of {@link sampleInventory} by every rule, on one day, with a waiver and a baseline. */
export const sampleAudit = (count: number): { report: AuditReport; context: ReportContext } => {
  const inventory = sampleInventory(count);
  const result = audit(inventory, catalogue, context, { ...defaultConfig, waivers });
  const findings = result.findings.map((finding, index) =>
    index % 9 === 8 && !finding.waived ? { ...finding, baseline: true as const } : finding,
  );
  const report = { ...result, findings, apiCalls: 37, durationMs: 4210 };
  return {
    report,
    context: reportContext({
      version: '1.2.3',
      rules: catalogue,
      today: context.today,
      anchorFile: 'clientapp-audit.yml',
      inventory,
      result: report,
      ignoredApps: [],
    }),
  };
};
