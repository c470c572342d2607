import { expect } from 'chai';
import { withGrants } from '../../../src/inventory/org/grants.js';
import { unknownApp } from '../../../src/inventory/org/unknownApp.js';
import { known, type InventoryApp } from '../../../src/inventory/types.js';
import type { AccessRow } from '../../../src/org/appAccess.js';

const fromFile = known({ permissionSets: [{ value: 'Billing access' }], profiles: [] });
const app = (id: string): InventoryApp => ({
  ...unknownApp({ name: 'Billing', origin: { kind: 'org', org: 'dev', id }, registration: 'connected-app' }, ''),
  grants: fromFile,
});

const grantsOf = (id: string, rows: AccessRow[], ViewSetup = true) =>
  withGrants([app(id)], { access: { rows, missing: [] }, rights: { ViewSetup } })[0]?.grants;

const row = (parent: NonNullable<AccessRow['Parent']> | null): AccessRow => ({
  SetupEntityId: '0H4000000000001AAA',
  ParentId: '0PS000000000001AAA',
  Parent: parent,
});

describe('what opens an app', () => {
  it('is what the records say, under 15 characters of its id', () => {
    const set = row({ Name: 'Billing_Access', IsOwnedByProfile: false });
    expect(grantsOf('0H4000000000001', [set])).to.deep.equal(
      known({ permissionSets: [{ value: 'Billing_Access' }], profiles: [] }),
    );
    expect(grantsOf('0H4000000000002AAA', [set])).to.deep.equal(known({ permissionSets: [], profiles: [] }));
  });

  it('has the id where a name is hidden', () => {
    expect(grantsOf('0H4000000000001AAA', [row({ IsOwnedByProfile: true, Profile: null })])).to.deep.equal(
      known({ permissionSets: [], profiles: [{ value: '0PS000000000001AAA' }] }),
    );
    expect(grantsOf('0H4000000000001AAA', [row(null)])).to.deep.equal(
      known({ permissionSets: [{ value: '0PS000000000001AAA' }], profiles: [] }),
    );
  });

  it('is not "nothing" for a user who may not see it, or an app without id', () => {
    expect(grantsOf('0H4000000000001AAA', [], false)).to.deep.equal(fromFile);
    expect(grantsOf('', [])).to.deep.equal(fromFile);
    const refused = withGrants([app('0H4000000000001AAA')], { access: { refused: 'no' }, rights: { ViewSetup: true } });
    expect(refused[0]?.grants).to.deep.equal(fromFile);
  });
});
