import { findComponent, readFields, readText, readTexts } from '../lookup.js';
import type { Component, Fields } from '../types.js';
import type { Change, OrgContext } from './change.js';
import { addConsumer, findConsumer } from './consumers.js';
import { findByNameOrLabel } from './references.js';

/** What an OAuth configuration says when the file says nothing (platform.md 1.3). */
const oauthDefaults: Fields = {
  isAdminApproved: 'false',
  isClientCredentialEnabled: 'false',
  isCodeCredentialEnabled: 'false',
  isCodeCredentialPostOnly: 'false',
  isConsumerSecretOptional: 'false',
  isIntrospectAllTokens: 'false',
  isPkceRequired: 'false',
  isSecretRequiredForRefreshToken: 'true',
};

const policyDefaults: Fields = { ipRelaxation: 'ENFORCE', refreshTokenPolicy: 'infinite' };

/** Grants are kept by API name, whichever way the file named them. */
export const keepConnectedApp = (change: Change): Fields => {
  const { document, existing, org } = change;
  const kept: Fields = {
    ...document.fields,
    ...keepOauth(change),
    permissionSetName: keepGrants(change, 'permissionSetName').map(
      (name) => findByNameOrLabel(org, name)?.fullName ?? name,
    ),
    profileName: keepGrants(change, 'profileName'),
  };
  const runAs = readText(kept, 'pluginExecutionUser');
  // A user that is not in the organisation is dropped without a word (platform.md 1.2, 8.26).
  if (runAs !== undefined && !org.directory.findUser(runAs)) delete kept.pluginExecutionUser;
  for (const grant of ['permissionSetName', 'profileName']) {
    if (readTexts(kept, grant).length === 0) delete kept[grant];
  }
  return existing && !kept.oauthConfig ? { ...kept, ...pickOauth(existing.fields) } : kept;
};

const keepOauth = ({ document, org, id }: Change): Fields => {
  const written = readFields(document.fields, 'oauthConfig');
  if (!written) return {};
  const { consumerKey: _key, consumerSecret: _secret, ...config } = written;
  const consumer =
    findConsumer(org, id) ??
    addConsumer(org, id, readText(written, 'consumerKey'), readText(written, 'consumerSecret'));
  return {
    oauthConfig: { ...oauthDefaults, ...config, consumerKey: consumer.key },
    oauthPolicy: { ...policyDefaults, ...readFields(document.fields, 'oauthPolicy') },
  };
};

/** OAuth cannot be taken off an app by leaving it out. */
const pickOauth = (fields: Fields): Fields => ({
  ...(fields.oauthConfig === undefined ? {} : { oauthConfig: fields.oauthConfig }),
  ...(fields.oauthPolicy === undefined ? {} : { oauthPolicy: fields.oauthPolicy }),
});

/** No element: the grants stay. One empty element: they all go (platform.md 1.2). */
const keepGrants = ({ document, existing }: Change, element: string): string[] =>
  document.fields[element] === undefined
    ? readTexts(existing?.fields ?? {}, element)
    : readTexts(document.fields, element).filter((name) => name !== '');

/** Synonyms come back under one name (platform.md 1.5). */
const normalisedScopes: Record<string, string> = {
  OfflineAccess: 'RefreshToken',
  Profile: 'Basic',
  Email: 'Basic',
  Address: 'Basic',
  Phone: 'Basic',
};

/** The key of the live consumer, never a secret (platform.md 1.4); permission sets by label (8.35). */
export const renderConnectedApp = (component: Component, org: OrgContext): Fields => {
  const labels = readTexts(component.fields, 'permissionSetName').map((name) => {
    const set = findComponent(org.draft, 'PermissionSet', name);
    return (set && readText(set.fields, 'label')) ?? name;
  });
  const config = readFields(component.fields, 'oauthConfig');
  return {
    ...component.fields,
    ...(labels.length > 0 ? { permissionSetName: labels } : {}),
    ...(config ? { oauthConfig: renderOauth(config, findConsumer(org, component.id)?.key) } : {}),
  };
};

const renderOauth = (config: Fields, key: string | undefined): Fields => {
  const scopes = readTexts(config, 'scopes').map((scope) => normalisedScopes[scope] ?? scope);
  return {
    ...config,
    ...(key === undefined ? {} : { consumerKey: key }),
    ...(scopes.length > 0 ? { scopes: [...new Set(scopes)] } : {}),
  };
};
