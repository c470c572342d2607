import type { Fact, InventoryApp, InventorySettings } from '../../inventory/types.js';

/** A permission set or profile as a user holds it. */
export type HeldSet = {
  id: string;
  name: string;
  label?: string | undefined;
  isProfile: boolean;
  /** True: it came through a group, whose members are not told here. */
  throughGroup: boolean;
  apiEnabled?: boolean | undefined;
  apiOnly?: boolean | undefined;
};

export type OrgUser = {
  id: string;
  username: string;
  email?: string | undefined;
  isActive: boolean;
  isFrozen: Fact<boolean>;
  profile?: string | undefined;
  /** User licence, such as `Salesforce Integration`. */
  license?: string | undefined;
  sets: Fact<HeldSet[]>;
  /** Developer names of permission set licences. */
  setLicenses: Fact<string[]>;
};

/** What opens an app to a user: a row of SetupEntityAccess. */
export type Opener = { id: string; name: string; label?: string | undefined; isProfile: boolean };

/** What the org holds about one app and its users. What could not be read is not known, with the reason. */
export type OrgFacts = {
  /** Known and undefined: the org has no such app. */
  app: Fact<InventoryApp | undefined>;
  /** The two switches that `app.enabled` puts into one; a Connected App has neither. */
  switches: { app: Fact<boolean>; oauthPlugin: Fact<boolean> };
  settings: InventorySettings;
  /** When the app, its policies or its keys were last changed. */
  changed: Fact<Date | undefined>;
  openers: Fact<Opener[]>;
  isSandbox: Fact<boolean>;
  /** The declared user, the run-as user and the one who is signed in, as far as the org has them. */
  users: Fact<OrgUser[]>;
};

const sameText = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase();

/** Usernames do not differ by case. */
export const userNamed = ({ users }: Pick<OrgFacts, 'users'>, username: string | undefined): OrgUser | undefined =>
  users.known ? users.value.find((user) => sameText(user.username, username)) : undefined;

/** Users whose e-mail address it is: what people write in the place of a username. */
export const usersWithEmail = ({ users }: Pick<OrgFacts, 'users'>, email: string | undefined): OrgUser[] =>
  users.known ? users.value.filter((user) => sameText(user.email, email)) : [];

/** The value of a fact, or undefined when it is not known. */
export const valueOf = <T>(fact: Fact<T>): T | undefined => (fact.known ? fact.value : undefined);

/** The app as the org has it, or undefined when it has none or does not tell. */
export const appOf = ({ app }: Pick<OrgFacts, 'app'>): InventoryApp | undefined => valueOf(app);

/** True when some permission set or the profile grants it; undefined when the org does not tell. */
export const holds = (user: OrgUser, permission: 'apiEnabled' | 'apiOnly'): boolean | undefined => {
  const sets = valueOf(user.sets);
  if (!sets || sets.length === 0) return undefined;
  if (sets.some((set) => set[permission] === true)) return true;
  return sets.some((set) => set[permission] === undefined) ? undefined : false;
};
