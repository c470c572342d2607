import { catalogue } from '../audit/catalogue.js';

/** Ids of the rules that a waiver can name. */
export const ruleIds: ReadonlySet<string> = new Set(catalogue.map(({ id }) => id));
