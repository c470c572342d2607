import { permissionSetNames } from '../app/clientApp.js';
import { retrieveDocuments } from '../inventory/org/retrieveDocuments.js';
import { shortfallOf } from '../inventory/org/shortfall.js';
import type { InventoryApp } from '../inventory/types.js';
import { readRights } from '../org/callerRights.js';
import type { OrgConnection } from '../org/connection.js';
import type { Answer } from '../org/readColumns.js';
import {
  readAssignments,
  readLicenseHolders,
  readPermissionSetIds,
  type AssignmentRow,
} from '../org/userAssignments.js';
import { ownUsername, readLogins, readUsers, type LoginRow, type UserRow } from '../org/users.js';
import { readTokensOf, type UserTokenRow } from '../org/userTokens.js';
import { inventoryAppFromDocuments } from '../registration/read/inventoryApps.js';
import type { Phase, UserRequest } from './types.js';

const neededRights = [
  'ManageUsers',
  'AssignPermissionSets',
  'ViewSetup',
  'CustomizeApplication',
  'ExternalClientAppViewer',
] as const;
/** What the signed-in user may do; what the org does not tell is absent. */
export type Rights = Partial<Record<(typeof neededRights)[number], boolean>>;

export type Registrations = {
  apps: InventoryApp[];
  /** Why none could be read, in one sentence without a full stop. */
  unreadable?: string | undefined;
  /** Why some may be missing. */
  gap?: string | undefined;
};

/** What the org has of the users of some apps. */
export type OrgState = {
  rights: Rights;
  /** By username in lower case; the signed-in user is among them. */
  users: ReadonlyMap<string, UserRow>;
  logins: Answer<LoginRow>;
  /** Ids by name in lower case. */
  sets: ReadonlyMap<string, string>;
  assignments: readonly AssignmentRow[];
  licensed: ReadonlySet<string>;
  registrations: Registrations;
  tokens: Answer<UserTokenRow>;
};

const nothing = { rows: [], missing: [] };

const readRegistrations = async (connection: OrgConnection, org: string, rights: Rights): Promise<Registrations> => {
  const { documents, coverage } = await retrieveDocuments(
    connection,
    org,
    shortfallOf(rights, 'ExternalClientAppViewer'),
  );
  if (coverage.status === 'unavailable') return { apps: [], unreadable: coverage.reason };
  const { apps } = inventoryAppFromDocuments(documents, { kind: 'org', org, id: '' });
  return { apps, gap: coverage.reason };
};

const readTokens = async (
  connection: OrgConnection,
  userIds: readonly string[],
  rights: Rights,
): Promise<Answer<UserTokenRow>> => {
  const refused = shortfallOf(rights, 'CustomizeApplication');
  return refused === undefined ? readTokensOf(connection, userIds) : { refused };
};

/**
 * Reads what there is, with as many calls for a hundred apps as for one. Who else uses a user is asked only of users that
 * exist, since no app can run as one that does not.
 */
export const readOrgState = async (
  connection: OrgConnection,
  requests: readonly UserRequest[],
  { org, phase }: { org: string; phase: Phase },
): Promise<OrgState> => {
  const usernames = [...new Set(requests.map(({ username }) => username))];
  const setNames = requests.flatMap(({ app }) => Object.values(permissionSetNames(app.name)));
  const [rights, users] = await Promise.all([
    readRights(connection, neededRights),
    readUsers(connection, [...usernames, ownUsername(connection)].filter(Boolean)),
  ]);
  const ids = usernames.flatMap((username) => users.get(username.toLowerCase())?.Id ?? []);
  const exists = ids.length > 0;
  const wantsUses = phase !== 'after-deploy' && exists;
  const [logins, sets, assignments, licensed, registrations, tokens] = await Promise.all([
    exists ? readLogins(connection, ids) : nothing,
    readPermissionSetIds(connection, setNames),
    exists ? readAssignments(connection, ids, setNames) : [],
    exists ? readLicenseHolders(connection, ids) : new Set<string>(),
    wantsUses || phase === 'all' ? readRegistrations(connection, org, rights) : { apps: [] },
    wantsUses ? readTokens(connection, ids, rights) : nothing,
  ]);
  return { rights, users, logins, sets, assignments, licensed, registrations, tokens };
};

/** The registration of an app in the org, if it has one. */
export const registrationOf = ({ app }: UserRequest, { apps }: Registrations): InventoryApp | undefined =>
  apps.find(
    ({ name, registration }) => name.toLowerCase() === app.name.toLowerCase() && registration === app.registration,
  );
