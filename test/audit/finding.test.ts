import { expect } from 'chai';
import { defaultConfig } from '../../src/audit/auditConfig.js';
import { toFinding, toInconclusive } from '../../src/audit/finding.js';
import type { Fix } from '../../src/audit/fix.js';
import type { FindingDraft } from '../../src/audit/rule.js';
import { anApp } from './rules/anInventory.js';
import { aDraft, aRule } from './support.js';

const { appName: _, ...ofNoApp } = aDraft();

const withFix = (fix: Fix | undefined) =>
  toFinding(
    aRule('open-door', [], { fix: { safety: 'mixed', about: 'Shuts it.', fixOf: () => fix } }),
    aDraft(),
    defaultConfig,
  );

/** Words that nothing has said before: what was said once is remembered. */
let doors = 0;
const newDoor = (): string => `Shuts door ${(doors += 1)}`;

describe('a finding', () => {
  it('has an empty app, and no registration and place, when it is about none', () => {
    const finding = toFinding(aRule('open-door'), ofNoApp, defaultConfig);
    expect(finding.app).to.equal('');
    expect(finding).to.not.have.any.keys(
      'registration',
      'org',
      'user',
      'location',
      'severityReason',
      'fix',
      'waived',
      'baseline',
    );
  });

  it('of an app in an org is in that org, and in no file', () => {
    const app = anApp({ origin: { kind: 'org', org: 'uat', id: '0xI1' } });
    const finding = toFinding(aRule('open-door'), { ...ofNoApp, app }, defaultConfig);
    expect(finding).to.include({ app: 'Billing', org: 'uat', registration: 'external-client-app' });
    expect(finding).to.not.have.property('location');
  });

  it('says which fix there is, and whether it is safe', () => {
    const description = newDoor();
    for (const [safe, kind] of [
      [true, 'safe'],
      [false, 'unsafe'],
      [true, 'safe'],
    ] as const)
      expect(withFix({ description, file: 'a.xml', changes: [], safe }).fix).to.deep.equal({
        kind,
        description,
        status: 'available',
      });
    expect(withFix(undefined)).to.not.have.property('fix');
  });

  it('has a path of bounded length', () => {
    const fileOf = (length: number) =>
      toFinding(
        aRule('open-door'),
        aDraft({ location: { file: 'f'.repeat(length), startLine: 3, startColumn: 5 } }),
        defaultConfig,
      ).location;
    expect(fileOf(4096)).to.deep.equal({ file: 'f'.repeat(4096), startLine: 3, startColumn: 5 });
    expect(fileOf(4097)).to.deep.equal({ file: `${'f'.repeat(4095)}…`, startLine: 3, startColumn: 5 });
  });

  it('says what its rule says, and what the draft says instead', () => {
    const rule = aRule('open-door', [], { remedy: newDoor() });
    const remedyOf = (draft: Partial<FindingDraft>) => toFinding(rule, aDraft(draft), defaultConfig).remedy;
    expect([remedyOf({}), remedyOf({ remedy: 'Shut it.' }), remedyOf({})]).to.deep.equal([
      rule.remedy,
      'Shut it.',
      rule.remedy,
    ]);
  });
});

describe('what could not be answered', () => {
  const answer = (draft: Partial<Parameters<typeof toInconclusive>[1]>) =>
    toInconclusive(aRule('open-door'), { kind: 'inconclusive', reason: 'it was not read', ...draft });
  const plain = { rule: 'open-door', reason: 'it was not read' };

  it('names app and org as far as there are any', () => {
    const app = anApp({ origin: { kind: 'org', org: 'uat', id: '0xI1' } });
    expect(answer({})).to.deep.equal(plain);
    expect(answer({ appName: 'Crm' })).to.deep.equal({ ...plain, app: 'Crm' });
    expect(answer({ app })).to.deep.equal({ ...plain, app: 'Billing', org: 'uat' });
    expect(answer({ app: anApp() })).to.deep.equal({ ...plain, app: 'Billing' });
    expect(answer({ org: 'prod' })).to.deep.equal({ ...plain, org: 'prod' });
    expect(answer({ app, org: 'prod' })).to.deep.equal({ ...plain, app: 'Billing', org: 'prod' });
  });
});
