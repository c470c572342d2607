import { expect } from 'chai';
import { auditedOrgs } from '../../src/audit/auditedOrgs.js';
import type { AuditFinding } from '../../src/audit/result.js';
import type { OrgEvidence } from '../../src/inventory/evidence.js';
import { known, unknown, type Inventory } from '../../src/inventory/types.js';
import { evidenceMarkdown } from '../../src/review/evidenceMarkdown.js';
import type { ReviewFacts } from '../../src/review/facts.js';
import { recordOf, reviewDigest } from '../../src/review/record.js';
import { reviewedOf } from '../../src/review/reviewed.js';
import type { Decision, ReviewItem } from '../../src/review/types.js';
import { aClientApp, anApp, anInventory, evidence } from '../audit/rules/anInventory.js';

const appId = '0H4000000000001AAA';

const usage = {
  source: 'ApiTotalUsage' as const,
  from: '2026-10-24T00:00:00Z',
  to: '2026-11-23T00:00:00Z',
  daysWithData: 30,
  calls: 12,
  apps: [
    {
      key: appId.slice(0, 15),
      keyKind: 'id' as const,
      appId: appId.slice(0, 15),
      calls: 12,
      firstSeen: '2026-10-24T00:00:00Z',
      lastSeen: '2026-11-22T00:00:00Z',
      daysWithData: 30,
      families: { REST: 12 },
      categories: {},
      clients: {},
      methods: { GET: 12 },
      resources: { '/sobjects': 12 },
      entities: [],
      versions: {},
      addresses: [
        { ip: '203.0.113.7', calls: 10, firstSeen: '2026-10-24T00:00:00Z', lastSeen: '2026-11-22T00:00:00Z' },
        { ip: '198.51.100.9', calls: 2, firstSeen: '2026-10-24T00:00:00Z', lastSeen: '2026-11-22T00:00:00Z' },
      ],
      users: [{ userId: '005000000000001AAA', calls: 12 }],
      statuses: {},
      days: {},
      bulkJobs: 0,
      deletedJobs: 0,
      reconnaissance: [],
      truncated: false,
    },
  ],
  unattributedCalls: 0,
};

const factsOf = (told: Partial<OrgEvidence>, more: Partial<Inventory> = {}): ReviewFacts => {
  const app = anApp({
    origin: { kind: 'org', org: 'uat', id: appId },
    scopes: known(['api', 'chatter_api', 'web'].map((value) => ({ value }))),
  });
  const inventory = anInventory({ apps: [app], orgs: [evidence(told)], ...more });
  return {
    app: aClientApp({ scopes: { api: 'Reads invoices', web: 'Opens pages' }, identity: { user: 'bill@acme.example' } }),
    declared: new Set(['scopes.api', 'scopes.web', 'policies.ipRanges']),
    inventory,
    org: { name: 'uat', audited: auditedOrgs(inventory)[0], app },
    findings: [],
    inconclusive: [],
    coverage: [],
    waivers: [],
    rotations: [],
  };
};

const itemOf = (facts: ReviewFacts, id: string): ReviewItem | undefined =>
  reviewedOf(facts).items.find((item) => item.id === id);

const aFinding = (overrides: Partial<AuditFinding> = {}): AuditFinding => ({
  rule: 'full-scope',
  severity: 2,
  severityName: 'High',
  confidence: 'high',
  app: 'Billing',
  message: 'It may do everything.',
  evidence: 'read 2026-11-23T10:00:00Z',
  remedy: 'Do less.',
  references: [],
  fingerprint: 'ab'.repeat(32),
  ...overrides,
});

