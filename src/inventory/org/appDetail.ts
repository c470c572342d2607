import type { IntegrationModel, Flow, Registration } from '../../app/clientApp.js';
import { findScope } from '../../app/scopes.js';
import type { Inventory, InventoryApp } from '../types.js';
import type { Unread } from './appSummary.js';
import { compareFacts, type FactRow } from './compareFacts.js';
import type { ManifestOfApp } from './readManifestOf.js';
import { tokensOfApp } from './tokensOfApp.js';
import { tokenUsers, type TokenUser } from './tokenUsers.js';

/** One app in depth, as manifest, source and org have it. */
export type AppDetail = {
  name: string;
  label?: string;
  registration: Registration;
  managed: boolean;
  manifest?: {
    file: string;
    environment?: string;
    model: IntegrationModel;
    flow: Flow;
    owner: { name?: string; email: string };
    criticality: string;
    lastRotated?: string;
    lastReviewed?: string;
  };
  /** File of the registration in source. */
  source?: string;
  org?: { org: string; id?: string };
  scopes: Array<{ scope: string; reason?: string; meaning?: string }>;
  facts: FactRow[];
  tokens?: { total: number; users: TokenUser[] };
  unread: Unread[];
};

export type DetailSources = {
  name: string;
  manifest?: ManifestOfApp | undefined;
  source?: InventoryApp | undefined;
  org?: { app?: InventoryApp | undefined; name: string; inventory: Inventory } | undefined;
};

const manifestOf = ({ file, app, environment }: ManifestOfApp): Pick<AppDetail, 'manifest'> =>
  app
    ? {
        manifest: {
          file,
          ...(environment === undefined ? {} : { environment }),
          model: app.model,
          flow: app.flow,
          owner: { ...(app.owner.name === undefined ? {} : { name: app.owner.name }), email: app.owner.email },
          criticality: app.criticality,
          ...(app.credentials.lastRotated === undefined ? {} : { lastRotated: app.credentials.lastRotated }),
          ...(app.review.last === undefined ? {} : { lastReviewed: app.review.last }),
        },
      }
    : {};

/** Every scope that manifest, source or org names, with the reason that the manifest gives. */
const scopesOf = ({ manifest, source, org }: DetailSources): AppDetail['scopes'] => {
  const reasons = manifest?.app?.scopes ?? {};
  const registered = [source, org?.app].flatMap((app) => (app?.scopes.known ? app.scopes.value : []));
  const names = new Set([...Object.keys(reasons), ...registered.map(({ value }) => value)]);
  return [...names].map((scope) => {
    const [reason, meaning] = [reasons[scope], findScope(scope)?.meaning];
    return { scope, ...(reason === undefined ? {} : { reason }), ...(meaning === undefined ? {} : { meaning }) };
  });
};

const tokensOf = ({ org }: DetailSources): { tokens?: AppDetail['tokens'] & object; unread: Unread[] } => {
  const rows = org?.inventory.tokens[0]?.rows;
  if (!rows || !org.app) return { unread: [] };
  if (!rows.known) return { unread: [{ what: 'tokens', reason: rows.reason }] };
  const own = tokensOfApp(org.app, rows.value);
  return { tokens: { total: own.length, users: tokenUsers(own) }, unread: [] };
};

const manifestProblems = ({ manifest }: DetailSources): Unread[] =>
  (manifest?.problems ?? []).map(({ message, line }) => ({
    what: `the manifest ${manifest?.file ?? ''}, line ${line}`,
    reason: message.replace(/\.$/, ''),
  }));

/** Puts together what is known of one app; undefined when nothing has it. */
export const describeApp = (sources: DetailSources): AppDetail | undefined => {
  const { name, manifest, source, org } = sources;
  const registered = org?.app ?? source;
  const registration = registered?.registration ?? manifest?.app?.registration;
  if (registration === undefined) return undefined;
  const { facts, unread } = compareFacts({ manifest: manifest?.app, source, org: org?.app });
  const tokens = tokensOf(sources);
  const label = registered?.label ?? manifest?.app?.label;
  const orgId = org?.app?.origin.kind === 'org' ? org.app.origin.id : '';
  return {
    name: registered && !registered.nameIsLabel ? registered.name : name,
    ...(label === undefined ? {} : { label }),
    registration,
    managed: registered?.managed ?? false,
    ...(manifest ? manifestOf(manifest) : {}),
    ...(source?.origin.kind === 'source' ? { source: source.origin.file } : {}),
    ...(org?.app ? { org: { org: org.name, ...(orgId === '' ? {} : { id: orgId }) } } : {}),
    scopes: scopesOf(sources),
    facts,
    ...(tokens.tokens ? { tokens: tokens.tokens } : {}),
    unread: [...manifestProblems(sources), ...unread, ...tokens.unread],
  };
};
