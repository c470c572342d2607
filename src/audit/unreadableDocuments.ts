import type { Inventory } from '../inventory/types.js';
import type { MetadataDocument } from '../registration/document.js';
import type { InconclusiveDraft } from './rule.js';

/** One outcome for each file of these types that could not be parsed, so that what it holds is not taken for nothing. */
export const unreadableDocuments = (
  inventory: Inventory,
  types: ReadonlyArray<MetadataDocument['type']>,
): InconclusiveDraft[] =>
  inventory.documents
    .filter(({ type, root }) => types.includes(type) && !root)
    .map(({ name, file }) => ({ kind: 'inconclusive', appName: name, reason: `the file ${file} could not be read` }));
