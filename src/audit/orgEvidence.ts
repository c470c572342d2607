import type { OrgEvidence } from '../inventory/evidence.js';
import type { Inventory, InventoryApp } from '../inventory/types.js';

type Orgs = Inventory['orgs'];

const newestByOrg = new WeakMap<Orgs, ReadonlyMap<string, OrgEvidence>>();

const isNewer = (one: OrgEvidence, other: OrgEvidence | undefined): boolean => !other || one.readAt > other.readAt;

/** Evidence by the name of its org; of several readings the newest counts, the older ones are its history. */
const byOrg = (orgs: Orgs): ReadonlyMap<string, OrgEvidence> => {
  const made = newestByOrg.get(orgs);
  if (made) return made;
  const newest = new Map<string, OrgEvidence>();
  for (const one of orgs) if (isNewer(one, newest.get(one.org))) newest.set(one.org, one);
  newestByOrg.set(orgs, newest);
  return newest;
};

/** What the org of an app tells; undefined for an app of source, and for an org of which nothing but apps was read. */
export const evidenceOf = ({ orgs }: Pick<Inventory, 'orgs'>, { origin }: InventoryApp): OrgEvidence | undefined =>
  origin.kind === 'org' ? byOrg(orgs).get(origin.org) : undefined;

/** The newest reading of an org, by the name it was audited under. */
export const newestOf = ({ orgs }: Pick<Inventory, 'orgs'>, org: string): OrgEvidence | undefined =>
  byOrg(orgs).get(org);

/** Names of the orgs are aliases, which may differ between two readings of one org; ids do not. */
const identityOf = ({ org, orgId }: OrgEvidence): string => (orgId === undefined ? org : orgId.slice(0, 15));

/** The newest reading of each org. */
export const currentEvidence = ({ orgs }: Pick<Inventory, 'orgs'>): OrgEvidence[] => {
  const newest = new Map<string, OrgEvidence>();
  for (const one of orgs) if (isNewer(one, newest.get(identityOf(one)))) newest.set(identityOf(one), one);
  return [...newest.values()];
};

/** Older readings of the same org, from snapshots. */
export const earlierEvidence = ({ orgs }: Pick<Inventory, 'orgs'>, current: OrgEvidence): OrgEvidence[] =>
  orgs.filter((one) => one !== current && identityOf(one) === identityOf(current) && one.readAt < current.readAt);
