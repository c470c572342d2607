import { expect } from 'chai';
import { soapLogin as rule } from '../../../src/audit/rules/soapLogin.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aLog, aUsage } from './aUsage.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { aLogin, aUser, inOrg, logins, run } from './inOrg.js';

const soap = (overrides = {}) =>
  aLogin({
    loginType: 'Other Apex API',
    loginSubType: undefined,
    application: 'N/A',
    apiVersion: '58.0',
    ...overrides,
  });
const users = known([aUser()]);

describe('soap-login', () => {
  it('finds a user who signs in by it, with the day of its end: High', () => {
    const finding = onlyFinding(run(rule, inOrg([], { users, logins: logins(soap(), soap({ count: 5 })) })));
    expect(finding).to.include({ org: 'uat', user: 'billing@acme.example.integration' });
    expect(finding).not.to.have.property('app');
    expect(finding.subject).to.equal('user billing@acme.example.integration');
    expect(finding.message).to.contain("Summer '27");
    expect(finding.evidence).to.contain('35 logins').and.contain('API 58.0').and.contain('2026-11-22T01:00:00.000Z');
    expect(rule.severity).to.equal(2);
  });

  it('knows both spellings of the type, and the type of API where the login names it', () => {
    for (const group of [soap({ loginType: 'OtherApi' }), soap({ loginType: 'Application', apiType: 'SOAP Partner' })])
      expect(run(rule, inOrg([], { users, logins: logins(group) }))).to.have.length(1);
  });

  it('passes attempts that failed, and OAuth logins of programs that then call the SOAP API', () => {
    const groups = [soap({ status: 'Invalid Password' }), aLogin({ apiType: 'SOAP Enterprise' }), aLogin()];
    expect(run(rule, inOrg([], { users, logins: logins(...groups) }))).to.be.empty;
  });

  it('is inconclusive where the org does not tell whether a login succeeded', () => {
    const inventory = inOrg([], { users, logins: logins(soap({ status: undefined })) });
    expect(onlyReason(run(rule, inventory))).to.contain('1 SOAP login succeeded is not told');
  });

  it('falls back on the API log, less sure, and says what it could not read', () => {
    const call = aUsage({ key: 'X@y', keyKind: 'client-and-user', families: { SOAP: 3 }, resources: { login: 3 } });
    const outcomes = run(rule, inOrg([], { users, logins: unknown('no permission'), apiUsage: known(aLog([call])) }));
    expect(outcomes[0]).to.include({ kind: 'finding', confidence: 'medium', user: 'billing@acme.example.integration' });
    expect(outcomes[1]).to.deep.include({ kind: 'inconclusive', org: 'uat' });
    const other = aUsage({ families: { SOAP: 3 }, resources: { query: 3 } });
    const quiet = run(rule, inOrg([], { logins: unknown('no permission'), apiUsage: known(aLog([other])) }));
    expect(onlyReason(quiet)).to.contain('no permission');
  });

  it('names the program of a login, and no version where the history tells none', () => {
    const group = soap({ application: 'Data Loader', apiVersion: undefined, first: undefined });
    const finding = onlyFinding(run(rule, inOrg([], { users, logins: logins(group) })));
    expect(finding.evidence).to.contain('30 logins as Data Loader, the last at').and.not.to.contain('API');
  });
});
