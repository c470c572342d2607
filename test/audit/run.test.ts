import { expect } from 'chai';
import { known, unknown } from '../../src/inventory/types.js';
import { anApp, anInventory, evidence } from './rules/anInventory.js';
import { aDraft, aRule, run } from './support.js';

describe('the audit', () => {
  it('completes a draft with what the rule says', () => {
    const app = anApp({ name: 'Crm', origin: { kind: 'source', file: 'x/Crm.eca-meta.xml' } });
    const { appName: _, ...draft } = aDraft();
    const [finding] = run([aRule('open-door', [{ ...draft, app }])]).findings;
    expect(finding).to.deep.include({
      rule: 'open-door',
      severity: 3,
      severityName: 'Moderate',
      confidence: 'high',
      app: 'Crm',
      registration: 'external-client-app',
      remedy: 'What to do about open-door.',
      location: { file: 'x/Crm.eca-meta.xml', startLine: 1, startColumn: 1 },
    });
    expect(finding).to.not.have.any.keys('org', 'user', 'waived');
  });

  it('prefers what the draft says, and the config file over both', () => {
    const draft = aDraft({ severity: 1, confidence: 'low', remedy: 'Shut it.', org: 'uat', user: 'a@b.example' });
    const [finding] = run([aRule('open-door', [draft])]).findings;
    expect(finding).to.include({ severity: 1, severityName: 'Critical', confidence: 'low', remedy: 'Shut it.' });
    expect(finding).to.include({ org: 'uat', user: 'a@b.example' });
    const [overridden] = run([aRule('open-door', [draft])], { config: { severities: { 'open-door': 5 } } }).findings;
    expect(overridden).to.include({ severity: 5, severityName: 'Info' });
  });

  it('calls a rule that throws inconclusive, whatever it throws, and runs the others', () => {
    const failing = (id: string, error: unknown) =>
      aRule(id, [], {
        check: () => {
          throw error;
        },
      });
    const { findings, inconclusive } = run([
      failing('broken', new TypeError(`no such thing${'!'.repeat(10_000)}`)),
      failing('odd', 'a string'),
      aRule('fine', [aDraft()]),
    ]);
    expect(findings.map(({ rule }) => rule)).to.deep.equal(['fine']);
    expect(inconclusive.map(({ rule }) => rule)).to.deep.equal(['broken', 'odd']);
    expect(inconclusive[0]?.reason).to.match(/^the rule itself failed: no such thing!+…$/);
    expect(inconclusive[0]?.reason.length).to.be.below(300);
    expect(inconclusive[1]?.reason).to.equal('the rule itself failed: a string');
  });

  it('sorts by severity, rule, app and place, whatever order the rules answer in', () => {
    const drafts = [
      aDraft({ appName: 'B', location: { file: 'b.xml', startLine: 10, startColumn: 1 } }),
      aDraft({ appName: 'a' }),
      aDraft({ appName: 'B', location: { file: 'b.xml', startLine: 9, startColumn: 1 } }),
      aDraft({ appName: 'B', location: { file: 'a.xml', startLine: 99, startColumn: 1 } }),
      aDraft({ appName: 'Z', severity: 1 }),
    ];
    const order = (outcomes: typeof drafts): string[] =>
      run([aRule('z-first', outcomes), aRule('a-second', [aDraft({ appName: 'A' })])]).findings.map(
        ({ rule, app, location }) => `${rule} ${app} ${location?.file ?? ''} ${location?.startLine ?? ''}`.trim(),
      );
    expect(order(drafts)).to.deep.equal([
      'z-first Z',
      'z-first B a.xml 99',
      'z-first B b.xml 9',
      'z-first B b.xml 10',
      'z-first a',
      'a-second A',
    ]);
    expect(order(drafts.toReversed())).to.deep.equal(order(drafts));
  });

  it('puts what the audit could not see first, though it is Info', () => {
    const rules = [aRule('worst', [aDraft({ severity: 1 })]), aRule('audit-blind-spot', [aDraft({ severity: 5 })])];
    expect(run(rules).findings.map(({ rule }) => rule)).to.deep.equal(['audit-blind-spot', 'worst']);
  });

  it('names the org of what could not be answered, so that two orgs stay two', () => {
    const of = (org: string) => anApp({ origin: { kind: 'org', org, id: '' } });
    const rule = aRule(
      'r',
      ['uat', 'dev'].map((org) => ({ kind: 'inconclusive' as const, app: of(org), reason: 'hidden' })),
    );
    expect(run([rule]).inconclusive).to.deep.equal([
      { rule: 'r', app: 'Billing', org: 'dev', reason: 'hidden' },
      { rule: 'r', app: 'Billing', org: 'uat', reason: 'hidden' },
    ]);
  });

  it('gives what the newest reading of each org says of the signed-in user', () => {
    const item = { permission: 'ViewSetup', label: 'View Setup', hides: 'apps are hidden' };
    const inventory = anInventory({
      orgs: [
        evidence({ readAt: '2026-11-02T00:00:00.000Z', preflight: [{ ...item, held: unknown('it was not told') }] }),
        evidence({ readAt: '2026-11-01T00:00:00.000Z', preflight: [{ ...item, held: known(true) }] }),
      ],
    });
    expect(run([], { inventory }).preflight).to.deep.equal([
      { org: 'uat', ...item, held: 'unknown', reason: 'it was not told' },
    ]);
  });

  it('says once what a rule says twice', () => {
    const unanswered = { kind: 'inconclusive' as const, appName: 'A', reason: 'the file is not in source' };
    const { findings, inconclusive } = run([aRule('twice', [aDraft(), aDraft(), unanswered, unanswered])]);
    expect(findings).to.have.length(1);
    expect(inconclusive).to.deep.equal([{ rule: 'twice', app: 'A', reason: 'the file is not in source' }]);
  });

  it('counts unwaived findings by severity', () => {
    const drafts = ([1, 2, 2, 3, 4, 5] as const).map((severity, index) => aDraft({ severity, appName: `App${index}` }));
    const waiver = { rule: 'many', app: 'App2', owner: 'o', reason: 'r', expires: '2027-01-01' };
    expect(run([aRule('many', drafts)], { config: { waivers: [waiver] } }).summary).to.deep.equal({
      apps: 1,
      critical: 1,
      high: 1,
      moderate: 1,
      low: 1,
      info: 1,
      waived: 1,
      baseline: 0,
      inconclusive: 0,
    });
  });

  it('counts an app once that source and orgs have, and twice under two registrations', () => {
    const inOrg = { origin: { kind: 'org', org: 'uat', id: '0xI1' } } as const;
    const counted = (...apps: ReturnType<typeof anApp>[]) => run([], { inventory: anInventory({ apps }) }).summary.apps;
    expect(counted(anApp(), anApp(inOrg))).to.equal(1);
    expect(counted(anApp(), anApp({ registration: 'connected-app' }))).to.equal(2);
    expect(counted(anApp(), anApp({ name: 'Crm' }))).to.equal(2);
  });

  it('leaves out ignored apps, and says so', () => {
    const inventory = anInventory({ apps: [anApp(), anApp({ name: 'Legacy' })] });
    const rule = aRule('r', [
      aDraft({ appName: 'Legacy' }),
      aDraft(),
      { kind: 'inconclusive', appName: 'Legacy', reason: 'unknown' },
    ]);
    const result = run([rule], { inventory, config: { ignoredApps: ['Legacy'] } });
    expect(result.findings.map(({ app }) => app)).to.deep.equal(['Billing']);
    expect(result.inconclusive).to.deep.equal([]);
    expect(result.summary.apps).to.equal(1);
    expect(result.coverage).to.deep.include({
      source: 'apps',
      status: 'partial',
      reason: 'ignored by the config file: Legacy',
      rows: 1,
    });
  });

  it('runs only the rules that the inventory has evidence for, and says how many it did not', () => {
    const orgRule = aRule('org-only', [aDraft()], { modes: ['org'] });
    const result = run([orgRule, aRule('both')]);
    expect(result.findings).to.deep.equal([]);
    expect(result.coverage).to.deep.include({
      source: 'org',
      status: 'unavailable',
      reason: 'no org was audited, so 1 rule was not run',
    });
    const inventory = anInventory({ apps: [], coverage: [{ source: 'org:uat/OauthToken', status: 'complete' }] });
    expect(run([orgRule], { inventory }).findings).to.have.length(1);
  });

  it('names every file that was passed over', () => {
    const inventory = anInventory({
      skipped: [{ file: 'a/b.xml', reason: 'larger than 32 MB' }],
      trackedFiles: known(new Set<string>()),
    });
    expect(run([], { inventory }).coverage).to.deep.include({
      source: 'source:a/b.xml',
      status: 'unavailable',
      reason: 'larger than 32 MB',
    });
  });

  it('bounds what files and orgs say', () => {
    const huge = 'x'.repeat(1_000_000);
    const result = run([
      aRule('huge', [
        aDraft({ appName: huge, message: huge, evidence: huge, remedy: huge, user: huge, org: huge }),
        { kind: 'inconclusive', appName: huge, reason: huge },
      ]),
    ]);
    expect(JSON.stringify(result).length).to.be.below(20_000);
  });
});
