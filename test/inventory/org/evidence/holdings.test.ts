import { expect } from 'chai';
import { appAccess, holdersOfSets } from '../../../../src/inventory/org/evidence/appHolders.js';
import { holdingsFrom, type HoldingSources } from '../../../../src/inventory/org/evidence/holdings.js';
import { permissionHolders } from '../../../../src/inventory/org/evidence/permissionHolders.js';
import type { PermissionSetRow } from '../../../../src/org/appAccess.js';
import type { Answer } from '../../../../src/org/readColumns.js';

const now = new Date('2026-11-23T00:00:00Z');
const user = '005000000000001AAA';
const profile = '00e000000000001AAA';
const set = '0PS000000000002AAA';
const aggregate = '0PS000000000003AAA';
const group = '0PG000000000001AAA';

const answer = <Row>(...rows: Row[]): Answer<Row> => ({ rows, missing: [] });

const ofProfile: PermissionSetRow = {
  Id: '0PS000000000001AAA',
  Name: 'X00e',
  ProfileId: profile,
  Profile: { Name: 'Standard' },
  permissions: ['ApiEnabled'],
};
const powerful: PermissionSetRow = { Id: set, Name: 'Powerful', permissions: ['ModifyAllData'] };
const muted = (Status: string): PermissionSetRow => ({
  Id: aggregate,
  Name: 'Ops',
  PermissionSetGroupId: group,
  PermissionSetGroup: { DeveloperName: 'Ops', Status },
  permissions: [],
});

const sources = (more: Partial<HoldingSources> = {}): HoldingSources => ({
  rights: { ViewSetup: true },
  users: answer({ Id: user, Username: 'a@x.example', IsActive: true, UserType: 'Standard', ProfileId: profile }),
  sets: answer(ofProfile, powerful, muted('Updated')),
  assignments: answer({ AssigneeId: user, PermissionSetId: aggregate, PermissionSetGroupId: group }),
  groupParts: answer(
    { PermissionSetGroupId: group, PermissionSetId: set },
    { PermissionSetGroupId: group, PermissionSetId: '0QM000000000001AAA' },
  ),
  ...more,
});

const holdersOf = (permission: string, from: HoldingSources) => {
  const all = permissionHolders(holdingsFrom(from, now), from.sets, { allColumns: true });
  return all.known ? all.value.find((one) => one.permission === permission)?.holders : all.reason;
};

describe('who holds which permission set', () => {
  it('goes by the sum that the org makes of a group that mutes', () => {
    expect(holdersOf('ModifyAllData', sources())).to.deep.equal([]);
    expect(holdersOf('ApiEnabled', sources())).to.deep.equal([{ userId: user, via: ['profile Standard'] }]);
  });

  it('takes the sets of the group where that sum is out of date, and says that some of it may be muted', () => {
    expect(holdersOf('ModifyAllData', sources({ sets: answer(ofProfile, powerful, muted('Outdated')) }))).to.deep.equal(
      [{ userId: user, via: ['permission set group Ops, which mutes permissions'] }],
    );
  });

  it('counts those who may open an app through a group that mutes', () => {
    const holdings = holdingsFrom(sources(), now);
    if (!holdings.known) throw new Error(holdings.reason);
    expect(holdings.value.mutingGroups).to.deep.equal(['Ops']);
    const access = answer({ SetupEntityId: '0H4000000000001AAA', ParentId: set, Parent: { Name: 'Powerful' } });
    const found = appAccess({ ViewSetup: true }, access, holdings, holdersOfSets(holdings.value));
    expect(found.known && found.value.holders).to.deep.equal({ [set.slice(0, 15)]: [user] });
  });

  it('passes over what has expired or was revoked', () => {
    const assigned = { AssigneeId: user, PermissionSetId: set };
    const held = (more: object) =>
      holdersOf('ModifyAllData', sources({ assignments: answer({ ...assigned, ...more }) }));
    expect(held({ ExpirationDate: '2026-11-22T00:00:00.000+0000' })).to.deep.equal([]);
    expect(held({ IsRevoked: true })).to.deep.equal([]);
    const until = { ExpirationDate: '2026-11-24T00:00:00.000+0000', IsRevoked: false };
    expect(held(until)).to.deep.equal([{ userId: user, via: ['permission set Powerful'] }]);
  });

  it('is not known when a profile that users have is hidden', () => {
    expect(holdersOf('ApiEnabled', sources({ sets: answer(powerful) }))).to.equal(
      'the org does not show what 1 of the profiles that users have permit',
    );
  });

  it('is not known when the org refuses one of the sources or hides what links them', () => {
    expect(holdersOf('ApiEnabled', sources({ assignments: { refused: 'no' } }))).to.equal('no');
    expect(holdersOf('ApiEnabled', sources({ sets: { rows: [ofProfile], missing: ['ProfileId'] } }))).to.equal(
      'the org does not show ProfileId of PermissionSet',
    );
    expect(holdersOf('ApiEnabled', sources({ rights: {} }))).to.match(/^the org does not tell whether/);
  });

  it('does not take the platform’s own users for people without a profile', () => {
    const users = answer(
      { Id: user, Username: 'a@x.example', IsActive: true, UserType: 'Standard', ProfileId: profile },
      { Id: '005000000000002AAA', Username: 'autoproc', IsActive: true, UserType: 'AutomatedProcess', ProfileId: null },
    );
    expect(holdersOf('ApiEnabled', sources({ users }))).to.have.length(1);
  });

  it('does not take a column that an old API version hides for a permission that the org lacks', () => {
    const from = sources({ sets: { rows: [ofProfile], missing: ['PermissionsUseAnyApiAuth'] } });
    const found = (allColumns: boolean) => {
      const all = permissionHolders(holdingsFrom(from, now), from.sets, { allColumns });
      return all.known && all.value.find(({ permission }) => permission === 'UseAnyApiAuth');
    };
    expect(found(true)).to.include({ exists: false });
    expect(found(false)).to.equal(undefined);
  });
});
