import { permissionSetNames } from '../app/clientApp.js';
import type { InventoryApp } from '../inventory/types.js';
import { sameId } from '../org/connection.js';
import { registrationOf, type OrgState } from './orgState.js';
import type { Phase, PlannedStep, StepName, UserRequest } from './types.js';
import { runsAs } from './uses.js';

/** What is done already and what is left to do, from what the org has. Pure: changes and asks nothing. */
export const planSteps = (request: UserRequest, state: OrgState, phase: Phase, now: Date): PlannedStep[] => {
  const userId = state.users.get(request.username.toLowerCase())?.Id;
  const { access, data } = permissionSetNames(request.app.name);
  return [
    userId === undefined
      ? { step: 'user', state: 'todo', action: { kind: 'create-user' } }
      : { step: 'user', state: 'already' },
    userId !== undefined && state.licensed.has(userId)
      ? { step: 'permission-set-license', state: 'already' }
      : { step: 'permission-set-license', state: 'todo', action: { kind: 'assign-license' } },
    ...(phase === 'before-deploy'
      ? []
      : [
          planSet('access-permission-set', access, request, userId, state, now),
          planSet('data-permission-set', data, request, userId, state, now),
        ]),
    ...(phase === 'all' ? planApp(request, userId, state) : []),
  ];
};

const planSet = (
  step: StepName,
  set: string,
  { app }: UserRequest,
  userId: string | undefined,
  state: OrgState,
  now: Date,
): PlannedStep => {
  const setId = state.sets.get(set.toLowerCase());
  if (setId === undefined) {
    const note = `The org has no permission set ${set} yet: run "sf clientapp deploy --name ${app.name}", then this command again.`;
    return { step, state: 'later', note };
  }
  const held = state.assignments.find(
    ({ AssigneeId, PermissionSetId }) => AssigneeId === userId && sameId(PermissionSetId, setId),
  );
  if (!held) return { step, state: 'todo', action: { kind: 'assign-set', set, setId } };
  if (!held.ExpirationDate) return { step, state: 'already' };
  const day = held.ExpirationDate.slice(0, 10);
  return new Date(held.ExpirationDate) > now
    ? { step, state: 'already', note: `The assignment of ${set} ends on ${day}.` }
    : {
        step,
        state: 'later',
        note: `The assignment of ${set} ended on ${day}: remove it in Setup, then run this command again.`,
      };
};

/** What only a deploy can change, looked at so that nobody believes the app ready before it is. */
const planApp = (request: UserRequest, userId: string | undefined, state: OrgState): PlannedStep[] => {
  const { app } = request;
  const steps: StepName[] = [
    ...(app.policies.permittedUsers === 'admin-approved' ? (['app-opens-to-access-set'] as const) : []),
    ...(app.flow === 'client-credentials' ? (['app-runs-as-user'] as const) : []),
  ];
  const { unreadable } = state.registrations;
  const registration = registrationOf(request, state.registrations);
  return steps.map((step): PlannedStep => {
    if (unreadable !== undefined)
      return { step, state: 'later', note: `${app.name} could not be looked at in the org: ${unreadable}.` };
    const lack = registration
      ? lackOf(step, request, userId, registration, state)
      : `the org does not have ${app.name} yet`;
    if (lack === undefined) return { step, state: 'already' };
    return { step, state: 'later', note: `${capitalized(lack)}: run "sf clientapp deploy --name ${app.name}".` };
  });
};

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What the registration lacks, or undefined when it has it. */
const lackOf = (
  step: StepName,
  { app, username }: UserRequest,
  userId: string | undefined,
  registration: InventoryApp,
  state: OrgState,
): string | undefined => {
  if (step === 'app-runs-as-user') {
    const { runAsUser } = registration.clientCredentials;
    if (!runAsUser.known) return `as whom ${app.name} runs is not known (${runAsUser.reason})`;
    if (!runAsUser.value) return `${app.name} has no user to run as`;
    return runsAs(registration, username, userId ?? '') ? undefined : `${app.name} runs as ${runAsUser.value}`;
  }
  const { access } = permissionSetNames(app.name);
  const { grants } = registration;
  if (!grants.known) return `which permission sets open ${app.name} is not known (${grants.reason})`;
  const accessId = state.sets.get(access.toLowerCase());
  // Named by label, which equals the API name here, by API name, or by id (platform.md 8.10, 8.35).
  const opens = grants.value.permissionSets.some(
    ({ value }) => value.toLowerCase() === access.toLowerCase() || (accessId !== undefined && sameId(value, accessId)),
  );
  return opens ? undefined : `${app.name} does not open to ${access}`;
};
