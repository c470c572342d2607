import type { AppAccess } from '../inventory/evidence.js';
import { shortId } from './outcomes.js';

/** Who may use which app, ready to be asked. */
export type Opened = {
  /** Profiles and permission sets by the app that they open. */
  parents: ReadonlyMap<string, readonly string[]>;
  /** Active users by profile or permission set. */
  holders: ReadonlyMap<string, ReadonlySet<string>>;
};

const read = ({ grants, holders }: AppAccess): Opened => {
  const parents = new Map<string, string[]>();
  for (const { applicationId, parentId } of grants) {
    const id = shortId(applicationId);
    const found = parents.get(id);
    if (found) found.push(shortId(parentId));
    else parents.set(id, [shortId(parentId)]);
  }
  const entries = Object.entries(holders).map(([id, users]) => [shortId(id), new Set(users.map(shortId))] as const);
  return { parents, holders: new Map(entries) };
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
