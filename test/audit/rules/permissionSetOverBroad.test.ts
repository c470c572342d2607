import { expect } from 'chai';
import { permissionSetOverBroad as rule } from '../../../src/audit/rules/permissionSetOverBroad.js';
import { known, unknown, type InventoryApp, type InventoryPermissionSet } from '../../../src/inventory/types.js';
import { anApp, anInventory, at, context, onlyFinding, onlyReason } from './anInventory.js';

const aSet = (overrides: Partial<InventoryPermissionSet> = {}): InventoryPermissionSet => ({
  name: 'Billing_Access',
  origin: { kind: 'source', file: 'permissionsets/Billing_Access.permissionset-meta.xml' },
  isProfile: false,
  userPermissions: [],
  objectPermissions: [],
  activeUsers: unknown('source has no users'),
  ...overrides,
});
const broad = { userPermissions: [{ value: 'ModifyAllData', at: at(3) }] };

/** A broad set besides a good one that the app's grants name. */
const run = (sets: InventoryPermissionSet[], app: InventoryApp = anApp()) =>
  rule.check(anInventory({ apps: [app], permissionSets: sets }), context);

describe('rule permission-set-over-broad', () => {
  for (const permission of ['ModifyAllData', 'ViewAllData', 'AuthorApex', 'ManageUsers']) {
    it(`finds ${permission}`, () => {
      const app = anApp();
      const finding = onlyFinding(run([aSet({ userPermissions: [{ value: permission, at: at(3) }] })], app));
      expect(rule.severity).to.equal(2);
      expect(finding.app).to.equal(app);
      expect(finding.location).to.deep.equal(at(3));
      expect(finding.subject).to.equal(`Billing_Access: ${permission}`);
      expect(finding.message).to.contain('Billing_Access').and.to.contain(permission);
    });
  }

  it('finds view-all and modify-all on objects, each object once', () => {
    const outcomes = run([
      aSet({
        objectPermissions: [
          { value: { object: 'Account', access: ['read', 'view-all', 'modify-all'] }, at: at(5) },
          { value: { object: 'Order', access: ['read', 'view-all'] }, at: at(9) },
        ],
      }),
    ]);
    expect(outcomes.map((outcome) => outcome.kind === 'finding' && [outcome.evidence, outcome.location])).to.deep.equal(
      [
        ['Billing_Access grants modifyAllRecords on Account', at(5)],
        ['Billing_Access grants viewAllRecords on Order', at(9)],
      ],
    );
  });

  it('shortens a long list of objects', () => {
    const objectPermissions = [...'ABCDEFGH'].map((object) => ({
      value: { object, access: ['view-all' as const] },
    }));
    expect(onlyFinding(run([aSet({ objectPermissions })])).evidence).to.match(/on A, B, C, D, E, 3 more$/);
  });

  it('links by label, by id in an org, and by the names that the plugin gives', () => {
    const byLabel = aSet({ name: 'Billing_PS', label: 'Billing_Access', ...broad });
    expect(run([byLabel])).to.have.length(1);
    const org = { kind: 'org' as const, org: 'uat', id: '0PS000000000001AAA' };
    const byId = anApp({
      origin: { ...org, id: '0xI000000000001' },
      grants: known({ permissionSets: [{ value: '0PS000000000001' }], profiles: [] }),
    });
    expect(onlyFinding(run([aSet({ name: 'X', origin: org, ...broad })], byId)).org).to.equal('uat');
    expect(run([aSet(), aSet({ name: 'Billing_Data', ...broad })])).to.have.length(1);
  });

  it('holds for narrow permission sets, and for those of no app', () => {
    const narrow = aSet({
      userPermissions: [{ value: 'ApiEnabled' }],
      objectPermissions: [{ value: { object: 'Order', access: ['read', 'edit'] } }],
    });
    expect(run([narrow, aSet({ name: 'Admins', ...broad })])).to.deep.equal([]);
  });

  it('leaves profiles and the sets of another org alone', () => {
    const org = { kind: 'org' as const, org: 'uat', id: '0PS1' };
    expect(run([aSet(), aSet({ isProfile: true, ...broad }), aSet({ origin: org, ...broad })])).to.deep.equal([]);
    expect(run([aSet(broad)], anApp({ usesOauth: known(false) }))).to.deep.equal([]);
  });

  it('cannot say when a granted permission set was not read', () => {
    expect(onlyReason(run([]))).to.equal('permission set Billing_Access is not among those that were read');
  });

  it('cannot say without the grants, if some permission set would matter', () => {
    const app = anApp({ name: 'Erp', grants: unknown('the app is managed') });
    expect(onlyReason(run([aSet(broad)], app))).to.equal('the app is managed');
    expect(run([aSet()], app)).to.deep.equal([]);
  });

  it('is inconclusive where rights on objects are partly read, with or without a reason', () => {
    const org = { kind: 'org' as const, org: 'uat', id: '0xI000000000001' };
    const app = anApp({ origin: org });
    const sets = [aSet({ origin: { ...org, id: '0PS1' } })];
    const coverage = [{ source: 'org:uat/ObjectPermissions', status: 'partial' as const }];
    const told = (more: { reason?: string }) =>
      rule.check(
        anInventory({ apps: [app], permissionSets: sets, coverage: coverage.map((one) => ({ ...one, ...more })) }),
        context,
      );
    expect(onlyReason(told({}))).to.contain('rights on objects could not be read in full');
    expect(onlyReason(told({ reason: 'too many rows' }))).to.contain('too many rows');
  });
});
