import type { InventoryApp } from '../inventory/types.js';
import { isSalesforceApp } from '../data/salesforceApps.js';
import type { ReadManifest } from '../manifest/read.js';
import { sameId } from '../org/connection.js';
import type { UserTokenRow } from '../org/userTokens.js';
import type { UserRequest } from './types.js';

/** An app other than the one that asks, and how it uses the user. */
export type Use = { app: string; how: string };

const isSameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Manifests of other apps that name the username, for whatever org: a username exists once in the world. */
export const usesInManifests = ({ app, username }: UserRequest, manifests: readonly ReadManifest[]): Use[] =>
  manifests.flatMap(({ file, app: other, environments }) => {
    if (!other || isSameName(other.name, app.name)) return [];
    const named = [other.identity.user, ...Object.values(environments).map(({ identity }) => identity?.user)];
    return named.some((name) => name !== undefined && isSameName(name, username))
      ? [{ app: other.name, how: `${file} names it` }]
      : [];
  });

/** Off when either switch is off; one that nobody can see does not count as off. */
const mayRun = ({ clientCredentials: { settings, policy } }: InventoryApp): boolean =>
  !(settings.known && !settings.value) && !(policy.known && !policy.value);

/** Whether an app runs as this user; orgs name it by username or by id. */
export const runsAs = (
  { clientCredentials: { runAsUser } }: InventoryApp,
  username: string,
  userId: string,
): boolean => {
  const user = runAsUser.known ? runAsUser.value?.trim() : undefined;
  return user !== undefined && (isSameName(user, username) || sameId(user, userId));
};

/** Other apps of the org that run as the user. */
export const usesAsRunAsUser = (
  { app, username }: UserRequest,
  userId: string,
  registrations: readonly InventoryApp[],
): Use[] =>
  registrations
    .filter((other) => !isSameName(other.name, app.name) && mayRun(other) && runsAs(other, username, userId))
    .map(({ name }) => ({ app: name, how: 'it runs as the user' }));

/** Other apps that the user holds tokens of. Salesforce's own tools are no integrations. */
export const usesByToken = (
  { app }: UserRequest,
  userId: string,
  tokens: readonly UserTokenRow[],
  ownNames: readonly string[],
): Use[] => {
  const own = [app.name, app.label, ...ownNames];
  const names = tokens
    .filter((token) => sameId(token.UserId, userId))
    .map(({ AppName }) => AppName)
    .filter((name) => !own.some((one) => isSameName(one, name)) && !isSalesforceApp(name));
  return [...new Set(names)].map((name) => ({ app: name, how: 'the user holds its tokens' }));
};
