import type { MetadataDocument } from '../../registration/document.js';
import { settingsFromDocuments } from '../../registration/read/settings.js';
import type { InventorySettings } from '../types.js';

const settingsTypes = ['OauthOidcSettings', 'ConnectedAppSettings', 'ExternalClientAppSettings', 'SecuritySettings'];

/**
 * The org-wide switches that source sets: once, or as often as a project has files of one type, which is how projects keep
 * a folder for each environment. Where the others have no file of their own, the first stands in. With no such file there is one
 * entry of which nothing is known, so that silence is not taken for an answer.
 */
export const sourceSettings = (documents: readonly MetadataDocument[]): InventorySettings[] => {
  const groups = settingsTypes
    .map((type) => documents.filter((document) => document.type === type))
    .filter((group) => group.length > 0);
  const most = Math.max(1, ...groups.map(({ length }) => length));
  return Array.from({ length: most }, (_, index) => {
    const chosen = groups.flatMap((group) => group[index] ?? group[0] ?? []);
    const [first] = groups.flatMap((group) => group[index] ?? []);
    return settingsFromDocuments(chosen, { kind: 'source', file: first?.file ?? 'sfdx-project.json' });
  });
};
