import type { IntegrationModel, PermittedUsers, Registration } from '../../app/clientApp.js';
import type { Fact, Inventory, InventoryApp, InventoryManifest } from '../types.js';
import { tokensOfApp } from './tokensOfApp.js';

/** Something that could not be read, and why. */
export type Unread = { what: string; reason: string };

/** One app in one line. What is absent is not set, or could not be read: then `unread` says why. */
export type AppSummary = {
  name: string;
  label?: string;
  registration: Registration;
  /** `0H4…` or `0xI…`. */
  id?: string;
  namespace?: string;
  managed: boolean;
  /** Only a manifest tells. */
  model?: IntegrationModel;
  permittedUsers?: PermittedUsers;
  scopes?: string[];
  tokens?: number;
  users?: number;
  /** ISO 8601. */
  lastUsed?: string;
  /** File of the manifest. */
  manifest?: string;
  unread: Unread[];
};

type TokenUse = { tokens: number; users: number; lastUsed?: string };

const useOf = (app: InventoryApp, tokens: Inventory['tokens']): Fact<TokenUse> | undefined => {
  const { origin } = app;
  const rows = tokens.find(({ org }) => origin.kind === 'org' && origin.org === org)?.rows;
  if (!rows?.known) return rows;
  const own = tokensOfApp(app, rows.value);
  const lastUsed = own
    .flatMap(({ lastUsedDate }) => (lastUsedDate === undefined ? [] : [new Date(lastUsedDate).toISOString()]))
    .sort()
    .at(-1);
  const users = new Set(own.map(({ userId }) => userId)).size;
  return { known: true, value: { tokens: own.length, users, ...(lastUsed === undefined ? {} : { lastUsed }) } };
};

const unreadOf = (what: string, fact: Fact<unknown> | undefined): Unread[] =>
  fact && !fact.known ? [{ what, reason: fact.reason }] : [];

/** Client credentials and jwt-bearer leave no token that the org lists (audit.md A.2): that there is none says nothing of their use. */
const unlistedUse = (app: InventoryApp, use: Fact<TokenUse> | undefined): Unread[] => {
  const { clientCredentials, certificate } = app;
  const signsInAlone =
    (clientCredentials.settings.known && clientCredentials.settings.value) ||
    (certificate.known && certificate.value !== undefined);
  return use?.known && use.value.lastUsed === undefined && signsInAlone
    ? [{ what: 'last used', reason: 'client credentials and jwt-bearer leave no token that the org lists' }]
    : [];
};

/** An app of an inventory in one line. */
export const summarizeApp = (app: InventoryApp, { tokens }: Pick<Inventory, 'tokens'>): AppSummary => {
  const { origin, manifest, permittedUsers, scopes } = app;
  const use = useOf(app, tokens);
  return {
    name: app.name,
    ...(app.label === undefined ? {} : { label: app.label }),
    registration: app.registration,
    ...(origin.kind === 'org' && origin.id !== '' ? { id: origin.id } : {}),
    ...(app.namespace === undefined ? {} : { namespace: app.namespace }),
    managed: app.managed,
    ...(manifest?.app ? { model: manifest.app.model } : {}),
    ...(permittedUsers.known ? { permittedUsers: permittedUsers.value } : {}),
    ...(scopes.known ? { scopes: scopes.value.map(({ value }) => value) } : {}),
    ...(use?.known ? use.value : {}),
    ...(manifest ? { manifest: manifest.file } : {}),
    unread: [
      ...unreadOf('permitted users', permittedUsers),
      ...unreadOf('scopes', scopes),
      ...unreadOf('tokens, users, last used', use),
      ...unlistedUse(app, use),
    ],
  };
};

/** An app that has a manifest and no registration that anybody found. */
export const summarizeManifest = ({ app, file }: InventoryManifest): AppSummary[] =>
  app
    ? [
        {
          name: app.name,
          label: app.label,
          registration: app.registration,
          managed: false,
          model: app.model,
          permittedUsers: app.policies.permittedUsers,
          scopes: Object.keys(app.scopes),
          manifest: file,
          unread: [],
        },
      ]
    : [];
