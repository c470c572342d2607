import { expect } from 'chai';
import { approvedForBroadProfile as rule } from '../../../src/audit/rules/approvedForBroadProfile.js';
import { known, unknown, type InventoryApp, type InventoryPermissionSet } from '../../../src/inventory/types.js';
import { anApp, anInventory, at, check, context, onlyFinding, onlyReason } from './anInventory.js';
import { ofOrg } from './anOrg.js';

const granted = (profile: string, overrides: Partial<InventoryApp> = {}) =>
  anApp({ grants: known({ permissionSets: [], profiles: [{ value: profile, at: at(5) }] }), ...overrides });

const org = { kind: 'org' as const, org: 'uat', id: '00e000000000001AAA' };
const aProfile = (overrides: Partial<InventoryPermissionSet> = {}): InventoryPermissionSet => ({
  name: 'Sales',
  origin: org,
  isProfile: true,
  userPermissions: [],
  objectPermissions: [],
  activeUsers: known(101),
  ...overrides,
});
const inOrg = (profile: string, ...records: InventoryPermissionSet[]) =>
  rule.check(
    anInventory({ apps: [granted(profile, { origin: { ...org, id: '0xI1' } })], permissionSets: records }),
    context,
  );

describe('rule approved-for-broad-profile', () => {
  for (const profile of [
    'System Administrator',
    'Admin',
    'Systemadministrator',
    'システム管理者',
    'DRDW System Administrator',
    'BizApps Sys Admin',
    'System Administrator Bulk Delete',
  ]) {
    it(`finds ${profile}`, () => {
      const app = granted(profile);
      const finding = onlyFinding(check(rule, app));
      expect(rule.severity).to.equal(3);
      expect(finding.app).to.equal(app);
      expect(finding.location).to.deep.equal(at(5));
      expect(finding.subject).to.equal(profile);
      expect(finding.message).to.contain('Billing').and.to.contain('everything');
      expect(finding).not.to.have.property('confidence');
    });
  }

  it('finds other profiles in source with low confidence, and says why', () => {
    const finding = onlyFinding(check(rule, granted('Administrative Staff')));
    expect(finding.confidence).to.equal('low');
    expect(finding.evidence).to.contain('does not tell how many users');
    expect(finding.subject).to.equal('Administrative Staff');
    expect(finding.location).to.deep.equal(at(5));
  });

  it('gives one finding for all other profiles of an app', () => {
    const profiles = [...'GFEDCBA'].map((value) => ({ value }));
    const app = anApp({ grants: known({ permissionSets: [], profiles: [...profiles, { value: 'Admin' }] }) });
    const outcomes = check(rule, app);
    expect(outcomes.map((one) => one.kind === 'finding' && one.subject)).to.deep.equal([
      'Admin',
      'A, B, C, D, E, F, G',
    ]);
    expect(outcomes[1]).to.have.property('message').that.contains('profiles A, B, C, D, E, 2 more, and');
  });

  it('counts users in an org', () => {
    const finding = onlyFinding(inOrg('Sales', aProfile()));
    expect(finding.message).to.contain('101 active users');
    expect(finding.org).to.equal('uat');
    expect(inOrg('Sales', aProfile({ activeUsers: known(100) }))).to.deep.equal([]);
    expect(inOrg('00e000000000001', aProfile({ name: 'X' }))).to.have.length(1);
  });

  it('takes a profile for the administrator by its label', () => {
    expect(onlyFinding(inOrg('Sales', aProfile({ label: 'System Administrator' }))).message).to.contain('everything');
  });

  it('takes a profile with Modify All Data for the administrator, whatever it is called', () => {
    const powerful = aProfile({ userPermissions: [{ value: 'ModifyAllData' }], activeUsers: known(1) });
    expect(onlyFinding(inOrg('Sales', powerful)).message).to.contain('everything');
  });

  it('counts those for whom the profile opens the app when its record does not tell', () => {
    const parentId = '0PS000000000001AAA';
    const users = (count: number) => Array.from({ length: count }, (_, index) => `005${index}`);
    const grant = { applicationId: '0xI1', parentId, parent: 'sales', isProfile: true };
    const told = (count: number, profile = 'Sales') =>
      ofOrg(rule, {
        apps: [granted(profile, { origin: { ...org, id: '0xI1' } })],
        evidence: { appAccess: known({ grants: [grant], holders: { '0PS000000000001': users(count) } }) },
      });
    expect(onlyFinding(told(101)).message).to.contain('101 active users');
    expect(told(100)).to.deep.equal([]);
    expect(onlyReason(told(100, parentId))).to.contain('View All Profiles');
    expect(onlyFinding(told(101, parentId)).message).to.contain('101 active users');
    expect(onlyReason(told(101, 'Service'))).to.equal('nobody counted the users of profile Service');
  });

  it('goes by the threshold', () => {
    const thresholds = { ...context.thresholds, broadProfileUsers: 10 };
    const inventory = anInventory({
      apps: [granted('Sales', { origin: { ...org, id: '0xI1' } })],
      permissionSets: [aProfile({ activeUsers: known(11) })],
    });
    expect(rule.check(inventory, { ...context, thresholds })).to.have.length(1);
  });

  it('holds for permission sets, and for profiles of integration users', () => {
    expect(
      check(rule, anApp(), granted('Minimum Access - API Only Integrations'), granted('CPQ Integration User')),
    ).to.deep.equal([]);
    expect(inOrg('Sales', aProfile({ userPermissions: [{ value: 'ApiUserOnly' }] }))).to.deep.equal([]);
  });

  it('does not apply while all users may authorise themselves', () => {
    const apps = [
      granted('Admin', { permittedUsers: known('self-authorize') }),
      granted('Admin', { usesOauth: known(false) }),
    ];
    expect(check(rule, ...apps)).to.deep.equal([]);
  });

  it('cannot say without the facts', () => {
    expect(onlyReason(inOrg('Sales', aProfile({ activeUsers: unknown('no users read') })))).to.equal('no users read');
    expect(onlyReason(inOrg('Sales', aProfile({ isProfile: false })))).to.equal(
      'profile Sales is not among those that were read',
    );
    expect(onlyReason(inOrg('Sales', aProfile({ origin: { ...org, org: 'prod' } })))).to.contain('not among');
    expect(onlyReason(check(rule, anApp({ grants: unknown('managed') })))).to.equal('managed');
    expect(onlyReason(check(rule, granted('Admin', { permittedUsers: unknown('no policies') })))).to.equal(
      'no policies',
    );
    expect(check(rule, anApp({ permittedUsers: unknown('no policies') }))).to.deep.equal([]);
  });
});
