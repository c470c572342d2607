import type { Inventory } from '../inventory/types.js';
import type { CatalogueRule } from './catalogue.js';
import type { AuditCoverage } from './result.js';
import type { Rule } from './rule.js';

type Mode = Rule['modes'][number];

/** Where the inventory comes from, by what its coverage names: `source:force-app`, `org:uat/OauthToken`. */
const modesOf = (inventory: Inventory): Set<string> => {
  const origins = [...inventory.apps, ...inventory.permissionSets, ...inventory.settings].map(
    ({ origin }) => origin.kind,
  );
  const sources = inventory.coverage.map(({ source }) => source.slice(0, Math.max(source.indexOf(':'), 0)));
  return new Set([...origins, ...sources]);
};

const notLooked: Record<Mode, string> = {
  source: 'no source was audited',
  org: 'no org was audited',
};

/** Splits the rules into those that the inventory has evidence for and, as coverage, those that nothing was read for. */
export const rulesForInventory = (
  rules: readonly CatalogueRule[],
  inventory: Inventory,
): { applicable: CatalogueRule[]; coverage: AuditCoverage[] } => {
  const present = modesOf(inventory);
  const modes = (['source', 'org'] as const).filter((mode) => present.has(mode));
  if (modes.length === 0) return { applicable: [...rules], coverage: [] };
  const applicable = rules.filter((rule) => rule.modes.some((mode) => modes.includes(mode)));
  const left = rules.length - applicable.length;
  const missing: Mode = modes.includes('org') ? 'source' : 'org';
  const reason = `${notLooked[missing]}, so ${left} ${left === 1 ? 'rule was' : 'rules were'} not run`;
  return { applicable, coverage: left === 0 ? [] : [{ source: missing, status: 'unavailable', reason }] };
};
