import type { InventoryProfile, InventoryUser } from '../inventory/evidence.js';
import { known, unknown, type Fact, type Inventory, type InventoryApp } from '../inventory/types.js';
import type { AuditedOrg } from './auditedOrgs.js';
import { findUser, orgUsers } from './orgUsers.js';
import { shortId } from './outcomes.js';
import { appOfToken } from './appIndex.js';
import { runAsUserOf } from './nonHuman.js';
import { usageOf } from './usageOf.js';
import { listOf } from './facts.js';

const holders = new WeakMap<AuditedOrg, ReadonlyMap<InventoryApp, ReadonlySet<string>>>();

/** Holders of the tokens of each app, by the first 15 characters of their ids; made once for each org. */
const tokenHolders = (org: AuditedOrg): ReadonlyMap<InventoryApp, ReadonlySet<string>> => {
  const made = holders.get(org);
  if (made) return made;
  const found = new Map<InventoryApp, Set<string>>();
  for (const token of listOf(org.tokens)) {
    const app = appOfToken(org.index, token);
    if (!app) continue;
    const users = found.get(app);
    if (users) users.add(shortId(token.userId));
    else found.set(app, new Set([shortId(token.userId)]));
  }
  holders.set(org, found);
  return found;
};

/**
 * Who an app acts as: its run-as user, holders of its tokens, users of its calls. Empty where none of them shows anybody; that
 * is no proof of there being nobody.
 */
export const usersOfApp = (inventory: Inventory, org: AuditedOrg, app: InventoryApp): InventoryUser[] => {
  const runAs = runAsUserOf(app);
  const usage = usageOf(inventory, app);
  const ids = new Set([
    ...(tokenHolders(org).get(app) ?? []),
    ...(usage.known ? (usage.value.usage?.users ?? []) : []).map(({ userId }) => shortId(userId)),
  ]);
  const { byId } = orgUsers(org.evidence);
  const found = [...ids].flatMap((id) => byId.get(id) ?? []);
  const runner = runAs === undefined ? undefined : findUser(org.evidence, runAs);
  return runner && !ids.has(shortId(runner.id)) ? [runner, ...found] : found;
};

/** Profiles of the users of an app, or all of them where no user is known to use it. */
export const profilesBehind = (inventory: Inventory, org: AuditedOrg, app: InventoryApp): Fact<InventoryProfile[]> => {
  const { profiles } = org.evidence;
  if (!profiles.known) return profiles;
  const wanted = new Set(usersOfApp(inventory, org, app).flatMap(({ profile }) => profile ?? []));
  if (wanted.size === 0) return profiles;
  const found = profiles.value.filter(({ name }) => wanted.has(name));
  const unread = [...wanted].find((name) => !found.some((one) => one.name === name));
  return unread === undefined ? known(found) : unknown(`the profile ${unread} was not read`);
};
