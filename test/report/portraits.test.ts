import { expect } from 'chai';
import { portraitsOf } from '../../src/report/portrait/portraits.js';
import { countTokens } from '../../src/report/portrait/tokens.js';
import type { AppPortrait } from '../../src/report/portrait/types.js';
import { known, unknown, type Inventory, type InventoryApp, type InventoryToken } from '../../src/inventory/types.js';
import type { AuditReport } from '../../src/report/report.js';
import { aManifest, anApp, anInventory, context, evidence } from '../audit/rules/anInventory.js';
import { aUsage } from '../audit/rules/aUsage.js';
import { aFinding } from '../audit/support.js';
import { aReport } from './support.js';

const portraits = (inventory: Partial<Inventory>, report: Partial<AuditReport> = {}): AppPortrait[] =>
  portraitsOf(anInventory(inventory), aReport({ findings: [], ...report }), context.today);

const only = (inventory: Partial<Inventory>, report: Partial<AuditReport> = {}): AppPortrait => {
  const [portrait, ...others] = portraits(inventory, report);
  if (!portrait || others.length > 0) throw new Error(`${others.length + 1} portraits`);
  return portrait;
};

const inOrg = (org: string, overrides: Partial<InventoryApp> = {}): InventoryApp =>
  anApp({ origin: { kind: 'org', org, id: '0xI000000000001AAA' }, ...overrides });

const aToken = (overrides: Partial<InventoryToken> = {}): InventoryToken => ({
  id: '0CQ000000000001',
  org: 'uat',
  appName: 'Billing',
  applicationId: '0xI000000000001',
  userId: '005000000000001AAA',
  username: 'ann@acme.example',
  createdDate: '2026-11-20T00:00:00.000Z',
  lastUsedDate: '2026-11-22T00:00:00.000Z',
  ...overrides,
});

