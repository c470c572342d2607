import { shortfallOf } from '../inventory/org/shortfall.js';
import type { InventoryToken } from '../inventory/types.js';
import { maxSessions, readOauthSessions } from '../org/activity/authSessions.js';
import type { CallerRights } from '../org/callerRights.js';
import type { OrgConnection } from '../org/connection.js';
import { readOauthTokens, type TokenRow } from '../org/oauthTokens.js';
import { readFrozenUsers } from '../org/orgUsers.js';
import { readNamedUsers } from '../org/revocation.js';
import { plural } from './plural.js';
import { judgeSession, judgeToken, shortId } from './selection.js';
import type { NotDone, SelectedSession, Selection } from './types.js';

/** Names under which `sf` itself signs in. */
const ownApps = new Set(['salesforce cli', 'platformcli']);

/** True for what may be the very sign-in of this command: ending it half-way would leave the rest undone. */
const mayBeOwnSignIn = (userId: string, app: string | undefined, ownUserId: string): boolean =>
  shortId(userId) === shortId(ownUserId) && (app === undefined || ownApps.has(app.toLowerCase()));

export type Eyes = {
  connection: OrgConnection;
  org: string;
  rights: CallerRights;
  ownUserId: string;
  frozen: ReadonlySet<string>;
};

export type Observed<Item> = { items: readonly Item[]; notDone: NotDone[] };

/** Frozen users, when they matter; the org shows them only to who may manage users. */
export const readFrozen = async (
  connection: OrgConnection,
  isNeeded: boolean,
): Promise<{ frozen: ReadonlySet<string>; notDone: NotDone[] }> => {
  if (!isNeeded) return { frozen: new Set(), notDone: [] };
  const answer = await readFrozenUsers(connection);
  return answer.refused === undefined
    ? { frozen: new Set(answer.rows.map(({ UserId }) => shortId(UserId))), notDone: [] }
    : { frozen: new Set(), notDone: [{ what: 'tokens of frozen users', reason: answer.refused }] };
};

/** A row of OauthToken in the words of the inventory; whatever else it has stays behind. */
export const tokenOf = (
  org: string,
  { Id, AppName, AppMenuItem, UserId, User, CreatedDate, LastUsedDate }: TokenRow,
): InventoryToken => ({
  id: Id ?? '',
  org,
  appName: AppName,
  applicationId: AppMenuItem?.ApplicationId ?? undefined,
  userId: UserId,
  username: User?.Username,
  userIsActive: User?.IsActive,
  createdDate: CreatedDate ?? undefined,
  lastUsedDate: LastUsedDate ?? undefined,
});

/** What the org shows of its tokens; `gap` says why it may not be all, and `blind` why nothing is worth looking at. */
export type SeenTokens = { tokens: readonly InventoryToken[]; gap?: string; blind?: string };

/** Every token of the org, or all that it gives at once: 2,500 of one user, and after those are revoked the rest. */
export const readAllTokens = async ({
  connection,
  org,
  rights,
}: Pick<Eyes, 'connection' | 'org' | 'rights'>): Promise<SeenTokens> => {
  const shortfall = shortfallOf(rights, 'CustomizeApplication');
  if (shortfall !== undefined) return { tokens: [], blind: shortfall };
  const answer = await readOauthTokens(connection);
  if (answer.refused !== undefined) return { tokens: [], blind: answer.refused };
  const essential = answer.missing.find((column) => column === 'UserId' || column === 'AppName');
  if (essential !== undefined) return { tokens: [], blind: `the org does not show ${essential} of OauthToken` };
  const { rows, expected = rows.length } = answer;
  const tokens = rows.map((row) => tokenOf(org, row));
  return rows.length < expected
    ? { tokens, gap: `the org shows no more than ${rows.length} of ${expected} tokens at once` }
    : { tokens };
};

/** Which of these tokens are meant, and which would be if the org told more, or if this command could do without them. */
export const chooseTokens = (
  tokens: readonly InventoryToken[],
  selection: Selection,
  { frozen, ownUserId }: Pick<Eyes, 'frozen' | 'ownUserId'>,
): Observed<InventoryToken> => {
  const judged = Map.groupBy(tokens, (token) => judgeToken(token, selection, frozen));
  const { own = [], others = [] } = Object.groupBy(judged.get('selected') ?? [], ({ userId, appName }) =>
    mayBeOwnSignIn(userId, appName, ownUserId) ? 'own' : 'others',
  );
  const untold = judged.get('unknown') ?? [];
  return {
    items: others,
    notDone: [
      ...(own.length === 0
        ? []
        : [
            {
              what: plural(own.length, 'token'),
              reason:
                'one of them may be the sign-in of this very command; end those with "sf org logout", or sign in as somebody else',
            },
          ]),
      ...(untold.length === 0
        ? []
        : [
            {
              what: plural(untold.length, 'token'),
              reason: 'the org does not tell when they were used or made, or by whom',
            },
          ]),
    ],
  };
};

const usersAtOnce = 400;

/** Who of these users is inactive; the rest is active or not shown. */
const inactiveAmong = async (connection: OrgConnection, ids: readonly string[]): Promise<string[]> => {
  const inactive: string[] = [];
  for (let start = 0; start < ids.length; start += usersAtOnce) {
    const answer = await readNamedUsers(connection, { ids: ids.slice(start, start + usersAtOnce) });
    if (answer.refused !== undefined) continue;
    inactive.push(...answer.rows.filter(({ IsActive }) => IsActive === false).map(({ Id }) => shortId(Id)));
  }
  return inactive;
};

/** The live OAuth sessions that are meant. */
export const chooseSessions = async (
  { connection, rights, ownUserId, frozen }: Eyes,
  selection: Selection,
): Promise<Observed<SelectedSession>> => {
  const what = 'sessions';
  if (rights.ManageUsers !== true) {
    const lack =
      rights.ManageUsers === false
        ? 'the user lacks the permission ManageUsers'
        : 'the org does not tell whether the user has ManageUsers';
    return { items: [], notDone: [{ what, reason: `${lack}, without which the org shows only one's own sessions` }] };
  }
  const answer = await readOauthSessions(connection);
  if (answer.refused !== undefined) return { items: [], notDone: [{ what, reason: answer.refused }] };
  const sessions = answer.rows
    .slice(0, maxSessions)
    .map((row) => ({ ...row, application: row.LoginHistory?.Application ?? undefined }));
  const ids = [...new Set(sessions.map(({ UsersId }) => UsersId ?? ''))].filter((id) => id !== '');
  const inactive = selection.inactiveOnly ? new Set([...frozen, ...(await inactiveAmong(connection, ids))]) : frozen;
  const judged = Map.groupBy(sessions, (session) => judgeSession(session, selection, inactive));
  const isOwn = ({ UsersId, application }: SelectedSession): boolean =>
    mayBeOwnSignIn(UsersId ?? '', application, ownUserId);
  const selected = judged.get('selected') ?? [];
  const untold = (judged.get('unknown') ?? []).filter((session) => !isOwn(session)).length;
  const own = selected.filter(isOwn).length;
  return {
    items: selected.filter((session) => !isOwn(session)),
    notDone: [
      ...(own === 0
        ? []
        : [{ what: plural(own, 'session'), reason: 'one of them may be the sign-in of this very command' }]),
      ...(untold === 0
        ? []
        : [
            {
              what: plural(untold, 'session'),
              reason: 'the org does not tell which app they belong to, or since when',
            },
          ]),
      ...(answer.rows.length > maxSessions
        ? [{ what: 'more sessions', reason: `no more than the newest ${maxSessions} are looked at in one run` }]
        : []),
    ],
  };
};
