import { findComponent, readFields, readFlag, readText } from '../lookup.js';
import type { Component, Consumer, Fields } from '../types.js';
import { type Behaviour, type Change, type OrgContext, type Rule } from './change.js';
import {
  addConsumer,
  findConsumer,
  refuseCredentialText,
  refuseTakenKey,
  removeConsumers,
  rotateConsumer,
} from './consumers.js';
import { familyRules, findParent } from './family.js';
import { hasOauthSettings } from './oauthSettings.js';
import { refuseCallbackUrls, refuseCertificate, refuseIdTokenValidity } from './values.js';

const callbackUrlsAreUrls: Rule = ({ document }) => refuseCallbackUrls(readText(document.fields, 'callbackUrl') ?? '');

const certificateIsReadable: Rule = ({ document }) => {
  const certificate = readText(document.fields, 'certificate');
  return certificate ? refuseCertificate(certificate) : undefined;
};

const idTokenValidityIsInRange: Rule = ({ document }) =>
  refuseIdTokenValidity(readText(readFields(document.fields, 'idTokenConfig') ?? {}, 'idTokenValidityInMinutes'));

/** A key counts at creation only: later ones are ignored without a word (platform.md 2.4, 8.2). */
const firstKeyIsUsable: Rule = (change) => {
  const key = readText(change.document.fields, 'consumerKey');
  const parent = findParent(change);
  if (!key || (parent && findConsumer(change.org, parent.id))) return undefined;
  return refuseCredentialText('consumer key', key) ?? refuseTakenKey(change.org, key);
};

/** Elements that the platform adds to what was authored, with their defaults (platform.md 2.4, 2.7). */
const defaults: Fields = {
  isClientCredentialsFlowEnabled: 'false',
  isCodeCredFlowEnabled: 'false',
  isCodeCredPostOnly: 'false',
  isConsumerSecretOptional: 'false',
  isDPopEnabled: 'false',
  isDeviceFlowEnabled: 'false',
  isEnforceRefreshTokenTTL: 'false',
  isIntrospectAllTokens: 'false',
  isNamedUserJwtEnabled: 'false',
  isPkceRequired: 'true',
  isRefreshTokenRotationEnabled: 'false',
  isSecretRequiredForRefreshToken: 'true',
  isSecretRequiredForTokenExchange: 'false',
  isTokenExchangeEnabled: 'false',
};

const rotation = (fields: Fields): { key: boolean; secret: boolean } => ({
  key: readFlag(fields, 'shouldRotateConsumerKey'),
  secret: readFlag(fields, 'shouldRotateConsumerSecret'),
});

const keep = (change: Change): Fields => {
  const { consumerSecret: _secret, ...fields } = change.document.fields;
  const parentId = findParent(change)?.id ?? '';
  const consumer = findConsumer(change.org, parentId);
  const current = consumer ? rotate(change, consumer) : create(change, parentId);
  return {
    ...defaults,
    ...fields,
    label: readText(fields, 'label') || change.document.fullName,
    consumerKey: current.key,
    shouldRotateConsumerKey: 'false',
    shouldRotateConsumerSecret: 'false',
  };
};

/** Sources conflict on a secret in the file: by default it makes no usable secret (platform.md 2.7). */
const create = ({ document, org }: Change, parentId: string): Consumer => {
  const secret = org.options.honourEcaConsumerSecret ? readText(document.fields, 'consumerSecret') : undefined;
  return addConsumer(org, parentId, readText(document.fields, 'consumerKey'), secret);
};

const rotate = ({ document, org }: Change, consumer: Consumer): Consumer => {
  const parts = rotation(document.fields);
  return parts.key || parts.secret ? rotateConsumer(org, consumer, parts) : consumer;
};

/** Rotation by deploy goes through only when warnings are ignored (platform.md 2.4). */
const warn = (change: Change): string[] => {
  const parts = rotation(change.document.fields);
  if (!change.existing) return [];
  return [
    ...(parts.key ? ['A new consumer key is generated. The current consumer key stops working.'] : []),
    ...(parts.secret ? ['A new consumer secret is generated. The current consumer secret stops working.'] : []),
  ];
};

const owner = (component: Component, org: OrgContext): string | undefined =>
  findComponent(org.draft, 'ExternalClientApplication', readText(component.fields, 'externalClientApplication') ?? '')
    ?.id;

export const globalOauthSettings: Behaviour = {
  rules: [
    ...familyRules,
    hasOauthSettings,
    callbackUrlsAreUrls,
    certificateIsReadable,
    idTokenValidityIsInRange,
    firstKeyIsUsable,
  ],
  keep,
  warn,
  render: (component, org) => {
    const key = findConsumer(org, owner(component, org) ?? '')?.key;
    return key === undefined ? component.fields : { ...component.fields, consumerKey: key };
  },
  remove: (component, org) => removeConsumers(org, owner(component, org) ?? ''),
};
