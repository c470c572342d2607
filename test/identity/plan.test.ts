import { expect } from 'chai';
import type { OrgState } from '../../src/identity/orgState.js';
import { planSteps } from '../../src/identity/plan.js';
import type { Phase, UserRequest } from '../../src/identity/types.js';
import { known, unknown, type Fact, type InventoryApp } from '../../src/inventory/types.js';
import type { UserRow } from '../../src/org/users.js';
import { anApp } from '../audit/rules/anInventory.js';
import { integrationUser, requestFor } from './support.js';

const now = new Date('2026-11-23T12:00:00Z');
const userId = '005000000000001AAA';
const accessId = '0PS000000000001AAA';
const dataId = '0PS000000000002AAA';
const user: UserRow = {
  Id: userId,
  Username: integrationUser,
  IsActive: true,
  Profile: null,
  TimeZoneSidKey: '',
  LocaleSidKey: '',
  EmailEncodingKey: '',
  LanguageLocaleKey: '',
};
const assigned = (set: string, ends: string | null = null) => ({
  AssigneeId: userId,
  PermissionSetId: set,
  ExpirationDate: ends,
});
const nothing = { rows: [], missing: [] };
const registered = (overrides: Partial<InventoryApp> = {}): InventoryApp =>
  anApp({
    name: 'AcmeErp',
    registration: 'external-client-app',
    grants: known({ permissionSets: [{ value: 'AcmeErp_Access' }], profiles: [] }),
    clientCredentials: { settings: known(true), policy: known(true), runAsUser: known(integrationUser) },
    ...overrides,
  });

/** An org in which nothing is left to do. */
const complete: OrgState = {
  rights: {},
  users: new Map([[integrationUser, user]]),
  logins: nothing,
  sets: new Map([
    ['acmeerp_access', accessId],
    ['acmeerp_data', dataId],
  ]),
  assignments: [assigned(accessId), assigned(dataId)],
  licensed: new Set([userId]),
  registrations: { apps: [registered()] },
  tokens: nothing,
};
const plan = (state: Partial<OrgState> = {}, phase: Phase = 'all', request: UserRequest = requestFor('AcmeErp')) =>
  planSteps(request, { ...complete, ...state }, phase, now);
const stepOf = (name: string, state: Partial<OrgState>) => plan(state).find(({ step }) => step === name);
const withRunAs = (runAsUser: Fact<string | undefined>): Partial<OrgState> => ({
  registrations: {
    apps: [registered({ clientCredentials: { settings: known(true), policy: known(true), runAsUser } })],
  },
});

describe('the plan of a user', () => {
  it('has nothing to do where all is there', () => {
    expect(plan().map(({ step, state }) => `${step} ${state}`)).to.deep.equal([
      'user already',
      'permission-set-license already',
      'access-permission-set already',
      'data-permission-set already',
      'app-opens-to-access-set already',
      'app-runs-as-user already',
    ]);
  });

  it('keeps to its phase', () => {
    expect(plan({}, 'before-deploy').map(({ step }) => step)).to.deep.equal(['user', 'permission-set-license']);
    expect(plan({}, 'after-deploy').map(({ step }) => step)).to.deep.equal([
      ...['user', 'permission-set-license'],
      ...['access-permission-set', 'data-permission-set'],
    ]);
  });

  it('puts the licence before the permission sets', () => {
    expect(
      plan({ users: new Map(), licensed: new Set(), assignments: [] }).map((one) => 'action' in one && one.action),
    ).to.deep.equal([
      { kind: 'create-user' },
      { kind: 'assign-license' },
      { kind: 'assign-set', set: 'AcmeErp_Access', setId: accessId },
      { kind: 'assign-set', set: 'AcmeErp_Data', setId: dataId },
      false,
      false,
    ]);
  });

  it('tells an assignment that ends from one that has ended', () => {
    const ends = (day: string) =>
      stepOf('data-permission-set', {
        assignments: [assigned(accessId), assigned(dataId, `${day}T00:00:00.000+0000`)],
      });
    expect(ends('2027-01-01')).to.deep.equal({
      step: 'data-permission-set',
      state: 'already',
      note: 'The assignment of AcmeErp_Data ends on 2027-01-01.',
    });
    expect(ends('2026-11-01')).to.include({ state: 'later' }).and.have.property('note').contains('ended on 2026-11-01');
  });

  it("does not take another user's assignment for the user's own", () => {
    const assignments = [{ ...assigned(accessId), AssigneeId: '005000000000009AAA' }];
    expect(stepOf('access-permission-set', { assignments })).to.include({ state: 'todo' });
  });

  it('looks at how the app opens only when not everybody may use it', () => {
    const { app, username } = requestFor('AcmeErp');
    const open = { ...app, policies: { ...app.policies, permittedUsers: 'self-authorize' as const } };
    expect(plan({}, 'all', { app: open, username }).map(({ step }) => step)).to.not.include('app-opens-to-access-set');
  });

  it('looks at the run-as user of client credentials only', () => {
    const { app, username } = requestFor('AcmeErp');
    const request = { app: { ...app, flow: 'jwt-bearer' as const }, username };
    expect(plan({}, 'all', request).map(({ step }) => step)).to.not.include('app-runs-as-user');
  });

  it('finds the access set by id, too', () => {
    const grants = known({ permissionSets: [{ value: accessId.slice(0, 15) }], profiles: [] });
    expect(stepOf('app-opens-to-access-set', { registrations: { apps: [registered({ grants })] } })).to.include({
      state: 'already',
    });
  });

  it('finds the run-as user by id and in any case', () => {
    for (const runAs of [userId, integrationUser.toUpperCase()])
      expect(stepOf('app-runs-as-user', withRunAs(known(runAs)))).to.include({ state: 'already' });
  });

  const notes: Array<[string, string, Partial<OrgState>, string]> = [
    ['another run-as user', 'app-runs-as-user', withRunAs(known('a@b.example')), 'AcmeErp runs as a@b.example'],
    ['no run-as user', 'app-runs-as-user', withRunAs(known(undefined)), 'AcmeErp has no user to run as'],
    ['an unknown run-as user', 'app-runs-as-user', withRunAs(unknown('no file')), 'is not known (no file)'],
    [
      'an app that does not open to the set',
      'app-opens-to-access-set',
      { registrations: { apps: [registered({ grants: known({ permissionSets: [], profiles: [] }) })] } },
      'AcmeErp does not open to AcmeErp_Access',
    ],
    [
      'an app of unknown grants',
      'app-opens-to-access-set',
      { registrations: { apps: [registered({ grants: unknown('no file') })] } },
      'Which permission sets open AcmeErp is not known (no file)',
    ],
    ['an app that is not there', 'app-runs-as-user', { registrations: { apps: [] } }, 'does not have AcmeErp yet'],
    [
      'an app of the other family',
      'app-runs-as-user',
      { registrations: { apps: [registered({ registration: 'connected-app' })] } },
      'does not have AcmeErp yet',
    ],
    [
      'an org whose metadata cannot be read',
      'app-runs-as-user',
      { registrations: { apps: [], unreadable: 'it says no' } },
      'could not be looked at in the org: it says no',
    ],
    ['a set that is not there', 'data-permission-set', { sets: new Map() }, 'has no permission set AcmeErp_Data yet'],
  ];
  for (const [what, step, state, note] of notes) {
    it(`leaves for later, with the reason: ${what}`, () => {
      const found = stepOf(step, state);
      expect(found?.state).to.equal('later');
      expect(found?.note).to.contain(note);
    });
  }
});
