import { evidenceOf } from '../../audit/orgEvidence.js';
import { shortId } from '../../audit/outcomes.js';
import type { InventoryUser, OrgEvidence } from '../../inventory/evidence.js';
import type { Inventory, InventoryApp } from '../../inventory/types.js';
import { mergeGaps, placeOf } from './told.js';
import type { TokenReading } from './tokens.js';
import type { AppPortrait, Counted, Gap, UserPortrait } from './types.js';

/** A card is no user list; the rest is counted. */
const mostUsers = 12;

type Directory = { byId: ReadonlyMap<string, InventoryUser>; byName: ReadonlyMap<string, InventoryUser> };

const directories = new WeakMap<OrgEvidence, Directory>();

const directoryOf = (evidence: OrgEvidence | undefined): Directory => {
  const users = evidence?.users.known ? evidence.users.value : [];
  const made = evidence && directories.get(evidence);
  if (made) return made;
  const directory = {
    byId: new Map(users.map((user) => [shortId(user.id), user])),
    byName: new Map(users.map((user) => [user.username.toLowerCase(), user])),
  };
  if (evidence) directories.set(evidence, directory);
  return directory;
};

const traitsOf = (user: InventoryUser | undefined): Partial<UserPortrait> => {
  if (!user) return {};
  const { profile, license, isActive, isFrozen, apiOnly } = user;
  return {
    isActive,
    ...(profile === undefined ? {} : { profile }),
    ...(license === undefined ? {} : { license }),
    ...(isFrozen.known ? { isFrozen: isFrozen.value } : {}),
    ...(apiOnly.known ? { apiOnly: apiOnly.value } : {}),
  };
};

const holdersOf = ({ app, rows }: TokenReading, { byId }: Directory): UserPortrait[] => {
  const holders = new Map<string, UserPortrait>();
  for (const { userId, username, userIsActive, lastUsedDate } of rows.known ? rows.value : []) {
    const user = byId.get(shortId(userId));
    const holder: UserPortrait = holders.get(shortId(userId)) ?? {
      user: user?.username ?? username ?? userId,
      org: placeOf(app),
      roles: ['token holder'],
      ...(userIsActive === undefined ? {} : { isActive: userIsActive }),
      ...traitsOf(user),
      tokens: 0,
    };
    holder.tokens = (holder.tokens ?? 0) + 1;
    if (lastUsedDate !== undefined && lastUsedDate > (holder.lastUsed ?? '')) holder.lastUsed = lastUsedDate;
    holders.set(shortId(userId), holder);
  }
  return [...holders.values()];
};

/** The user that the client credentials flow runs as, by name or id (platform.md 8.5). */
const runAsOf = (app: InventoryApp, { byId, byName }: Directory): UserPortrait | undefined => {
  const { runAsUser } = app.clientCredentials;
  if (!runAsUser.known || runAsUser.value === undefined || app.origin.kind !== 'org') return undefined;
  const user = byName.get(runAsUser.value.toLowerCase()) ?? byId.get(shortId(runAsUser.value));
  return { user: user?.username ?? runAsUser.value, org: placeOf(app), roles: ['run-as'], ...traitsOf(user) };
};

const usersIn = (inventory: Inventory, reading: TokenReading): UserPortrait[] => {
  const directory = directoryOf(evidenceOf(inventory, reading.app));
  const holders = holdersOf(reading, directory);
  const runAs = runAsOf(reading.app, directory);
  if (!runAs) return holders;
  const same = holders.find(({ user }) => user.toLowerCase() === runAs.user.toLowerCase());
  if (same) same.roles = ['run-as', ...same.roles];
  else holders.push(reading.rows.known ? { ...runAs, tokens: 0 } : runAs);
  return holders;
};

const gapsIn = (inventory: Inventory, { app, rows }: TokenReading): Gap[] => {
  const places = [placeOf(app)];
  const { runAsUser } = app.clientCredentials;
  const users = evidenceOf(inventory, app)?.users;
  return [
    ...(rows.known ? [] : [{ reason: rows.reason, places }]),
    ...(runAsUser.known ? [] : [{ reason: runAsUser.reason, places }]),
    ...(users?.known === false ? [{ reason: users.reason, places }] : []),
  ];
};

const rank = (user: UserPortrait): number => (user.roles.includes('run-as') ? 0 : 1);

/** Who is behind an app: those it runs as, then those with the most tokens. */
export const usersOf = (inventory: Inventory, readings: readonly TokenReading[]): AppPortrait['users'] => {
  const users = readings
    .flatMap((reading) => usersIn(inventory, reading))
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        (b.tokens ?? 0) - (a.tokens ?? 0) ||
        (`${a.org} ${a.user}` < `${b.org} ${b.user}` ? -1 : 1),
    );
  return {
    values: users.slice(0, mostUsers),
    more: Math.max(users.length - mostUsers, 0),
    gaps:
      readings.length === 0
        ? [{ reason: 'no org was audited', places: [] }]
        : mergeGaps(readings.flatMap((reading) => gapsIn(inventory, reading))),
  };
};

/** How many active users a permission set or profile lets into the app. */
export const assignedUsersOf = (inventory: Inventory, records: readonly InventoryApp[]): Counted<number> => {
  const inOrgs = records.filter(({ origin }) => origin.kind === 'org');
  const gaps: Gap[] = inOrgs.length === 0 ? [{ reason: 'no org was audited', places: [] }] : [];
  let value: number | undefined;
  for (const app of inOrgs) {
    const access = evidenceOf(inventory, app)?.appAccess;
    if (!access?.known) {
      gaps.push({ reason: access?.reason ?? 'its access was not read', places: [placeOf(app)] });
      continue;
    }
    const id = app.origin.kind === 'org' ? shortId(app.origin.id) : '';
    const { grants, holders } = access.value;
    const parents = grants.filter(({ applicationId }) => shortId(applicationId) === id);
    value = (value ?? 0) + new Set(parents.flatMap(({ parentId }) => holders[shortId(parentId)] ?? [])).size;
  }
  return value === undefined ? { gaps: mergeGaps(gaps) } : { value, gaps: mergeGaps(gaps) };
};
