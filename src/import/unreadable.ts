import type { Inventory } from '../inventory/types.js';
import { documentTypeOf } from '../registration/documentType.js';
import { validRoot } from '../registration/readDocument.js';
import { passedOver, type ImportedManifest } from './imported.js';
import { registrationOfType } from './registrationOfType.js';

type Unreadable = { file: string; reason: string };

const unreadableDocuments = ({ documents }: Inventory): Unreadable[] =>
  documents
    .filter((document) => !validRoot(document))
    .map(({ file, problems: [problem] }) => ({ file, reason: problem?.message ?? 'it could not be parsed' }));

/** Apps whose own file cannot be read: no inventory has them, and they must not vanish for it. */
export const unreadableApps = (inventory: Inventory): ImportedManifest[] => {
  const known = new Set(inventory.apps.map(({ registration, name }) => `${registration} ${name}`));
  return [...unreadableDocuments(inventory), ...inventory.skipped].flatMap(({ file, reason }) => {
    const { type = '', name = '' } = documentTypeOf(file) ?? {};
    const registration = registrationOfType(type);
    const key = `${registration} ${name}`;
    if (!registration || known.has(key)) return [];
    known.add(key);
    return [passedOver({ name, registration }, `${file} cannot be read: ${reason}`)];
  });
};
