import type { InventoryUser, OrgEvidence } from '../inventory/evidence.js';
import { shortId } from './outcomes.js';
import { isUserId } from './usernames.js';
import { listOf } from './facts.js';

export type UserIndex = {
  byId: ReadonlyMap<string, InventoryUser>;
  /** Usernames in small letters. */
  byName: ReadonlyMap<string, InventoryUser>;
};

const indexes = new WeakMap<OrgEvidence, UserIndex>();

/** The users of an org, empty where they are not known; made once. */
export const orgUsers = (evidence: OrgEvidence): UserIndex => {
  const made = indexes.get(evidence);
  if (made) return made;
  const users = listOf(evidence.users);
  const index = {
    byId: new Map(users.map((user) => [shortId(user.id), user])),
    byName: new Map(users.map((user) => [user.username.toLowerCase(), user])),
  };
  indexes.set(evidence, index);
  return index;
};

/** The user that an id or a username means: run-as users come as either. */
export const findUser = (evidence: OrgEvidence, idOrName: string): InventoryUser | undefined => {
  const { byId, byName } = orgUsers(evidence);
  return isUserId(idOrName) ? byId.get(shortId(idOrName)) : byName.get(idOrName.trim().toLowerCase());
};

/** What a finding calls a user: the username, else the id. */
export const nameOf = (evidence: OrgEvidence, id: string, username?: string): string =>
  username ?? orgUsers(evidence).byId.get(shortId(id))?.username ?? id;
