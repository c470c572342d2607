import { expect } from 'chai';
import { describePrivileges } from '../../src/audit/permissionHolders.js';

describe('privileges in words', () => {
  it('name what gives them, where the org tells', () => {
    expect(
      describePrivileges([
        { permission: 'ModifyAllData', via: ['profile Admin'] },
        { permission: 'ManageUsers', via: [] },
      ]),
    ).to.equal('Modify All Data (profile Admin), Manage Users');
  });
});
