import type { Fields } from '../types.js';
import type { ComplexType } from './schema.js';

/** The first required element that a document lacks, also in nested elements. An empty one is as good as none. */
export const findMissing = (fields: Fields, type: ComplexType): string | undefined => {
  for (const [name, schema] of Object.entries(type.elements)) {
    const value = fields[name];
    if (schema.isRequired && (value === undefined || value === '')) return name;
    if (!schema.type || value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) {
      const missing = typeof item === 'string' ? undefined : findMissing(item, schema.type);
      if (missing) return missing;
    }
  }
  return undefined;
};
