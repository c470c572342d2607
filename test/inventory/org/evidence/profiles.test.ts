import { expect } from 'chai';
import { evidenceProfiles, type ProfileFile } from '../../../../src/inventory/org/evidence/profiles.js';
import type { OrgUserRow } from '../../../../src/org/orgUsers.js';
import type { Answer } from '../../../../src/org/readColumns.js';

const admin: ProfileFile = { fullName: 'Admin', id: '00e000000000001AAA', loginIpRanges: [] };

const usersWith = (...profiles: Array<[id: string, name: string]>): Answer<OrgUserRow> => ({
  missing: [],
  rows: profiles.map(([ProfileId, Name], index) => ({
    Id: `00500000000000${index}AAA`,
    Username: `user${index}@x.example`,
    IsActive: true,
    UserType: 'Standard',
    ProfileId,
    Profile: { Name },
  })),
});

const files = (profiles: ProfileFile[], timeouts: Array<[string, number]> = []) => ({
  profiles,
  sessionTimeouts: new Map(timeouts),
});

describe('profiles of an org', () => {
  it('have the name that Setup gives them, by an id of 15 characters as well as 18', () => {
    const found = evidenceProfiles(files([admin]), usersWith(['00e000000000001', 'System Administrator']));
    expect(found.known && found.value.map(({ name }) => name)).to.deep.equal(['System Administrator']);
  });

  it('have their own session timeout where they set one', () => {
    const other: ProfileFile = { fullName: 'Custom: Ops', loginIpRanges: [] };
    const found = evidenceProfiles(
      files([admin, other], [['custom: ops', 15]]),
      usersWith(['00e000000000001AAA', 'System Administrator'], ['00e000000000002AAA', 'Custom: Ops']),
    );
    expect(
      found.known && found.value.map(({ name, sessionTimeoutMinutes }) => [name, sessionTimeoutMinutes]),
    ).to.deep.equal([
      ['System Administrator', undefined],
      ['Custom: Ops', 15],
    ]);
  });

  it('are not known as long as one that users have is missing', () => {
    const users = usersWith(['00e000000000001AAA', 'System Administrator'], ['00e000000000002AAA', 'Sales']);
    expect(evidenceProfiles(files([admin]), users)).to.deep.equal({
      known: false,
      reason: 'the org gave no metadata of the profile Sales',
    });
  });

  it('of users who cannot sign in need not be there', () => {
    const users = usersWith(['00e000000000001AAA', 'System Administrator']);
    if (users.refused !== undefined) throw new Error(users.refused);
    users.rows.push({ Id: '005', Username: 'auto', IsActive: true, UserType: 'AutomatedProcess' });
    expect(evidenceProfiles(files([admin]), users).known).to.equal(true);
  });

  it('are not known when the org refuses them or its users', () => {
    expect(evidenceProfiles({ refused: 'no' }, usersWith())).to.deep.equal({ known: false, reason: 'no' });
    expect(evidenceProfiles(files([admin]), { refused: 'not users' })).to.include({ reason: 'not users' });
  });
});
