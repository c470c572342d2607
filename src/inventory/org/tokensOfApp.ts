import type { InventoryApp, InventoryToken } from '../types.js';
import { shortId } from './rowsById.js';

/**
 * The tokens of an app: by its id where the token names one, else by name, because tokens of External Client Apps often
 * name none (audit.md A.2).
 */
export const tokensOfApp = (app: InventoryApp, tokens: readonly InventoryToken[]): InventoryToken[] => {
  const { origin } = app;
  const names = [app.name, app.label].flatMap((name) => (name === undefined ? [] : [name.toLowerCase()]));
  return tokens.filter(({ applicationId, appName, org }) => {
    if (origin.kind !== 'org' || origin.org !== org) return false;
    if (applicationId !== undefined && origin.id !== '') return shortId(applicationId) === shortId(origin.id);
    return names.includes(appName.toLowerCase());
  });
};
