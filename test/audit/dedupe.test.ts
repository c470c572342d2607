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
});
