import { expect } from 'chai';
import { factsOfAppPolicies, factsOfOauthPolicies } from '../../../src/inventory/org/externalFacts.js';
import { refreshTokenOfRow } from '../../../src/inventory/org/refreshTokenOfRow.js';
import { known } from '../../../src/inventory/types.js';
import type { OauthPolicyRow } from '../../../src/org/clientAppRecords.js';

const row = (columns: Partial<OauthPolicyRow>): OauthPolicyRow => ({ ExternalClientApplicationId: '0xI', ...columns });
const token = (type: string, period: number | null, unit: string | null) =>
  refreshTokenOfRow(
    row({ RefreshTokenPolicyType: type, RefreshTokenValidityPeriod: period, RefreshTokenValidityUnit: unit }),
  );

describe('columns of External Client Apps', () => {
  it('are read whatever their case', () => {
    const facts = factsOfOauthPolicies(
      row({ PermittedUsersPolicyType: 'ALLSELFAUTHORIZED', IpRelaxationPolicyType: 'Enforce_relaxrefresh' }),
    );
    expect(facts.permittedUsers).to.deep.equal(known('self-authorize'));
    expect(facts.ipRelaxation).to.deep.equal(known('enforce-relax-refresh'));
  });

  it('are unknown when their value is, digits included', () => {
    const facts = factsOfOauthPolicies(row({ PermittedUsersPolicyType: '0', IpRelaxationPolicyType: null }));
    expect(facts.permittedUsers).to.deep.equal({
      known: false,
      reason: 'PermittedUsersPolicyType has the value "0", which is none that we know',
    });
    expect(facts.ipRelaxation?.known).to.equal(false);
  });

  it('say nothing when the org lacks them', () => {
    expect(factsOfOauthPolicies(row({}))).to.deep.equal({ clientCredentials: {} });
    expect(factsOfAppPolicies({ ExternalClientApplicationId: '0xI' })).to.deep.equal({});
  });

  it('give units in words and in numbers', () => {
    expect(token('specificinactivity', 30, 'DAYS')).to.deep.equal(known({ rule: 'inactivity', days: 30 }));
    expect(token('SpecificLifetime', 12, '1')).to.deep.equal(known({ rule: 'lifetime', hours: 12 }));
    expect(token('SpecificLifetime', 2, '2')).to.deep.equal(known({ rule: 'lifetime', days: 60 }));
    expect(token('Infinite', null, null)).to.deep.equal(known({ rule: 'never' }));
  });

  it('do not take a unit that is not told for days', () => {
    for (const unit of [null, '3', 'Weeks'])
      expect(token('SpecificLifetime', 90, unit)?.known, String(unit)).to.equal(false);
    expect(token('Forever', 90, 'Days')?.known).to.equal(false);
  });

  it('switch an app off by either of its switches', () => {
    const facts = (IsEnabled: boolean, OauthPluginStatus: string) =>
      factsOfAppPolicies({ ExternalClientApplicationId: '0xI', IsEnabled, OauthPluginStatus });
    expect(facts(true, 'Enabled').enabled).to.deep.equal(known(true));
    expect(facts(false, 'Enabled').enabled).to.deep.equal(known(false));
    expect(facts(true, 'disabled').enabled).to.deep.equal(known(false));
    expect(facts(true, 'Notinstalled').usesOauth).to.deep.equal(known(false));
    expect(facts(true, '1').enabled?.known).to.equal(false);
  });
});
