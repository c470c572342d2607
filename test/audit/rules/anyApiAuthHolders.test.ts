import { expect } from 'chai';
import { anyApiAuthHolders as rule } from '../../../src/audit/rules/anyApiAuthHolders.js';
import type { LoginGroup, Logins } from '../../../src/inventory/evidence.js';
import { known, unknown, type Fact } from '../../../src/inventory/types.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { aUser, findings, ofOrg, permissions, userId } from './anOrg.js';

const soap = (number: number, overrides: Partial<LoginGroup> = {}): LoginGroup => ({
  userId: userId(number),
  loginType: 'Other Apex API',
  status: 'Success',
  count: 4,
  last: '2026-11-20T00:00:00.000Z',
  ...overrides,
});
const history = (...groups: LoginGroup[]): Fact<Logins> =>
  known({ from: '2026-08-25T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z', groups });
const run = (holders: Parameters<typeof permissions>[0][string], logins = history(), inactive: number[] = []) =>
  ofOrg(rule, {
    evidence: {
      logins,
      users: known([1, 2, 3].map((number) => aUser(number, { isActive: !inactive.includes(number) }))),
      permissionHolders: permissions({ UseAnyApiAuth: holders }),
    },
  });

describe('rule any-api-auth-holders', () => {
  it('finds what gives it to users who made no SOAP login', () => {
    const finding = onlyFinding(
      run(
        [
          [1, 'profile Sales'],
          [2, 'profile Sales'],
        ],
        history(soap(1)),
      ),
    );
    expect(rule.severity).to.equal(2);
    expect(finding).to.include({ org: 'uat', subject: 'profile Sales of uat', confidence: 'medium' });
    expect(finding.message).to.equal(
      'In uat profile Sales gives Use Any API Auth to 2 users, of whom 1 made no SOAP login since 2026-08-25.',
    );
    expect(finding.evidence).to.contain('user2@acme.example').and.not.to.contain('user1@acme.example');
  });

  it('gives one finding per source', () => {
    const outcomes = findings(
      run([
        [1, 'profile Sales', 'permission set Old'],
        [2, 'profile Sales'],
      ]),
    );
    expect(outcomes.map(({ subject }) => subject)).to.deep.equal(['profile Sales of uat', 'permission set Old of uat']);
  });

  it('holds for users with a SOAP login, and for inactive ones', () => {
    expect(run([1], history(soap(1, { loginType: 'OtherApi' })))).to.deep.equal([]);
    expect(run([1], history(soap(1, { status: undefined })))).to.deep.equal([]);
    expect(run([1], history(), [1])).to.deep.equal([]);
    expect(run([])).to.deep.equal([]);
  });

  it('takes no failed and no other login for a proof', () => {
    expect(run([1], history(soap(1, { status: 'Invalid Password' })))).to.have.length(1);
    expect(run([1], history(soap(1, { loginType: 'Remote Access 2.0' })))).to.have.length(1);
  });

  it('is not sure after a few days of history', () => {
    const short: Fact<Logins> = known({ from: '2026-11-20T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z', groups: [] });
    expect(onlyFinding(run([1], short)).confidence).to.equal('low');
  });

  it('does not apply before Winter ’27, and cannot say without the logins', () => {
    const absent = known([{ permission: 'UseAnyApiAuth', exists: false, holders: [] }]);
    expect(ofOrg(rule, { evidence: { permissionHolders: absent } })).to.deep.equal([]);
    expect(onlyReason(run([1], unknown('no Monitor Login History')))).to.equal('no Monitor Login History');
    expect(onlyReason(ofOrg(rule, {}))).to.equal('it was not read');
  });

  it('says that what gives it is unknown where the org does not tell', () => {
    const finding = onlyFinding(run([[1]]));
    expect(finding.subject).to.equal(' of uat');
    expect(finding.message).to.contain('In uat something unknown gives Use Any API Auth to 1 user');
  });
});
