import type { AppAccess } from '../inventory/evidence.js';
import { shortId } from './outcomes.js';

/** Who may use which app, ready to be asked. */
export type Opened = {
  /** Profiles and permission sets by the app that they open. */
  parents: ReadonlyMap<string, readonly string[]>;
  /** Profiles alone, by the app that they open. */
  profiles: ReadonlyMap<string, AppAccess['grants']>;
  /** Active users by profile or permission set. */
  holders: ReadonlyMap<string, ReadonlySet<string>>;
};

const read = ({ grants, holders }: AppAccess): Opened => {
  const parents = new Map<string, string[]>();
  const profiles = new Map<string, AppAccess['grants']>();
  for (const grant of grants) {
    const id = shortId(grant.applicationId);
    parents.set(id, parents.get(id) ?? []);
    parents.get(id)?.push(shortId(grant.parentId));
    if (!grant.isProfile) continue;
    profiles.set(id, profiles.get(id) ?? []);
    profiles.get(id)?.push(grant);
  }
  const entries = Object.entries(holders).map(([id, users]) => [shortId(id), new Set(users.map(shortId))] as const);
  return { parents, profiles, holders: new Map(entries) };
};

const made = new WeakMap<AppAccess, Opened>();

/** Made once per org. */
export const openedBy = (access: AppAccess): Opened => {
  const opened = made.get(access) ?? read(access);
  made.set(access, opened);
  return opened;
};

/** Users whom a profile or permission set lets in; undefined when nobody counted the holders of one of them. */
export const approvedUsers = ({ parents, holders }: Opened, applicationId: string): Set<string> | undefined => {
  const users = new Set<string>();
  for (const parent of parents.get(shortId(applicationId)) ?? []) {
    const own = holders.get(parent);
    if (!own) return undefined;
    for (const user of own) users.add(user);
  }
  return users;
};
