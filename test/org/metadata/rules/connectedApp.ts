import { findComponent, readFields, readList, readText, readTexts } from '../lookup.js';
import type { Fields } from '../types.js';
import { type Behaviour, type Change, refuse, type Rule } from './change.js';
import { keepConnectedApp, renderConnectedApp } from './connectedAppRecord.js';
import { grantRules } from './connectedAppGrants.js';
import { findConsumer, refuseCredentialText, refuseTakenKey, removeConsumers } from './consumers.js';
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

/** An app keeps the credentials it was made with (platform.md 1.4). That a later secret is refused, not ignored, is the strict reading. */
const credentialsComeOnce: Rule = (change) => {
  if (!change.existing || !findConsumer(change.org, change.id)) return undefined;
  if (readText(oauth(change), 'consumerKey')) return refuse('You cannot provide a Consumer Key');
  return readText(oauth(change), 'consumerSecret') ? refuse('You cannot provide a Consumer Secret') : undefined;
};

const keyIsUsable: Rule = (change) => {
  const key = readText(oauth(change), 'consumerKey');
  return key ? (refuseCredentialText('consumer key', key) ?? refuseTakenKey(change.org, key)) : undefined;
};

const secretIsUsable: Rule = (change) => {
  const secret = readText(oauth(change), 'consumerSecret');
  if (!secret) return undefined;
  const isTaken = change.org.draft.consumers.some((consumer) => consumer.secret === secret);
  return (
    refuseCredentialText('consumer secret', secret) ??
    (isTaken ? refuse('The consumer secret is already taken.', 'DUPLICATE_VALUE') : undefined)
  );
};

/** platform.md 1.3: the key must be specified too, which only a creation can do. */
const runAsUserComesWithKey: Rule = (change) => {
  const user = readText(oauth(change), 'oauthClientCredentialUser');
  if (!user) return undefined;
  if (!change.existing && !readText(oauth(change), 'consumerKey')) {
    return refuse('consumerKey must be specified too when using the field oauthClientCredentialUser');
  }
  return change.org.directory.findUser(user)
    ? undefined
    : refuse('Enter a valid execution user for the OAuth client credentials flow.');
};

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
  credentialsComeOnce,
  keyIsUsable,
  secretIsUsable,
  runAsUserComesWithKey,
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
