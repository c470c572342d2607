import { expect } from 'chai';
import { approvedAppUnassigned as rule } from '../../../src/audit/rules/approvedAppUnassigned.js';
import { known, unknown, type InventoryApp } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const unassigned = (overrides: Partial<InventoryApp> = {}) =>
  anApp({
    permittedUsers: known('admin-approved' as const, at(8)),
    grants: known({ permissionSets: [], profiles: [] }),
    ...overrides,
  });
const runAs = { settings: known(true), policy: known(true), runAsUser: known('erp@acme.example') };

describe('rule approved-app-unassigned', () => {
  it('finds an admin-approved app without a grant, in source and in an org', () => {
    const app = unassigned();
    const finding = onlyFinding(check(rule, app));
    expect(rule.severity).to.equal(4);
    expect(finding.app).to.equal(app);
    expect(finding.location).to.deep.equal(at(8));
    expect(finding.confidence).to.equal('medium');
    const inOrg = unassigned({ origin: { kind: 'org', org: 'uat', id: '0xI1' } });
    expect(onlyFinding(check(rule, inOrg)).org).to.equal('uat');
  });

  it('holds with a permission set or a profile, and for self-authorised apps', () => {
    const profile = known({ permissionSets: [], profiles: [{ value: 'Integration' }] });
    const apps = [anApp(), anApp({ grants: profile }), unassigned({ permittedUsers: known('self-authorize') })];
    expect(check(rule, ...apps, unassigned({ usesOauth: known(false) }))).to.deep.equal([]);
  });

  it('leaves apps alone that run as a user by client credentials', () => {
    const declared = unassigned({ manifest: aManifest({ flow: 'client-credentials' }) });
    expect(check(rule, unassigned({ clientCredentials: runAs }), declared)).to.deep.equal([]);
  });

  it('cannot say without the facts', () => {
    expect(onlyReason(check(rule, unassigned({ grants: unknown('SetupEntityAccess') })))).to.equal('SetupEntityAccess');
    expect(onlyReason(check(rule, unassigned({ permittedUsers: unknown('no policies') })))).to.equal('no policies');
    const half = { ...runAs, settings: unknown('no settings') };
    expect(onlyReason(check(rule, unassigned({ clientCredentials: half })))).to.equal('no settings');
    expect(check(rule, anApp({ clientCredentials: half }))).to.deep.equal([]);
  });
});
