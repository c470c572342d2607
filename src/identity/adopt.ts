import { SfError } from '@salesforce/core/sfError';
import { permissionSetNames } from '../app/clientApp.js';
import { sameId } from '../org/connection.js';
import { integrationLicense } from '../org/integrationLicenses.js';
import type { UserRow } from '../org/users.js';
import { registrationOf, type OrgState } from './orgState.js';
import type { UserOptions, UserRequest } from './types.js';
import { usesAsRunAsUser, usesByToken, usesInManifests, type Use } from './uses.js';

/**
 * Whether a user may become, or stay, the user of an app: active, API only, and nobody else's.
 * @returns what could not be checked, and why
 * @throws UserInactiveError, UserFrozenError, NotAnIntegrationUserError, UserSharedError, UserUseUnknownError
 */
export const checkUser = (request: UserRequest, state: OrgState, options: UserOptions): string[] => {
  const user = state.users.get(request.username.toLowerCase());
  if (user) refuseUnfit(request, user, state, options.org);
  const uses = [...usesInManifests(request, options.manifests), ...(user ? usesInOrg(request, user, state) : [])];
  if (uses.length > 0 && !options.allowShared) throw shared(request, uses);
  if (user && !options.allowShared) refuseUnknownUse(request, user, state);
  return [
    ...(uses.length > 0 ? [`${request.username} also serves ${listed(uses)}, as --allow-shared allows.`] : []),
    ...(user ? unchecked(user, state) : []),
    ...unreadManifests(options.manifests),
  ];
};

const listed = (uses: readonly Use[]): string => {
  const apps = new Map<string, string[]>();
  for (const { app, how } of uses) apps.set(app, [...(apps.get(app) ?? []), how]);
  return [...apps].map(([app, hows]) => `${app} (${hows.join('; ')})`).join(', ');
};

const usesInOrg = (request: UserRequest, { Id }: UserRow, state: OrgState): Use[] => {
  const label = registrationOf(request, state.registrations)?.label;
  return [
    ...usesAsRunAsUser(request, Id, state.registrations.apps),
    ...(state.tokens.refused === undefined
      ? usesByToken(request, Id, state.tokens.rows, label === undefined ? [] : [label])
      : []),
  ];
};

const shared = ({ app, username }: UserRequest, uses: readonly Use[]): SfError =>
  SfError.create({
    name: 'UserSharedError',
    message: `${username} serves other apps already: ${listed(uses)}.`,
    actions: [
      `Give ${app.name} a user of its own: write another identity.user into its manifest.`,
      'Or insist with "sf clientapp create user --allow-shared": the apps then share their permissions, and no log tells which of them did what.',
    ],
    data: uses.map(({ app: name, how }) => ({ app: name, how })),
  });

const refuseUnfit = ({ app }: UserRequest, user: UserRow, state: OrgState, org: string): void => {
  const { Username, IsActive, Profile } = user;
  if (!IsActive) {
    throw new SfError(`${Username} is inactive in ${org}.`, 'UserInactiveError', [
      'Activate the user in Setup (Users, Edit, Active) if it may serve the app again; this takes a licence seat.',
      `Or give ${app.name} another user: change identity.user in its manifest.`,
    ]);
  }
  if (isFrozen(user, state)) {
    throw new SfError(`${Username} is frozen in ${org}.`, 'UserFrozenError', [
      'Find out why, then unfreeze the user in Setup (Users, the user, Unfreeze).',
    ]);
  }
  const license = Profile?.UserLicense?.Name;
  if (license === integrationLicense && Profile?.PermissionsApiUserOnly) return;
  const reason = !Profile
    ? 'the org does not show its profile'
    : license === integrationLicense
      ? `its profile "${Profile.Name}" allows more than the API`
      : `it has the profile "${Profile.Name}" on the licence "${license ?? 'unknown'}", as a person has`;
  throw new SfError(`${Username} is not an integration user: ${reason}.`, 'NotAnIntegrationUserError', [
    `Give ${app.name} a user of its own: write another identity.user into its manifest and run the command again.`,
  ]);
};

const isFrozen = ({ Id }: UserRow, { logins }: OrgState): boolean =>
  logins.refused === undefined && logins.rows.some(({ UserId, IsFrozen }) => sameId(UserId, Id) && IsFrozen === true);

/** A user who holds the app's access set was given to it before; of any other it must be known whom it serves. */
const refuseUnknownUse = ({ app, username }: UserRequest, { Id }: UserRow, state: OrgState): void => {
  const { unreadable } = state.registrations;
  const access = state.sets.get(permissionSetNames(app.name).access.toLowerCase());
  const isOwn = state.assignments.some(
    ({ AssigneeId, PermissionSetId }) =>
      access !== undefined && sameId(AssigneeId, Id) && sameId(PermissionSetId, access),
  );
  if (unreadable === undefined || isOwn) return;
  throw new SfError(
    `${username} exists, and whether it serves other apps is not known: ${unreadable}.`,
    'UserUseUnknownError',
    [
      'Sign in as a user who may retrieve metadata ("Modify Metadata Through Metadata API Functions").',
      'Or insist with "sf clientapp create user --allow-shared", if you know that no other app uses the user.',
    ],
  );
};

const unchecked = ({ Username }: UserRow, { registrations, tokens, logins }: OrgState): string[] => [
  ...[registrations.unreadable ?? registrations.gap].flatMap((reason) =>
    reason === undefined ? [] : [`Not all apps that may run as ${Username} could be checked: ${reason}.`],
  ),
  ...(tokens.refused === undefined ? [] : [`Tokens of ${Username} could not be checked: ${tokens.refused}.`]),
  ...(logins.refused === undefined ? [] : [`Whether ${Username} is frozen could not be checked: ${logins.refused}.`]),
];

const unreadManifests = (manifests: UserOptions['manifests']): string[] =>
  manifests
    .filter(({ app }) => app === undefined)
    .map(({ file }) => `${file} has errors, so whether it names the user could not be checked.`);
