import { unreadEvidence, type OrgEvidence } from '../inventory/evidence.js';
import { unknown, type Fact, type Inventory, type InventoryApp, type InventoryToken } from '../inventory/types.js';
import { newestOf } from './orgEvidence.js';
import { indexApps, type AppIndex } from './appIndex.js';

/** Everything that was read of one org, ready to be asked. */
export type AuditedOrg = {
  org: string;
  evidence: OrgEvidence;
  tokens: Fact<InventoryToken[]>;
  index: AppIndex;
};

/** An org that tells only its apps has not said that it has no users: each part is unknown, with a reason. */
const silence = (org: string): OrgEvidence =>
  unreadEvidence(org, `the users, permissions and logs of ${org} were not read`);

const silences = new WeakMap<Inventory['orgs'], Map<string, OrgEvidence>>();

/** What an org tells besides its apps: the newest that was read, or silence. */
export const evidenceOfOrg = (inventory: Pick<Inventory, 'orgs'>, org: string): OrgEvidence => {
  const told = newestOf(inventory, org);
  if (told) return told;
  const made = silences.get(inventory.orgs) ?? new Map<string, OrgEvidence>();
  silences.set(inventory.orgs, made);
  const evidence = made.get(org) ?? silence(org);
  made.set(org, evidence);
  return evidence;
};

const read = ({ apps, orgs, tokens }: Inventory): AuditedOrg[] => {
  const appsOf = new Map<string, InventoryApp[]>();
  for (const org of [...orgs, ...tokens].map((one) => one.org)) appsOf.set(org, []);
  for (const app of apps) {
    if (app.origin.kind !== 'org') continue;
    const own = appsOf.get(app.origin.org);
    if (own) own.push(app);
    else appsOf.set(app.origin.org, [app]);
  }
  const rowsOf = new Map(tokens.map(({ org, rows }) => [org, rows]));
  return [...appsOf].map(([org, own]) => ({
    org,
    evidence: evidenceOfOrg({ orgs }, org),
    tokens: rowsOf.get(org) ?? unknown(`the tokens of ${org} were not read`),
    index: indexApps(own),
  }));
};

const audited = new WeakMap<Inventory, AuditedOrg[]>();

/** The orgs of an inventory; made once, since many rules ask. */
export const auditedOrgs = (inventory: Inventory): AuditedOrg[] => {
  const made = audited.get(inventory) ?? read(inventory);
  audited.set(inventory, made);
  return made;
};