describe('the portrait of an app', () => {
  it('puts source and orgs together, and says where they differ or do not tell', () => {
    const portrait = only({
      apps: [
        anApp(),
        inOrg('uat', { ipRelaxation: known('bypass') }),
        inOrg('prod', { ipRelaxation: unknown('it did not come back') }),
      ],
    });
    expect(portrait.places).to.deep.equal(['source', 'uat', 'prod']);
    expect(portrait.ipRelaxation).to.deep.equal({
      values: [
        { value: 'enforce', places: ['source'] },
        { value: 'bypass', places: ['uat'] },
      ],
      gaps: [{ reason: 'it did not come back', places: ['prod'] }],
    });
    expect(portrait.permittedUsers).to.deep.equal({
      values: [{ value: 'admin-approved', places: ['source', 'uat', 'prod'] }],
      gaps: [],
    });
  });

  it('knows an app by its label where an org tells no name, and never mixes the two registrations', () => {
    const source = anApp({ registration: 'connected-app', label: 'Acme billing' });
    const row = inOrg('uat', { name: 'Acme billing', nameIsLabel: true, registration: 'connected-app' });
    expect(portraits({ apps: [source, row] }).map(({ name, places }) => [name, places])).to.deep.equal([
      ['Billing', ['source', 'uat']],
    ]);
    expect(portraits({ apps: [source, inOrg('uat')] }).map(({ registration }) => registration)).to.deep.equal([
      'connected-app',
      'external-client-app',
    ]);
  });

  it('shows what nobody told as unknown, never as none', () => {
    const { tokens, users, assignedUsers, lastUsed, secret, review } = only({
      apps: [inOrg('uat')],
      tokens: [{ org: 'uat', rows: unknown('2,500 of 9,000 rows') }],
      orgs: [evidence()],
    });
    expect(tokens).to.deep.equal({ gaps: [{ reason: '2,500 of 9,000 rows', places: ['uat'] }] });
    expect(users.values).to.deep.equal([]);
    expect(users.gaps.map(({ reason }) => reason)).to.include('2,500 of 9,000 rows');
    expect(assignedUsers).to.deep.equal({ gaps: [{ reason: 'it was not read', places: ['uat'] }] });
    expect(lastUsed).to.deep.equal({ values: [], gaps: [{ reason: '2,500 of 9,000 rows', places: ['uat'] }] });
    expect(secret).to.deep.equal({ gap: 'no manifest records when its secret was last rotated' });
    expect(review).to.deep.equal({ gap: 'no manifest records its reviews' });
  });

  it('of source alone says that no org was asked', () => {
    const { tokens, users, assignedUsers, lastUsed } = only({});
    for (const { gaps } of [tokens, users, assignedUsers]) expect(gaps[0]?.reason).to.equal('no org was audited');
    expect(lastUsed.values).to.deep.equal([]);
  });

  it('counts tokens over the orgs that tell, and names those that do not', () => {
    const { tokens, users } = only({
      apps: [inOrg('uat'), inOrg('prod')],
      tokens: [
        {
          org: 'uat',
          rows: known([
            aToken(),
            aToken({ id: '2', userId: '005000000000002AAA' }),
            aToken({ id: '3', appName: 'Other', applicationId: '0xI000000000009' }),
          ]),
        },
        { org: 'prod', rows: unknown('no permission') },
      ],
    });
    expect(tokens.value).to.include({ total: 2, users: 2, idle: 0, neverUsed: 0 });
    expect(tokens.gaps).to.deep.equal([{ reason: 'no permission', places: ['prod'] }]);
    expect(users.values.map(({ user, tokens: count }) => [user, count])).to.deep.equal([
      ['ann@acme.example', 1],
      ['ann@acme.example', 1],
    ]);
  });

  it('puts each age in its bucket, on both sides of each border', () => {
    const days = [0, 7, 8, 30, 31, 90, 91, 180, 181, 365, 366];
    const at = (age: number) => new Date(context.today.getTime() - age * 86_400_000).toISOString();
    const rows = [
      ...days.map((age) => aToken({ createdDate: at(age), lastUsedDate: at(Math.min(age, 90)) })),
      aToken({ createdDate: undefined, lastUsedDate: undefined }),
      aToken({ createdDate: at(91), lastUsedDate: undefined }),
    ];
    const { ages, idle, neverUsed } = countTokens(rows, context.today);
    expect(ages.map(({ total }) => total)).to.deep.equal([2, 2, 2, 3, 2, 1, 1]);
    expect([idle, neverUsed]).to.deep.equal([1, 2]);
  });

  it('tells which scopes are used, not seen in use, or beyond what anybody can see', () => {
    const app = inOrg('uat', {
      scopes: known(['api', 'chatter_api', 'full', 'constructor'].map((value) => ({ value }))),
      manifest: aManifest({ scopes: { api: 'Reads invoices', web: 'Shows them' } }),
    });
    const usage = aUsage({ appId: '0xI000000000001', resources: { '/query': 7 } });
    const log = {
      source: 'ApiTotalUsage' as const,
      from: '2026-10-24',
      to: '2026-11-22',
      daysWithData: 30,
      calls: 7,
      unattributedCalls: 0,
      apps: [usage],
    };
    const uses = (apiUsage: Parameters<typeof evidence>[0]) =>
      Object.fromEntries(
        only({ apps: [app], orgs: [evidence(apiUsage)] }).scopes.values.map(({ scope, use }) => [scope, use]),
      );
    expect(uses({ apiUsage: known(log) })).to.deep.equal({
      api: 'used',
      chatter_api: 'not-seen',
      full: 'not-visible',
      constructor: 'not-visible',
      web: 'not-visible',
    });
    expect(uses({ apiUsage: known({ ...log, apps: [{ ...usage, truncated: true }] }) })['chatter_api']).to.equal(
      'unknown',
    );
    expect(uses({ apiUsage: unknown('no permission') })['api']).to.equal('unknown');
    const [api, , , , web] = only({ apps: [app] }).scopes.values;
    expect(api).to.deep.include({ isDeclared: true, reason: 'Reads invoices', grantedIn: ['uat'] });
    expect(web).to.deep.include({ isDeclared: true, grantedIn: [] });
  });

  it('has the days that matter', () => {
    const manifest = aManifest({
      credentials: { store: 'sf', rotateEveryDays: 90, lastRotated: '2026-08-01' },
      review: { everyDays: 365, last: '2026-11-01' },
    });
    const { secret, review, created } = only({
      apps: [inOrg('uat', { manifest, record: { createdDate: '2025-01-02T03:04:05Z' } })],
    });
    expect(secret).to.deep.equal({
      rhythm: { last: '2026-08-01', ageDays: 114, everyDays: 90, due: '2026-10-30', dueInDays: -24 },
    });
    expect(review).to.deep.include({
      rhythm: { last: '2026-11-01', ageDays: 22, everyDays: 365, due: '2027-11-01', dueInDays: 343 },
    });
    expect(created.values).to.deep.equal([{ value: '2025-01-02', places: ['uat'] }]);
    const without = aManifest({ model: 'mobile' });
    expect(only({ apps: [anApp({ manifest: without })] }).secret).to.equal(undefined);
  });
});

describe('the grade of an app', () => {
  const gradeFor = (severity: 1 | 2 | 3 | 4 | 5, overrides: Partial<Parameters<typeof aFinding>[0]> = {}) =>
    only({}, { findings: [aFinding({ severity, registration: 'external-client-app', ...overrides })] }).grade;

  it('is that of its worst open finding', () => {
    expect(([1, 2, 3, 4, 5] as const).map((severity) => gradeFor(severity).letter)).to.deep.equal([
      'F',
      'D',
      'C',
      'B',
      'A',
    ]);
    expect(gradeFor(1, { waived: { owner: 'Ann', reason: 'r', expires: '2027-01-01' } }).letter).to.equal('A');
    expect(gradeFor(1, { fix: { kind: 'safe', description: 'd', status: 'applied' } }).letter).to.equal('A');
    expect(gradeFor(1, { baseline: true }).letter).to.equal('F');
    expect(gradeFor(1, { app: 'Another' }).letter).to.equal('A');
    expect(gradeFor(1, { registration: 'connected-app' }).letter).to.equal('A');
  });

  it('is only the best it can be while an answer is missing, for the app or for all', () => {
    for (const app of ['Billing', undefined]) {
      const inconclusive = [{ rule: 'r', reason: 'no permission', ...(app === undefined ? {} : { app }) }];
      expect(only({}, { inconclusive }).grade).to.deep.include({ letter: 'A', isComplete: false });
    }
    expect(only({}, { inconclusive: [{ rule: 'r', app: 'Another', reason: 'x' }] }).grade.isComplete).to.equal(true);
  });
});
