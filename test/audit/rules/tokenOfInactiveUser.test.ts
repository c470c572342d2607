import { expect } from 'chai';
import { tokenOfInactiveUser as rule } from '../../../src/audit/rules/tokenOfInactiveUser.js';
import type { InventoryUser } from '../../../src/inventory/evidence.js';
import { known, unknown, type InventoryToken } from '../../../src/inventory/types.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { aToken, aUser, findings, ofOrg, userId } from './anOrg.js';

const run = (tokens: InventoryToken[], ...users: InventoryUser[]) =>
  ofOrg(rule, { tokens, evidence: { users: known(users) } });

describe('rule token-of-inactive-user', () => {
  it('finds the tokens of an inactive user', () => {
    const finding = onlyFinding(run([aToken({ userIsActive: false }), aToken({ id: '0CQ2', userIsActive: false })]));
    expect(rule.severity).to.equal(2);
    expect(finding.app?.name).to.equal('Billing');
    expect(finding).to.include({ org: 'uat', user: 'user1@acme.example' });
    expect(finding).not.to.have.property('confidence');
    expect(finding.message).to.equal('In uat inactive user user1@acme.example holds 2 tokens of Billing.');
    expect(finding.evidence).to.equal(
      '2 of inactive users, 0 of frozen users: user1@acme.example; last used 2026-11-20; OauthToken 0CQ000000000001 and 0CQ2; read 2026-11-23T00:00:00.000Z',
    );
  });

  it('goes by the user where the token does not say', () => {
    expect(run([aToken({ userIsActive: undefined })], aUser(1, { isActive: false }))).to.have.length(1);
    expect(run([aToken({ userIsActive: undefined })], aUser(1))).to.deep.equal([]);
  });

  it('finds the tokens of frozen users, in the same finding', () => {
    const frozen = aUser(2, { isFrozen: known(true) });
    const tokens = [aToken({ userIsActive: false }), aToken({ userId: userId(2), username: frozen.username })];
    const finding = onlyFinding(run(tokens, frozen));
    expect(finding.message).to.equal('In uat 2 inactive or frozen users hold 2 tokens of Billing.');
    expect(finding).not.to.have.property('user');
  });

  it('gives one finding per app, registered or not', () => {
    const tokens = [aToken({ userIsActive: false }), aToken({ appName: 'Gone', userIsActive: false })];
    expect(findings(run(tokens)).map(({ app, appName }) => app?.name ?? appName)).to.deep.equal(['Billing', 'Gone']);
  });

  it('holds for users who can log in', () => {
    expect(run([aToken()], aUser(1))).to.deep.equal([]);
  });

  it('cannot say whether users are frozen, once, and reports those who are inactive all the same', () => {
    const tokens = [aToken(), aToken({ id: '0CQ2' }), aToken({ userId: userId(2), userIsActive: false })];
    const [found, gap, ...others] = run(tokens, aUser(1, { isFrozen: unknown('UserLogin is hidden') }));
    expect(others).to.deep.equal([]);
    expect(found).to.include({ kind: 'finding' });
    expect(gap).to.deep.equal({ kind: 'inconclusive', org: 'uat', reason: 'UserLogin is hidden' });
    expect(onlyReason(run([aToken()]))).to.equal('some users who hold tokens were not read');
    expect(onlyReason(ofOrg(rule, { tokens: [aToken()] }))).to.equal('it was not read');
  });

  it('cannot say without the tokens', () => {
    const inventory = { tokens: [{ org: 'uat', rows: unknown('no Customize Application') }] };
    expect(onlyReason(ofOrg(rule, { inventory }))).to.equal('no Customize Application');
  });
});
