import { networkAddress, type NetworkAddress } from '../app/networks.js';
import type { AppUsage, LoginGroup } from '../inventory/evidence.js';
import type { Inventory, InventoryApp } from '../inventory/types.js';
import { auditedOrgs, type AuditedOrg } from './auditedOrgs.js';
import { applicationOf, hasSucceeded, isMachineLogin, isOauthLogin } from './logins.js';
import { usedApps } from './usageOf.js';
import type { Confidence } from './rule.js';
import { clientsInUse, loginGroups } from './facts.js';

/** An address from which a client called or logged in. */
export type Sighting = {
  ip: string;
  /** Undefined for what is no address, as the "Salesforce.com IP" of logs. */
  address: NetworkAddress | undefined;
  via: 'the API log' | 'the login history';
  /** By a program, with nobody there: a person's address says nothing of the app's. */
  machine: boolean;
  /** Undefined where only the last time is known. */
  first: string | undefined;
  last: string;
  count: number;
  userIds: string[];
  country?: string | undefined;
};

/** An app, or what logs call one, and where it was seen. */
export type SeenClient = {
  org: AuditedOrg;
  app?: InventoryApp | undefined;
  /** Empty for what names no app. */
  name: string;
  usage?: AppUsage | undefined;
  /** Medium when a name joined what was seen. */
  confidence: Confidence;
  sightings: Sighting[];
};

/** Logs name the same addresses over and over. */
type Parse = (ip: string) => NetworkAddress | undefined;

const parser = (): Parse => {
  const parsed = new Map<string, NetworkAddress | undefined>();
  return (ip) => {
    if (!parsed.has(ip)) parsed.set(ip, networkAddress(ip));
    return parsed.get(ip);
  };
};

const callsOf = ({ addresses, users }: AppUsage, parse: Parse): Sighting[] =>
  addresses.map(({ ip, calls, firstSeen, lastSeen }) => ({
    ip,
    address: parse(ip),
    via: 'the API log',
    machine: true,
    first: firstSeen,
    last: lastSeen,
    count: calls,
    // The log counts users and addresses, not both at once: one user is the user of every address.
    userIds: users.length === 1 ? users.map(({ userId }) => userId) : [],
  }));

const loginOf = (group: LoginGroup, ip: string, parse: Parse): Sighting => ({
  ip,
  address: parse(ip),
  via: 'the login history',
  machine: isMachineLogin(group),
  first: group.first ?? (group.count === 1 ? group.last : undefined),
  last: group.last,
  count: group.count,
  userIds: [group.userId],
  country: group.countryIso,
});

const inOrg = (org: AuditedOrg, used: ReturnType<typeof usedApps>): SeenClient[] => {
  const parse = parser();
  const clients = new Map<InventoryApp | string, SeenClient>();
  const clientOf = (app: InventoryApp | undefined, name: string): SeenClient => {
    const key = app ?? name.toLowerCase();
    const before = clients.get(key);
    if (before) return before;
    const fresh: SeenClient = { org, app, name: app?.name ?? name, confidence: 'high', sightings: [] };
    clients.set(key, fresh);
    return fresh;
  };
  for (const { app, name, usage, confidence } of used) {
    const client = clientOf(app, name);
    client.usage ??= usage;
    if (confidence !== 'high') client.confidence = confidence;
    for (const one of callsOf(usage, parse)) client.sightings.push(one);
  }
  const { apiUsage, logins } = org.evidence;
  for (const usage of clientsInUse({ apiUsage })) {
    if (usage.keyKind === 'client-and-user')
      for (const one of callsOf(usage, parse)) clientOf(undefined, '').sightings.push(one);
  }
  for (const group of loginGroups({ logins })) {
    if (group.sourceIp === undefined || hasSucceeded(group) === false) continue;
    const name = isOauthLogin(group) ? applicationOf(group) : '';
    const app = name === '' ? undefined : org.index.byName.get(name.toLowerCase());
    const client = clientOf(app, name);
    if (client.confidence === 'high') client.confidence = 'medium';
    client.sightings.push(loginOf(group, group.sourceIp, parse));
  }
  return [...clients.values()];
};

const seen = new WeakMap<Inventory, SeenClient[]>();

/**
 * Everything that called the API of an audited org or logged in to it, by app; made once. Logins are joined by the name of the
 * app, the only thing that they give.
 */
export const seenClients = (inventory: Inventory): SeenClient[] => {
  const made = seen.get(inventory);
  if (made) return made;
  const used = new Map<string, ReturnType<typeof usedApps>>();
  for (const one of usedApps(inventory)) {
    const before = used.get(one.org.org);
    if (before) before.push(one);
    else used.set(one.org.org, [one]);
  }
  const clients = auditedOrgs(inventory).flatMap((org) => inOrg(org, used.get(org.org) ?? []));
  seen.set(inventory, clients);
  return clients;
};

const byApp = new WeakMap<Inventory, ReadonlyMap<InventoryApp, SeenClient>>();

/** Where one app was seen; undefined when it was not. */
export const seenClientOf = (inventory: Inventory, app: InventoryApp): SeenClient | undefined => {
  const made =
    byApp.get(inventory) ?? new Map(seenClients(inventory).flatMap((one) => (one.app ? [[one.app, one]] : [])));
  byApp.set(inventory, made);
  return made.get(app);
};
