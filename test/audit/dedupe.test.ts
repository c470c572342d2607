import { expect } from 'chai';
import { withoutTwins } from '../../src/audit/dedupe.js';
import { aFinding } from './support.js';

const inOrg = (org: string, overrides: Parameters<typeof aFinding>[0] = {}) => {
  const { location: _, ...finding } = aFinding({ org, ...overrides });
  return finding;
};

describe('the same fact in source and in an org', () => {
  it('is the finding in source, with the orgs and what was seen there', () => {
    const source = aFinding({ evidence: 'scopes: full' });
    const result = withoutTwins([inOrg('uat', { evidence: 'OauthScopesFULL of 0H41' }), source, inOrg('dev')]);
    expect(result).to.deep.equal([
      {
        ...source,
        alsoIn: ['dev', 'uat'],
        evidence: 'scopes: full; in dev: scope: full; in uat: OauthScopesFULL of 0H41',
      },
    ]);
  });

  it('tells what was seen in the order of the orgs’ names, and nothing twice', () => {
    const source = aFinding({ evidence: 'scopes: full' });
    const [joined] = withoutTwins([
      inOrg('uat', { evidence: 'FULL' }),
      inOrg('same', { evidence: 'scopes: full' }),
      inOrg('dev', { evidence: 'Full' }),
      source,
      inOrg('dev', { evidence: 'Full' }),
    ]);
    expect(joined).to.deep.include({
      alsoIn: ['dev', 'same', 'uat'],
      evidence: 'scopes: full; in dev: Full; in uat: FULL',
    });
  });

  it('is two findings in two orgs', () => {
    const both = [inOrg('uat'), inOrg('dev')];
    expect(withoutTwins(both)).to.deep.equal(both);
  });

  it('is another fact when its sentence says another value, or its fingerprint another subject', () => {
    const apart = [
      aFinding({ message: 'declared a, registered b' }),
      inOrg('uat', { message: 'declared a, registered c' }),
      inOrg('uat', { fingerprint: 'e'.repeat(64) }),
    ];
    expect(withoutTwins(apart)).to.deep.equal(apart);
  });

  it('stays a finding of the org where it is worse', () => {
    const worse = inOrg('prod', { severity: 1, severityName: 'Critical' });
    const [source, kept] = withoutTwins([aFinding(), worse, inOrg('uat')]);
    expect(source?.alsoIn).to.deep.equal(['uat']);
    expect(kept).to.deep.equal(worse);
  });

  it('says nothing of an org in source when it is worse in all of them', () => {
    const both = [aFinding(), inOrg('prod', { severity: 1, severityName: 'Critical' })];
    expect(withoutTwins(both)).to.deep.equal(both);
  });

  it('is no worse in an org than the worst of it in source', () => {
    const mild = aFinding({ severity: 4, severityName: 'Low' });
    const result = withoutTwins([mild, aFinding(), inOrg('uat', { severity: 3, severityName: 'Moderate' })]);
    expect(result.map(({ severity, org, alsoIn }) => ({ severity, org, alsoIn }))).to.deep.equal([
      { severity: 4, org: undefined, alsoIn: ['uat'] },
      { severity: 2, org: undefined, alsoIn: ['uat'] },
    ]);
  });
});