describe('what a review goes through, with an org', () => {
  it('says of each scope whether calls needed it', () => {
    const facts = factsOf({ apiUsage: known(usage) });
    expect(itemOf(facts, 'scope/api')?.details[1]).to.match(
      /^use: needed of its 12 calls \(ApiTotalUsage 2026-10-24 to 2026-11-23/,
    );
    expect(itemOf(facts, 'scope/chatter_api')?.details[1]).to.match(/^use: not needed by any of its 12 calls/);
    expect(itemOf(facts, 'scope/chatter_api')).to.not.have.property('removable');
    expect(itemOf(facts, 'scope/chatter_api')?.details[2]).to.equal('differs: not in the manifest');
    expect(itemOf(facts, 'scope/web')).to.deep.include({ removable: true, shown: 'Opens pages' });
    expect(itemOf(facts, 'scope/web')?.details[1]).to.equal('use: this scope leaves no trace in the API log');
  });

  it('takes a log that was not read for no proof of anything', () => {
    const facts = factsOf({ apiUsage: unknown('the user lacks ViewEventLogFiles') });
    expect(itemOf(facts, 'scope/api')?.details[1]).to.equal('use: not known, the user lacks ViewEventLogFiles');
    expect(itemOf(facts, 'address-range/203.0.113.7')?.details[0]).to.equal('use: not looked at');
    expect(reviewedOf(facts).notLookedAt).to.deep.include({
      what: 'use of the scopes',
      reason: 'the user lacks ViewEventLogFiles',
    });
    expect(reviewedOf(facts).notLookedAt).to.deep.include({ what: 'users', reason: 'it was not read' });
    expect(reviewedOf(facts).notLookedAt.map(({ what }) => what)).to.include('tokens in uat');
    expect(reviewedOf(facts).items.some(({ kind }) => kind === 'token')).to.equal(false);
  });

  it('shows where it was seen inside and outside of its addresses', () => {
    const facts = factsOf({ apiUsage: known(usage) });
    expect(itemOf(facts, 'address-range/203.0.113.7')?.details[0]).to.equal('use: the logs show 1 address of it');
    expect(itemOf(facts, 'address-range/outside')?.shown).to.equal('198.51.100.9');
  });

  it('shows users with what they may do, and tokens with their age', () => {
    const user = {
      id: '005000000000001AAA',
      username: 'bill@acme.example',
      isActive: true,
      isFrozen: known(false),
      apiOnly: unknown('it was not read'),
      profile: 'Minimum',
      lastLoginDate: '2026-11-01T00:00:00Z',
    };
    const facts = factsOf(
      {
        apiUsage: known(usage),
        users: known([user]),
        permissionHolders: known([
          { permission: 'ModifyAllData', exists: true, holders: [{ userId: user.id, via: ['X'] }] },
        ]),
        objectAccess: known([{ userId: user.id, object: 'Invoice__c', access: ['read', 'edit'], via: ['X'] }]),
      },
      {
        tokens: [
          {
            org: 'uat',
            rows: known([
              {
                id: '0CQ1',
                org: 'uat',
                appName: 'Billing',
                applicationId: appId,
                userId: user.id,
                username: user.username,
                createdDate: '2024-01-02T00:00:00Z',
              },
            ]),
          },
        ],
      },
    );
    const item = itemOf(facts, 'user/bill@acme.example');
    expect(item?.shown).to.equal('active, Minimum, licence not known, last login 2026-11-01');
    expect(item?.details).to.deep.equal([
      'the integration user of the manifest',
      'API only: not known, it was not read; frozen: no',
      'holds ModifyAllData',
      'may reach Invoice__c (edit, read)',
    ]);
    expect(itemOf(facts, 'token/uat')?.shown).to.equal(
      '1 token of 1 user, the oldest of 2024-01-02, last used not known',
    );
  });

  it('says that the org lacks the app', () => {
    const { org, ...facts } = factsOf({});
    const gaps = reviewedOf({ ...facts, org: { name: 'uat', audited: org?.audited } }).notLookedAt;
    expect(gaps).to.deep.include({ what: 'Billing in uat', reason: 'the org has no app of this name' });
  });

  it('does not ask about the review that it is', () => {
    const facts = factsOf({});
    const due = { rule: 'review-overdue', reason: 'no review is recorded' };
    const reviewed = reviewedOf({
      ...facts,
      findings: [aFinding({ rule: 'review-overdue' }), aFinding({ rule: 'full-scope' })],
      inconclusive: [due, { ...due, rule: 'unused-app' }],
    });
    expect(reviewed.items.filter(({ kind }) => kind === 'finding').map(({ subject }) => subject)).to.deep.equal([
      'full-scope',
    ]);
    expect(reviewed.notLookedAt.map(({ what }) => what)).to.include('rule unused-app');
    expect(reviewed.notLookedAt.map(({ what }) => what)).to.not.include('rule review-overdue');
  });

  it('digests nothing that depends on the moment of reading', () => {
    const facts = factsOf({ apiUsage: known(usage) });
    const one = reviewDigest(reviewedOf({ ...facts, findings: [aFinding()] }));
    const later = aFinding({ evidence: 'read 2026-11-23T11:11:11Z' });
    expect(
      reviewDigest(
        reviewedOf({ ...factsOf({ apiUsage: known(usage), readAt: '2026-11-23T11:11:11Z' }), findings: [later] }),
      ),
    ).to.equal(one);
    expect(reviewDigest(reviewedOf({ ...facts, findings: [aFinding({ message: 'Else.' })] }))).to.not.equal(one);
  });

  it('writes no text of an org or a manifest into Markdown that acts', () => {
    const hostile = '<img src=x onerror=alert(1)> | a | [x](https://evil.example) @all\n# heading';
    const facts = factsOf({ apiUsage: unknown(hostile) });
    const app = aClientApp({
      scopes: { api: hostile },
      owner: { name: hostile, email: 'a@b.example' },
      description: hostile,
    });
    const reviewed = reviewedOf({ ...facts, app, findings: [aFinding({ message: hostile })] });
    const change: Decision = { decision: 'change', todo: hostile, remove: false };
    const decisions = new Map(reviewed.items.map(({ id }) => [id, change] as const));
    const text = evidenceMarkdown(
      recordOf(reviewed, decisions, { manifest: 'x', date: '2026-11-23', reviewer: hostile }),
    );
    expect(text).to.not.match(/<img|\[x\]|@all|\| a \|/);
    expect(text.match(/^# /gm)).to.have.lengthOf(1);
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    expect(new Set(rows.map((line) => line.split(' | ').length))).to.deep.equal(new Set([2, 4]));
  });

  it('makes no record while something is undecided', () => {
    const reviewed = reviewedOf(factsOf({}));
    expect(() => recordOf(reviewed, new Map(), { manifest: 'x', date: '2026-11-23', reviewer: 'a' })).to.throw(
      'nothing was decided on ownership/owner',
    );
  });
});
