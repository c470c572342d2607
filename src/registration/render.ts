import type { ClientApp } from '../app/clientApp.js';
import { renderConnectedApp } from './render/connectedApp.js';
import { renderExternalClientApp } from './render/externalClientApp.js';
import { renderPermissionSets } from './render/permissionSets.js';
import { toGeneratedFile, type GeneratedFile, type Material } from './render/generatedFile.js';

export type { GeneratedFile } from './render/generatedFile.js';

/**
 * The metadata files of a client app: its registration, then its permission sets `<Name>_Access` and `<Name>_Data`.
 * The same app always gives the same bytes; no file ever holds a consumer key, a secret or a link to one org.
 */
export const renderClientApp = (app: ClientApp, material: Material = {}): GeneratedFile[] => {
  const registration =
    app.registration === 'connected-app' ? [renderConnectedApp(app, material)] : renderExternalClientApp(app, material);
  return [...registration, ...renderPermissionSets(app)].map(toGeneratedFile);
};
