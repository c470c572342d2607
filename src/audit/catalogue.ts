import type { Rule } from './rule.js';
import { rules } from './rules/index.js';
import { waiverRules } from './waiverRules.js';

/** A rule as people see it; those about waivers look at the audit itself, so they have no check of an inventory. */
export type CatalogueRule = Omit<Rule, 'check'> & Partial<Pick<Rule, 'check'>>;

/** Every rule that can give a finding, in the order of reports. */
export const catalogue: readonly CatalogueRule[] = [...rules, ...waiverRules];
