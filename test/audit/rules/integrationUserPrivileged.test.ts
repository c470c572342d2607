import { expect } from 'chai';
import { integrationUserPrivileged as rule } from '../../../src/audit/rules/integrationUserPrivileged.js';
import type { InventoryUser } from '../../../src/inventory/evidence.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aManifest, onlyFinding, onlyReason } from './anInventory.js';
import { anOrgApp, aUser, findings, ofOrg, permissions, userId } from './anOrg.js';

const licensed = { license: 'Salesforce Integration' };
const run = (
  user: Partial<InventoryUser> = licensed,
  holders: Parameters<typeof permissions>[0] = { ViewAllData: [1] },
  apps = [anOrgApp()],
) => ofOrg(rule, { apps, evidence: { users: known([aUser(1, user)]), permissionHolders: permissions(holders) } });

describe('rule integration-user-privileged', () => {
  it('is Critical for Modify All Data, and says why the user is no person', () => {
    const finding = onlyFinding(run({ ...licensed, profile: 'System Administrator' }, { ModifyAllData: [1] }));
    expect(finding).to.include({
      severity: 1,
      confidence: 'high',
      org: 'uat',
      user: 'user1@acme.example',
      subject: '005000000000001 of uat',
      message: 'Integration user user1@acme.example in uat has Modify All Data (profile Admin).',
    });
    expect(finding.evidence).to.equal(
      `taken for a program's user because its licence is Salesforce Integration; its profile is System Administrator; User ${userId(1)}; read 2026-11-23T00:00:00.000Z`,
    );
  });

  for (const permission of ['ViewAllData', 'ManageUsers', 'AuthorApex', 'CustomizeApplication']) {
    it(`is High for ${permission}`, () => {
      expect(onlyFinding(run(licensed, { [permission]: [1] })).severity).to.equal(2);
    });
  }

  it('knows programs by run-as user, manifest, licence and API Only User', () => {
    const clientCredentials = { settings: known(true), policy: known(true), runAsUser: known('USER1@acme.example') };
    const runAs = onlyFinding(run({}, undefined, [anOrgApp({ clientCredentials })]));
    expect(runAs.evidence).to.contain('because Billing runs as it');
    expect(runAs.app?.name).to.equal('Billing');
    const manifest = aManifest({ identity: { user: 'user1@acme.example' } });
    expect(onlyFinding(run({}, undefined, [anOrgApp({ manifest })])).evidence).to.contain(
      'manifest of Billing declares',
    );
    const apiOnly = onlyFinding(run({ apiOnly: known(true) }));
    expect(apiOnly.evidence).to.contain('because it is API only');
    expect(apiOnly).not.to.have.property('app');
  });

  it('names no app when the user serves several', () => {
    const clientCredentials = { settings: known(true), policy: known(true), runAsUser: known(userId(1)) };
    const apps = ['A', 'B'].map((name) => anOrgApp({ name, clientCredentials }));
    const finding = onlyFinding(run({}, undefined, apps));
    expect(finding).not.to.have.property('app');
    expect(finding.evidence).to.contain('A and B run as it');
  });

  it('is not sure of a name, and never Critical', () => {
    const named = { username: 'svc.erp@acme.example' };
    const finding = onlyFinding(run(named, { ModifyAllData: [1] }));
    expect(finding).to.include({ severity: 2, confidence: 'low' });
    expect(finding.evidence).to.contain('because its name sounds so');
  });

  it('leaves people, inactive users and modest programs alone', () => {
    expect(run({}, { ModifyAllData: [1] })).to.deep.equal([]);
    expect(run({ username: 'ana.apicella@acme.example' }, { ModifyAllData: [1] })).to.deep.equal([]);
    expect(run({ ...licensed, isActive: false }, { ModifyAllData: [1] })).to.deep.equal([]);
    expect(run(licensed, { ModifyAllData: [2] })).to.deep.equal([]);
    const off = { settings: known(false), policy: known(true), runAsUser: known('user1@acme.example') };
    expect(run({}, { ModifyAllData: [1] }, [anOrgApp({ clientCredentials: off })])).to.deep.equal([]);
  });

  it('gives one finding for all powers of a user', () => {
    const outcomes = findings(run(licensed, { ViewAllData: [1], AuthorApex: [1], ModifyAllData: [1] }));
    expect(outcomes).to.have.length(1);
    expect(outcomes[0]!.message).to.contain(
      'Modify All Data (profile Admin), Author Apex (profile Admin), View All Data',
    );
  });

  it('cannot say without users or holders', () => {
    expect(onlyReason(ofOrg(rule, { evidence: { users: unknown('no users') } }))).to.equal('no users');
    const told = { users: known([aUser(1, licensed)]), permissionHolders: unknown('no View Setup') };
    expect(onlyReason(ofOrg(rule, { evidence: told }))).to.equal('no View Setup');
  });
});
