import { expect } from 'chai';
import { uninstalledAppApprovers as rule } from '../../../src/audit/rules/uninstalledAppApprovers.js';
import type { OrgEvidence } from '../../../src/inventory/evidence.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { aUser, findings, ofOrg, permissions, userId } from './anOrg.js';

const admins = { ModifyAllData: [9], CustomizeApplication: [9] };
const people = known([1, 2, 9].map((number) => aUser(number)));
const run = (
  holders: Parameters<typeof permissions>[0],
  { administrators = [], told = {} }: { administrators?: string[]; told?: Partial<OrgEvidence> } = {},
) =>
  ofOrg(rule, {
    evidence: { users: people, permissionHolders: permissions({ ...admins, ...holders }), ...told },
    context: { administrators },
  });

describe('rule uninstalled-app-approvers', () => {
  it('is Critical for an end user, and says who and through what', () => {
    const finding = onlyFinding(
      run({ CanApproveUninstalledApps: [[1, 'permission set Connectors', 'profile Sales']] }),
    );
    expect(rule.severity).to.equal(1);
    expect(finding).not.to.have.property('severity');
    expect(finding).not.to.have.property('confidence');
    expect(finding).to.include({ org: 'uat', user: 'user1@acme.example' });
    expect(finding.subject).to.equal('Approve Uninstalled Connected Apps 005000000000001 of uat');
    expect(finding.message).to.equal(
      'Approve Uninstalled Connected Apps in uat: user1@acme.example is no administrator, and has it through permission set Connectors and profile Sales.',
    );
    expect(finding.evidence).to.contain(`User ${userId(1)}; read 2026-11-23T00:00:00.000Z`);
  });

  it('is Moderate for an administrator whom the config file does not name', () => {
    const finding = onlyFinding(run({ CanApproveUninstalledApps: [9] }));
    expect(finding).to.include({ severity: 3, user: 'user9@acme.example' });
    expect(finding.message).to.contain('not among the administrators');
    expect(findings(run({ CanApproveUninstalledApps: [9], ModifyAllData: [] }))[0]).not.to.have.property('severity');
  });

  it('holds for those whom the config file names, and for inactive users', () => {
    const administrators = ['USER9@acme.example', 'user1@acme.example'];
    expect(run({ CanApproveUninstalledApps: [9, 1] }, { administrators })).to.deep.equal([]);
    const users = known([aUser(1, { isActive: false })]);
    expect(run({ CanApproveUninstalledApps: [1] }, { told: { users } })).to.deep.equal([]);
    expect(run({ CanApproveUninstalledApps: [] })).to.deep.equal([]);
  });

  it('names the profile instead of its users when they are many', () => {
    const many = Array.from({ length: 11 }, (_, index): [number, string] => [index + 100, 'profile Sales']);
    const outcomes = findings(run({ CanApproveUninstalledApps: [...many, [1, 'permission set Own']] }));
    expect(outcomes.map(({ subject }) => subject)).to.deep.equal([
      'Approve Uninstalled Connected Apps profile Sales of uat',
      'Approve Uninstalled Connected Apps 005000000000001 of uat',
    ]);
    expect(outcomes[0]!.message).to.equal(
      'Approve Uninstalled Connected Apps in uat: profile Sales gives it to 11 users who are no administrator.',
    );
    expect(outcomes[0]).not.to.have.property('user');
    expect(findings(run({ CanApproveUninstalledApps: many.slice(1) }))).to.have.length(10);
  });

  it('takes nobody for an administrator when that is not known', () => {
    const permissionHolders = known([
      { permission: 'CanApproveUninstalledApps', exists: true, holders: [{ userId: userId(9), via: [] }] },
    ]);
    const finding = onlyFinding(run({}, { told: { permissionHolders } }));
    expect(finding.confidence).to.equal('medium');
    expect(finding).not.to.have.property('severity');
  });

  it('cannot say without the holders, nor where the org does not show a permission that every org has', () => {
    const absent = known([{ permission: 'CanApproveUninstalledApps', exists: false, holders: [] }]);
    expect(onlyReason(run({}, { told: { permissionHolders: absent } }))).to.equal(
      'the org does not show who holds Approve Uninstalled Connected Apps',
    );
    expect(onlyReason(run({}, { told: { permissionHolders: unknown('no View Setup') } }))).to.equal('no View Setup');
    expect(onlyReason(run({}))).to.equal('who holds CanApproveUninstalledApps in uat was not read');
  });

  it('cannot say for an org that told only its apps', () => {
    const [outcome, ...others] = ofOrg(rule, { inventory: { orgs: [] } });
    expect(others).to.deep.equal([]);
    expect(outcome).to.deep.equal({
      kind: 'inconclusive',
      org: 'uat',
      reason: 'the users, permissions and logs of uat were not read',
    });
  });
});
