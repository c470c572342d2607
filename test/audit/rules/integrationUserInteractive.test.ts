import { expect } from 'chai';
import { integrationUserInteractive as rule } from '../../../src/audit/rules/integrationUserInteractive.js';
import type { InventoryUser, LoginGroup, OrgEvidence } from '../../../src/inventory/evidence.js';
import { known, unknown, type InventoryToken } from '../../../src/inventory/types.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { aToken, aUser, ofOrg, userId } from './anOrg.js';

const robot = { license: 'Salesforce Integration', apiOnly: known(true) };
const login = (overrides: Partial<LoginGroup> = {}): LoginGroup => ({
  userId: userId(1),
  loginType: 'Application',
  status: 'Success',
  count: 3,
  first: '2026-10-01T08:00:00.000Z',
  last: '2026-11-20T08:00:00.000Z',
  ...overrides,
});
const run = (
  user: Partial<InventoryUser>,
  groups: LoginGroup[] = [],
  { tokens = [], told = {} }: { tokens?: InventoryToken[]; told?: Partial<OrgEvidence> } = {},
) =>
  ofOrg(rule, {
    tokens,
    evidence: {
      users: known([aUser(1, user)]),
      logins: known({ from: '2026-06-01T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z', groups }),
      ...told,
    },
  });

describe('rule integration-user-interactive', () => {
  it('finds an integration user that is not API only', () => {
    const finding = onlyFinding(run({ ...robot, apiOnly: known(false) }));
    expect(rule.severity).to.equal(2);
    expect(finding).to.include({
      org: 'uat',
      user: 'user1@acme.example',
      subject: '005000000000001 of uat',
      confidence: 'high',
      message: 'Integration user user1@acme.example in uat is not API only.',
    });
    expect(finding.evidence).to.equal(
      `taken for a program's user because its licence is Salesforce Integration; no interactive login seen; User ${userId(1)}; read 2026-11-23T00:00:00.000Z`,
    );
  });

  it('finds one that a person logs in with, in the same finding', () => {
    const groups = [
      login(),
      login({ loginType: 'SAML Sfdc Initiated SSO', count: 2, last: '2026-11-21T00:00:00.000Z' }),
    ];
    const finding = onlyFinding(run({ ...robot, apiOnly: known(false) }, groups));
    expect(finding.message).to.equal(
      'Integration user user1@acme.example in uat is not API only and logged in interactively 5 times, last on 2026-11-21.',
    );
    expect(finding.evidence).to.contain('login types Application and SAML Sfdc Initiated SSO');
    expect(onlyFinding(run(robot, [login()])).message).to.contain('uat logged in interactively 3 times');
  });

  it('holds for one login at set-up, and for those on the day of a consent or of the making of the user', () => {
    expect(run(robot, [login({ count: 1 })])).to.deep.equal([]);
    const day = { first: '2026-10-01T08:00:00.000Z', last: '2026-10-01T09:00:00.000Z' };
    expect(run(robot, [login(day)], { tokens: [aToken()] })).to.deep.equal([]);
    expect(run({ ...robot, createdDate: '2026-10-01T07:00:00.000Z' }, [login(day)])).to.deep.equal([]);
    expect(run(robot, [login(day)])).to.have.length(1);
    expect(run(robot, [login(day), login()], { tokens: [aToken()] })).to.have.length(1);
  });

  it('does not count failed logins and those of programs', () => {
    expect(run(robot, [login({ status: 'Invalid Password' })])).to.deep.equal([]);
    expect(run(robot, [login({ loginType: 'Remote Access 2.0' })])).to.deep.equal([]);
    expect(run(robot, [login({ userId: userId(2) })])).to.deep.equal([]);
    expect(run(robot, [login({ status: undefined })])).to.have.length(1);
  });

  it('is not sure of a name, and says nothing of one that is merely not API only', () => {
    const named = { username: 'sales.bot@acme.example' };
    expect(run(named)).to.deep.equal([]);
    expect(onlyFinding(run(named, [login()]))).to.include({ confidence: 'low', severity: 3 });
  });

  it('leaves people and inactive users alone', () => {
    expect(run({}, [login()])).to.deep.equal([]);
    expect(run({ ...robot, isActive: false }, [login()])).to.deep.equal([]);
  });

  it('cannot say without users, logins or what is API only, and reports the rest', () => {
    expect(onlyReason(ofOrg(rule, {}))).to.equal('it was not read');
    expect(onlyReason(run(robot, [], { told: { logins: unknown('no logins') } }))).to.equal('no logins');
    expect(onlyReason(run({ ...robot, apiOnly: unknown('no View Setup') }))).to.equal('no View Setup');
    const outcomes = run({ ...robot, apiOnly: known(false) }, [], { told: { logins: unknown('no logins') } });
    expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['finding', 'inconclusive']);
  });
});
