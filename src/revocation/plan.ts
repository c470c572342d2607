import { SfError } from '@salesforce/core/sfError';
import type { CallerRights } from '../org/callerRights.js';
import { readRights } from '../org/callerRights.js';
import { readConnectedApps, readExternalApps, readMenuItems } from '../org/clientAppRecords.js';
import type { OrgConnection } from '../org/connection.js';
import type { OrgClock } from '../org/orgClock.js';
import { ownUserId as readOwnUserId } from '../org/permissions.js';
import type { Answer } from '../org/readColumns.js';
import { readNamedUsers } from '../org/revocation.js';
import { lookAtSwitches } from './appSwitch.js';
import { chooseSessions, chooseTokens, readAllTokens, readFrozen } from './observe.js';
import { groupTokens, shortId } from './selection.js';
import { resolveApps, type KnownApps } from './subjects.js';
import type { AppSubject, NotDone, RevocationPlan, RevocationRequest, Selection } from './types.js';

const rightsNeeded = ['CustomizeApplication', 'ManageUsers'] as const;

const readKnownApps = async (connection: OrgConnection): Promise<Omit<KnownApps, 'tokenNames'>> => {
  const gaps: string[] = [];
  const rowsOf = <Row>(answer: Answer<Row>): Row[] => {
    if (answer.refused === undefined) return answer.rows;
    gaps.push(answer.refused);
    return [];
  };
  const [external, connected, menuItems] = await Promise.all([
    readExternalApps(connection),
    readConnectedApps(connection),
    readMenuItems(connection),
  ]);
  return { external: rowsOf(external), connected: rowsOf(connected), menuItems: rowsOf(menuItems), gaps };
};

const isUserId = (user: string): boolean => /^005[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(user);

/** @throws UserNotFoundError that names everyone whom the org does not show */
const resolveUsers = async (
  connection: OrgConnection,
  users: readonly string[],
  org: string,
): Promise<ReadonlySet<string> | undefined> => {
  if (users.length === 0) return undefined;
  const answer = await readNamedUsers(connection, {
    usernames: users.filter((user) => !isUserId(user)),
    ids: users.filter(isUserId),
  });
  if (answer.refused !== undefined)
    throw new SfError(`No user can be looked up: ${answer.refused}.`, 'UserNotFoundError');
  const isThere = (user: string): boolean =>
    answer.rows.some(({ Id, Username }) =>
      isUserId(user) ? shortId(Id) === shortId(user) : Username.toLowerCase() === user.toLowerCase(),
    );
  const missing = users.filter((user) => !isThere(user));
  if (missing.length > 0) {
    throw new SfError(`${org} has no user ${missing.join(', ')}.`, 'UserNotFoundError', [
      'Check the spelling: a username is not always the e-mail address, and in a sandbox it ends with the name of the sandbox.',
    ]);
  }
  return new Set(answer.rows.map(({ Id }) => shortId(Id)));
};

const dayMs = 86_400_000;

const selectionOf = (
  { olderThanDays, inactiveUsers }: RevocationRequest,
  apps: readonly AppSubject[] | undefined,
  users: ReadonlySet<string> | undefined,
  now: Date,
): Selection => ({
  ...(apps ? { apps } : {}),
  ...(users ? { users } : {}),
  ...(olderThanDays === undefined ? {} : { before: new Date(now.getTime() - olderThanDays * dayMs) }),
  inactiveOnly: inactiveUsers,
});

const rotationsOf = (apps: readonly AppSubject[]): { rotations: string[]; notDone: NotDone[] } => ({
  rotations: apps.filter(({ registration }) => registration === 'external-client-app').map(({ name }) => name),
  notDone: apps
    .filter(({ registration }) => registration !== 'external-client-app')
    .map(({ name, registration }) => ({
      what: 'rotation',
      subject: name,
      reason:
        registration === 'connected-app'
          ? 'the secret of a Connected App can only be replaced in Setup'
          : 'the org has no registration of it, so the secret is with whoever made the app',
    })),
});

/** Nothing at all could be done: a person must know which permission is missing, and not read a zero. */
const refuseBlind = (reason: string, org: string): SfError =>
  new SfError(`${org} does not show all tokens: ${reason}.`, 'TokensNotVisibleError', [
    'Give the signed-in user the permission "Customize Application", or sign in as an admin.',
  ]);

/**
 * Everything that would be done, with exact counts; changes nothing.
 * @param clock the org's, from which ages count
 * @throws ClientAppNotFoundError, UserNotFoundError, TokensNotVisibleError
 */
export const planRevocation = async (
  connection: OrgConnection,
  { org, request, clock }: { org: string; request: RevocationRequest; clock: OrgClock },
): Promise<{ plan: RevocationPlan; rights: CallerRights }> => {
  const { names, users, inactiveUsers, disableApp, endSessions, rotate } = request;
  const [rights, ownUserId, chosenUsers] = await Promise.all([
    readRights(connection, rightsNeeded),
    readOwnUserId(connection),
    resolveUsers(connection, users, org),
  ]);
  const [{ tokens, gap, blind }, known, { frozen, notDone: frozenGap }] = await Promise.all([
    readAllTokens({ connection, org, rights }),
    names.length > 0 ? readKnownApps(connection) : undefined,
    readFrozen(connection, inactiveUsers),
  ]);
  if (blind !== undefined && !disableApp && !endSessions && !rotate) throw refuseBlind(blind, org);
  const tokenNames = [...new Set(tokens.map(({ appName }) => appName))];
  const apps = known && resolveApps(names, { ...known, tokenNames }, org);
  const selection = selectionOf(request, apps, chosenUsers, clock());
  const eyes = { connection, org, rights, ownUserId, frozen };
  const chosen = chooseTokens(tokens, selection, eyes);
  const [sessions, switches] = await Promise.all([
    endSessions ? chooseSessions(eyes, selection) : { items: [], notDone: [] },
    disableApp ? lookAtSwitches(connection, apps ?? []) : [],
  ]);
  const rotation = rotate ? rotationsOf(apps ?? []) : { rotations: [], notDone: [] };
  return {
    rights,
    plan: {
      org,
      request,
      selection,
      apps: apps ?? [],
      tokens: chosen.items,
      gap,
      groups: groupTokens(chosen.items),
      sessions: sessions.items,
      switches,
      rotations: rotation.rotations,
      notDone: [
        ...(blind === undefined ? [] : [{ what: 'tokens', reason: blind }]),
        ...frozenGap,
        ...chosen.notDone,
        ...sessions.notDone,
        ...rotation.notDone,
      ],
      frozen,
      ownUserId,
    },
  };
};
