import { expect } from 'chai';
import { registrationDifferences } from '../../src/audit/registrationDifferences.js';
import { known } from '../../src/inventory/types.js';
import { anApp } from './rules/anInventory.js';

describe('differences of a registration between source and org', () => {
  it('show an empty list as none', () => {
    const [difference] = registrationDifferences(anApp(), anApp({ callbackUrls: known([]) }));
    expect(difference).to.deep.include({ source: 'https://erp.acme.example/callback', org: 'none', wider: false });
  });

  it('take a refresh token that never expires for wider than any, and one that expires at once for narrower', () => {
    const to = (rule: 'never' | 'immediate') =>
      registrationDifferences(anApp(), anApp({ refreshToken: known({ rule }) })).map(({ org, wider }) => [org, wider]);
    expect(to('never')).to.deep.equal([['never', true]]);
    expect(to('immediate')).to.deep.equal([['immediate 0 hours', false]]);
  });
});
