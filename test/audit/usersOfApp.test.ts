import { expect } from 'chai';
import { auditedOrgs } from '../../src/audit/auditedOrgs.js';
import { profilesBehind } from '../../src/audit/usersOfApp.js';
import { known, unknown } from '../../src/inventory/types.js';
import { aToken, aUser, inOrg, orgApp, tokensOf } from './rules/inOrg.js';

const app = orgApp();
const integration = { name: 'Integration', loginIpRanges: [] };
const sales = { name: 'Sales', loginIpRanges: [] };
const behind = (profiles: Array<typeof sales>, profile?: string) => {
  const users = known([aUser({ profile })]);
  const inventory = inOrg([app], { users, profiles: known(profiles) }, { tokens: tokensOf([aToken()]) });
  return auditedOrgs(inventory).map((org) => profilesBehind(inventory, org, app));
};

describe('profiles behind an app', () => {
  it('are those of its users, and unknown where one of them was not read', () => {
    expect(behind([integration, sales], 'Integration')).to.deep.equal([known([integration])]);
    expect(behind([sales], 'Integration')).to.deep.equal([unknown('the profile Integration was not read')]);
  });

  it('are all of them where the profile of its users is not told', () => {
    expect(behind([integration, sales])).to.deep.equal([known([integration, sales])]);
  });
});
