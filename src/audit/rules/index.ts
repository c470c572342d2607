import type { Rule } from '../rule.js';

/** Every rule, in the catalogue's order. */
export const rules: readonly Rule[] = [];
