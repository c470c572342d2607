import { expect } from 'chai';
import { agentWithPrivilegedUser as rule } from '../../../src/audit/rules/agentWithPrivilegedUser.js';
import type { OrgEvidence } from '../../../src/inventory/evidence.js';
import { known, unknown, type InventoryApp } from '../../../src/inventory/types.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { anOrgApp, aToken, aUser, findings, ofOrg, permissions, userId } from './anOrg.js';
import { aLog, aUsage } from './aUsage.js';

const scopes = known(['mcp_api', 'refresh_token'].map((value) => ({ value })));
const mcp = (overrides: Partial<InventoryApp> = {}) => anOrgApp({ name: 'Desk', label: 'Desk', scopes, ...overrides });
const quiet = { apiUsage: known(aLog([])), permissionHolders: permissions({ AuthorApex: [1, 3] }) };
const users = known([1, 2, 3].map((number) => aUser(number)));
const run = (told: Partial<OrgEvidence> = {}, apps = [mcp()], tokens = [aToken({ appName: 'Desk' })]) =>
  ofOrg(rule, { apps, tokens, evidence: { users, ...quiet, ...told } });
const agentLog = (overrides: Parameters<typeof aUsage>[0] = {}) => ({
  apiUsage: known(
    aLog([
      aUsage({
        categories: { AGENTFORCE_AGENT: 7 },
        users: [{ userId: userId(1).slice(0, 15), calls: 7 }],
        ...overrides,
      }),
    ]),
  ),
});

describe('rule agent-with-privileged-user', () => {
  it('finds a privileged user who holds a token of an MCP client', () => {
    const finding = onlyFinding(run());
    expect(rule.severity).to.equal(2);
    expect(finding.app?.name).to.equal('Desk');
    expect(finding).to.include({
      org: 'uat',
      user: 'user1@acme.example',
      subject: '005000000000001',
      confidence: 'high',
      message: 'An agent acts through Desk in uat as user1@acme.example, who is privileged.',
    });
    expect(finding.evidence).to.contain(
      'mcp_api; the user holds a token and has Author Apex (profile Admin); User 005',
    );
  });

  it('finds the run-as user', () => {
    const clientCredentials = { settings: known(true), policy: known(true), runAsUser: known('USER3@acme.example') };
    expect(onlyFinding(run({}, [mcp({ clientCredentials })], [])).evidence).to.contain('is its run-as user');
  });

  it('finds the users of agents in the API log, registered or not, once', () => {
    const log = agentLog({ appId: undefined, appName: 'Service Agent', key: 'Service Agent', keyKind: 'name' });
    const finding = onlyFinding(run(log, [anOrgApp()], []));
    expect(finding).to.include({ appName: 'Service Agent', confidence: 'high' });
    expect(finding.evidence).to.contain('7 calls of category AGENTFORCE_AGENT, the last on 2026-11-22');
    expect(findings(run(agentLog(), [mcp()]))).to.have.length(1);
  });

  it('is less sure where the app does other things for other users', () => {
    const log = agentLog({
      categories: { AGENTFORCE_AGENT: 1, EXTERNAL_APPLICATION: 9 },
      users: [1, 2].map((number) => ({ userId: userId(number), calls: 5 })),
    });
    expect(onlyFinding(run(log, [anOrgApp()], [])).confidence).to.equal('medium');
  });

  it('holds for ordinary and inactive users, and for apps without agents', () => {
    expect(run({}, [mcp()], [aToken({ appName: 'Desk', userId: userId(2) })])).to.deep.equal([]);
    expect(run({ users: known([aUser(1, { isActive: false })]) })).to.deep.equal([]);
    expect(run({}, [anOrgApp()], [aToken()])).to.deep.equal([]);
    expect(run(agentLog({ categories: { EXTERNAL_APPLICATION: 3 } }), [anOrgApp()], [])).to.deep.equal([]);
  });

  it('does not apply to orgs for development', () => {
    expect(run({ isSandbox: known(true) })).to.deep.equal([]);
    expect(run({ edition: 'Developer Edition' })).to.deep.equal([]);
    expect(run({ isSandbox: unknown('hidden') })).to.have.length(1);
  });

  it('cannot say without holders, log, scopes or tokens', () => {
    expect(onlyReason(run({ permissionHolders: unknown('no View Setup') }))).to.equal('no View Setup');
    expect(onlyReason(run({ apiUsage: unknown('no log') }, [anOrgApp()], []))).to.equal('no log');
    expect(onlyReason(run({}, [mcp({ scopes: unknown('managed') })]))).to.equal('managed');
    expect(run({}, [mcp({ scopes: unknown('managed'), usesOauth: known(false) })])).to.deep.equal([]);
    const inventory = { tokens: [{ org: 'uat', rows: unknown('no Customize Application') }] };
    expect(onlyReason(ofOrg(rule, { apps: [mcp()], evidence: { users, ...quiet }, inventory }))).to.equal(
      'no Customize Application',
    );
  });
});
