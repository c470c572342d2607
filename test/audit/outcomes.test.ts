import { expect } from 'chai';
import { eachOauthApp, finding, notEvaluated, sameOrigin, shortId, withFact } from '../../src/audit/outcomes.js';
import { known, unknown } from '../../src/inventory/types.js';
import { anApp } from './rules/anInventory.js';
import { aDraft } from './support.js';

const { kind: _, ...draft } = aDraft();
const inOrg = { kind: 'org', org: 'uat', id: '0xI1' } as const;
const inSource = { kind: 'source', file: 'a.xml' } as const;

describe('what most rules need', () => {
  it('looks at the apps that use OAuth, and says of whom nobody knows', () => {
    const [uses, does, unclear] = [
      anApp({ name: 'Uses' }),
      anApp({ name: 'DoesNot', usesOauth: known(false) }),
      anApp({ name: 'Unclear', usesOauth: unknown('the file is not in source') }),
    ];
    expect(eachOauthApp({ apps: [uses, does, unclear] }, (app) => [finding(app, draft)])).to.deep.equal([
      { ...draft, kind: 'finding', app: uses },
      { kind: 'inconclusive', app: unclear, reason: 'the file is not in source' },
    ]);
    expect(eachOauthApp({ apps: [] }, (app) => [finding(app, draft)])).to.deep.equal([]);
  });

  it('looks at a fact, or says why nobody can', () => {
    const app = anApp();
    const look = (value: number) => [finding(app, { ...draft, evidence: String(value) })];
    expect(withFact(app, known(7), look)).to.deep.equal([{ ...draft, evidence: '7', kind: 'finding', app }]);
    expect(withFact<number>(app, unknown('it was not read'), look)).to.deep.equal([
      notEvaluated(app, 'it was not read'),
    ]);
  });

  it('takes the org of a finding from its app, unless the rule says another', () => {
    const app = anApp({ origin: inOrg });
    expect(finding(app, draft)).to.include({ kind: 'finding', org: 'uat', app });
    expect(finding(app, { ...draft, org: 'prod' })).to.include({ org: 'prod' });
    expect(finding(anApp(), draft)).to.not.have.property('org');
  });

  it('compares ids by their first 15 characters', () => {
    expect(shortId('0H45g0000000001AAA')).to.equal('0H45g0000000001');
    expect(shortId('0H45g0000000001')).to.equal('0H45g0000000001');
  });

  it('tells records of one org, and of source, from others', () => {
    expect(sameOrigin(inOrg, { ...inOrg })).to.equal(true);
    expect(sameOrigin(inSource, { kind: 'source', file: 'b.xml' })).to.equal(true);
    expect(sameOrigin(inOrg, { ...inOrg, org: 'prod' })).to.equal(false);
    expect(sameOrigin(inOrg, inSource)).to.equal(false);
    expect(sameOrigin(inSource, inOrg)).to.equal(false);
  });
});
