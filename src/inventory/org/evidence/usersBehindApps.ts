import type { InventoryUser } from '../../evidence.js';
import type { Fact, InventoryApp, InventoryToken } from '../../types.js';
import { shortId } from '../rowsById.js';

const integrationLicense = 'Salesforce Integration';

/** What the only user of each app is, by tokens or by calls; an app of many users says nothing about any of them. */
const soleUsers = (uses: Iterable<readonly [app: string, user: string]>): string[] => {
  const users = new Map<string, string | undefined>();
  for (const [app, user] of uses) {
    const id = shortId(user);
    users.set(app, !users.has(app) || users.get(app) === id ? id : undefined);
  }
  return [...users.values()].flatMap((user) => (user === undefined ? [] : [user]));
};

export type UseOfApps = {
  users: readonly InventoryUser[];
  apps: readonly InventoryApp[];
  tokens: Fact<readonly InventoryToken[]>;
  /** App and user of what was called, where the API log tells. */
  calls: ReadonlyArray<readonly [app: string, user: string]>;
};

/**
 * The active users that programs are: run-as users, users of an integration licence or with API access only, and the only
 * user of an app. First 15 characters of their ids.
 */
export const usersBehindApps = ({ users, apps, tokens, calls }: UseOfApps): Set<string> => {
  const runAs = new Set(
    apps.flatMap(({ clientCredentials: { runAsUser } }) =>
      runAsUser.known && runAsUser.value !== undefined ? [runAsUser.value.toLowerCase()] : [],
    ),
  );
  const tokensByApp = tokens.known
    ? tokens.value.map(({ applicationId, appName, userId }) => [applicationId ?? appName, userId] as const)
    : [];
  const sole = new Set([...soleUsers(tokensByApp), ...soleUsers(calls)]);
  const isBehind = ({ id, username, license, apiOnly }: InventoryUser): boolean =>
    sole.has(shortId(id)) ||
    license === integrationLicense ||
    (apiOnly.known && apiOnly.value) ||
    // Sources differ in whether a run-as user is an id or a username.
    [username, id, shortId(id)].some((name) => runAs.has(name.toLowerCase()));
  return new Set(users.filter((user) => user.isActive && isBehind(user)).map(({ id }) => shortId(id)));
};
