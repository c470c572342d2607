import type { ApiUsage, AppUsage, OrgEvidence } from '../inventory/evidence.js';
import { known, unknown, type Fact, type Inventory, type InventoryApp } from '../inventory/types.js';
import { mergeUsage } from './mergeUsage.js';
import { currentEvidence, evidenceOf } from './orgEvidence.js';
import { shortId } from './outcomes.js';
import type { Confidence } from './rule.js';
import { clientsInUse, appNames } from './facts.js';

/** What the API log of an org says of one app. */
export type UsageOfApp = {
  /** Undefined when the log has no call of the app in its window. */
  usage: AppUsage | undefined;
  /** High when every call was joined by an id; medium when some were joined by the app's name, which is no identifier. */
  confidence: Confidence;
  window: Pick<ApiUsage, 'source' | 'from' | 'to' | 'daysWithData'>;
  /** Share of all calls in the log that name no app, 0 to 1: some may be this app's. */
  unattributedShare: number;
};

type Joined = { usages: AppUsage[]; byName: boolean };

type OrgIndex = {
  joined: ReadonlyMap<InventoryApp, Joined>;
  /** Calls of apps that the inventory does not have. */
  foreign: AppUsage[];
  /** Why an External Client App without calls may have some all the same. */
  externalGap: string | undefined;
};

/** CONNECTED_APP_ID of an External Client App is often that of its OAuth consumer (audit.md A.9). */
const isConsumerId = (id: string): boolean => id.startsWith('888');

const addTo = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
};

type Finders = { byId: (id: string) => InventoryApp | undefined; byName: (name: string) => InventoryApp | undefined };

const findersOf = (apps: readonly InventoryApp[], { consumers }: OrgEvidence): Finders => {
  const ids = new Map<string, InventoryApp>();
  const names = new Map<string, InventoryApp[]>();
  for (const app of apps) {
    if (app.origin.kind === 'org' && app.origin.id !== '') ids.set(shortId(app.origin.id), app);
    for (const name of appNames(app)) addTo(names, name.toLowerCase(), app);
  }
  const owners = new Map(
    consumers.known ? consumers.value.map((one) => [shortId(one.id), shortId(one.applicationId)] as const) : [],
  );
  return {
    byId: (id) => ids.get(owners.get(shortId(id)) ?? shortId(id)),
    byName: (name) => {
      const [app, ...others] = names.get(name.toLowerCase()) ?? [];
      return others.length === 0 ? app : undefined;
    },
  };
};

/** Finds the app of each key: by id first; a name counts only where no id contradicts it and one app has it. */
const join = (apps: readonly InventoryApp[], evidence: OrgEvidence, usages: readonly AppUsage[]): OrgIndex => {
  const { byId, byName } = findersOf(apps, evidence);
  const joined = new Map<InventoryApp, Joined>();
  const foreign: AppUsage[] = [];
  let unresolved = 0;
  for (const usage of usages) {
    const id = usage.appId;
    const exact = id === undefined ? undefined : byId(id);
    // An id of the 0H4 or 0xI kind that no app has belongs to another app, whatever its name (audit.md C.3).
    const name = id === undefined || isConsumerId(id) ? usage.appName : undefined;
    const app = exact ?? (name === undefined ? undefined : byName(name));
    if (app) {
      const before = joined.get(app) ?? { usages: [], byName: false };
      joined.set(app, { usages: [...before.usages, usage], byName: before.byName || exact === undefined });
    } else {
      if (id !== undefined && isConsumerId(id)) unresolved += 1;
      if (usage.keyKind !== 'client-and-user') foreign.push(usage);
    }
  }
  const { consumers } = evidence;
  const externalGap =
    unresolved === 0 || consumers.known
      ? undefined
      : `the API log names ${unresolved === 1 ? 'a client' : `${unresolved} clients`} by the id of a consumer only, and which app that is could not be read: ${consumers.reason}`;
  return { joined, foreign, externalGap };
};

const indexes = new WeakMap<Pick<Inventory, 'apps' | 'orgs'>, Map<OrgEvidence, OrgIndex>>();

/** Made once for each org of an inventory. */
const indexOf = (inventory: Pick<Inventory, 'apps' | 'orgs'>, evidence: OrgEvidence): OrgIndex => {
  const made = indexes.get(inventory) ?? new Map<OrgEvidence, OrgIndex>();
  indexes.set(inventory, made);
  const before = made.get(evidence);
  if (before) return before;
  const apps = inventory.apps.filter((app) => evidenceOf(inventory, app) === evidence);
  const index = join(apps, evidence, clientsInUse(evidence));
  made.set(evidence, index);
  return index;
};

/**
 * What the API log of its org says of an app. Rules that ask this look at the app beside all others, because a name that
 * two apps share joins nothing: they are not `perApp`.
 */
export const usageOf = (inventory: Pick<Inventory, 'apps' | 'orgs'>, app: InventoryApp): Fact<UsageOfApp> => {
  if (app.origin.kind !== 'org') return unknown('source does not tell what an app does');
  const evidence = evidenceOf(inventory, app);
  if (!evidence) return unknown(`the API log of ${app.origin.org} was not read`);
  if (!evidence.apiUsage.known) return evidence.apiUsage;
  const { source, from, to, daysWithData, calls, unattributedCalls } = evidence.apiUsage.value;
  const { joined, externalGap } = indexOf(inventory, evidence);
  const own = joined.get(app);
  const [first, ...others] = own?.usages ?? [];
  if (!first && app.registration === 'external-client-app' && externalGap !== undefined) return unknown(externalGap);
  return known({
    usage: first && mergeUsage(first, ...others),
    confidence: own?.byName ? 'medium' : 'high',
    window: { source, from, to, daysWithData },
    unattributedShare: calls === 0 ? 0 : unattributedCalls / calls,
  });
};

/** A subject of the API log: an app of the inventory, or what the log calls an app that the inventory does not have. */
export type UsedApp = { org: OrgEvidence; app?: InventoryApp; name: string; usage: AppUsage; confidence: Confidence };

/**
 * Everything that called the API of each org, by app. Calls that name no app are not among them: those of one client
 * and one user say nothing of which app that is.
 */
export const usedApps = (inventory: Pick<Inventory, 'apps' | 'orgs'>): UsedApp[] =>
  currentEvidence(inventory).flatMap((org): UsedApp[] => {
    if (!org.apiUsage.known) return [];
    const { joined, foreign } = indexOf(inventory, org);
    const own = [...joined].flatMap(([app, { usages, byName }]): UsedApp[] => {
      const [first, ...others] = usages;
      if (!first) return [];
      const usage = mergeUsage(first, ...others);
      return [{ org, app, name: app.name, usage, confidence: byName ? 'medium' : 'high' }];
    });
    const others = foreign.map((usage): UsedApp => {
      const name = usage.appName ?? usage.appId ?? usage.key;
      return { org, name, usage, confidence: usage.keyKind === 'id' ? 'high' : 'medium' };
    });
    return [...own, ...others];
  });
