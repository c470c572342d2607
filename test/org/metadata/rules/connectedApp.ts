import { findComponent, readFields, readList, readText, readTexts } from '../lookup.js';
import type { Fields } from '../types.js';
import { type Behaviour, type Change, refuse, type Rule } from './change.js';
import { keepConnectedApp, renderConnectedApp } from './connectedAppRecord.js';
import { credentialRules } from './connectedAppCredentials.js';
import { grantRules } from './connectedAppGrants.js';
import { removeConsumers } from './consumers.js';
import {
  refuseAddressRange,
  refuseCallbackUrls,
  refuseCertificate,
  refuseIdTokenValidity,
  refuseInsecureUrl,
} from './values.js';

const oauth = ({ document }: Change): Fields => readFields(document.fields, 'oauthConfig') ?? {};
const policy = ({ document }: Change): Fields => readFields(document.fields, 'oauthPolicy') ?? {};

/** Since Spring '26 (platform.md 3.1). */
const creationIsAllowed: Rule = ({ existing, org }) =>
  existing || org.isInstall || org.directory.connectedAppCreationAllowed()
    ? undefined
    : refuse(
        "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
        'INSUFFICIENT_ACCESS',
      );

/** A connected app and an External Client App cannot share a name (platform.md 2.7). */
const nameIsFree: Rule = ({ document, org }) =>
  findComponent(org.draft, 'ExternalClientApplication', document.fullName)
    ? refuse(`The name ${document.fullName} is already used by an external client app.`, 'DUPLICATE_DEVELOPER_NAME')
    : undefined;

const callbackUrlsAreUrls: Rule = (change) => refuseCallbackUrls(readText(oauth(change), 'callbackUrl') ?? '');

const certificateIsReadable: Rule = (change) => {
  const certificate = readText(oauth(change), 'certificate');
  return certificate ? refuseCertificate(certificate) : undefined;
};

const addressRangesParse: Rule = ({ document }) => {
  for (const range of readList(document.fields, 'ipRanges')) {
    if (typeof range === 'string') continue;
    const refusal = refuseAddressRange(readText(range, 'start') ?? '', readText(range, 'end') ?? '');
    if (refusal) return refusal;
  }
  return undefined;
};

const relaxations = ['ENFORCE', 'ENFORCE_RELAXREFRESH', 'BYPASS_2FACTOR', 'BYPASS'];

const relaxationIsKnown: Rule = (change) => {
  const value = readText(policy(change), 'ipRelaxation');
  return value === undefined || relaxations.includes(value)
    ? undefined
    : refuse(`Invalid value for ipRelaxation: ${value}. Valid values are: ${relaxations.join(', ')}`);
};

const refreshTokenPolicyIsKnown: Rule = (change) => {
  const value = readText(policy(change), 'refreshTokenPolicy');
  return value === undefined ||
    /^(infinite|zero|specific_(lifetime|inactivity):[1-9]\d*:(HOURS|DAYS|MONTHS))$/.test(value)
    ? undefined
    : refuse(`Invalid value for refreshTokenPolicy: ${value}`);
};

const policyActionIsKnown: Rule = ({ document }) => {
  const action = readText(readFields(document.fields, 'sessionPolicy') ?? {}, 'policyAction');
  return action && !['Block', 'RaiseSessionLevel'].includes(action)
    ? refuse(`Invalid value for policyAction: ${action}`)
    : undefined;
};

const urlsAreSecure: Rule = (change) =>
  refuseInsecureUrl('logoUrl', readText(change.document.fields, 'logoUrl')) ??
  refuseInsecureUrl('singleLogoutUrl', readText(policy(change), 'singleLogoutUrl'));

const idTokenValidityIsInRange: Rule = (change) =>
  refuseIdTokenValidity(readText(readFields(oauth(change), 'idTokenConfig') ?? {}, 'idTokenValidity'));

const pluginExists: Rule = ({ document, org }) => {
  const plugin = readText(document.fields, 'plugin');
  return plugin && !org.directory.hasApexClass(plugin)
    ? refuse(`In field: plugin - no ApexClass named ${plugin} found`, 'INVALID_CROSS_REFERENCE_KEY')
    : undefined;
};

const scopesAppearOnce: Rule = (change) => {
  const scopes = readTexts(oauth(change), 'scopes');
  const twice = scopes.find((scope, index) => scopes.indexOf(scope) !== index);
  return twice ? refuse(`Duplicate scope specified: ${twice}`) : undefined;
};

const rules: readonly Rule[] = [
  creationIsAllowed,
  nameIsFree,
  ...credentialRules,
  callbackUrlsAreUrls,
  certificateIsReadable,
  scopesAppearOnce,
  addressRangesParse,
  relaxationIsKnown,
  refreshTokenPolicyIsKnown,
  policyActionIsKnown,
  urlsAreSecure,
  idTokenValidityIsInRange,
  pluginExists,
  ...grantRules,
];

export const connectedApp: Behaviour = {
  rules,
  keep: keepConnectedApp,
  render: renderConnectedApp,
  remove: (component, org) => removeConsumers(org, component.id),
};
