import { canonicalScope } from '../../app/scopes.js';
import { known, type InventoryApp, type Located, type Origin } from '../../inventory/types.js';
import type { MetadataDocument } from '../document.js';
import { child, lines, textOf } from '../elements.js';
import { isTemplate } from '../isTemplate.js';
import { placeholderCallback } from '../placeholderCallback.js';
import { connectedAppFields } from '../schema/connectedApp.js';
import { ipRelaxationInConnectedApp, keyOf } from '../spelling/policies.js';
import { parseRefreshTokenPolicy } from '../spelling/refreshToken.js';
import { noChildren, type XmlElement } from '../xml/element.js';
import {
  countFact,
  flagFact,
  locatedEach,
  parsedFact,
  partOf,
  placeIn,
  splitLocated,
  textFact,
  type Part,
} from './facts.js';
import { ipRangesOf } from './ipRanges.js';
import { namespaceOf } from './namespace.js';

const mobileElements = new Set(['mobileAppConfig', 'mobileStartUrl']);

const asWritten = (text: string): string => text;

/** The callback URLs that the app really uses; our placeholder is none. */
export const callbacksOf = (part: Part): Array<Located<string>> =>
  splitLocated(part, 'callbackUrl', lines).filter(({ value }) => value !== placeholderCallback);

const oauthOf = (oauth: Part, app: Part, policy: Part) => {
  const clientCredentials = flagFact(oauth, 'isClientCredentialEnabled');
  return {
    usesOauth: oauth.element ? known(true, oauth.place(oauth.element)) : known(false),
    scopes: known(locatedEach(oauth, 'scopes', canonicalScope)),
    callbackUrls: known(callbacksOf(oauth)),
    permittedUsers: parsedFact(oauth, 'isAdminApproved', (text) => {
      if (text === 'true' || text === '1') return 'admin-approved' as const;
      return text === 'false' || text === '0' ? ('self-authorize' as const) : undefined;
    }),
    grants: known({
      permissionSets: locatedEach(app, 'permissionSetName', asWritten),
      profiles: locatedEach(app, 'profileName', asWritten),
    }),
    ipRelaxation: parsedFact(policy, 'ipRelaxation', (text) => keyOf(ipRelaxationInConnectedApp, text)),
    refreshToken: parsedFact(policy, 'refreshTokenPolicy', parseRefreshTokenPolicy),
    pkceRequired: flagFact(oauth, 'isPkceRequired'),
    secretOptional: flagFact(oauth, 'isConsumerSecretOptional'),
    secretRequiredForRefresh: flagFact(oauth, 'isSecretRequiredForRefreshToken'),
    refreshTokenRotation: flagFact(oauth, 'isRefreshTokenRotationEnabled'),
    clientCredentials: {
      settings: clientCredentials,
      policy: clientCredentials,
      runAsUser: textFact(oauth, 'oauthClientCredentialUser'),
    },
    deviceFlow: flagFact(oauth, 'isDeviceFlowEnabled'),
    certificate: textFact(oauth, 'certificate'),
    consumerKey: textFact(oauth, 'consumerKey'),
    orgBound: locatedEach(oauth, 'consumerKey', (value) => ({ element: 'consumerKey', value })),
    secretElements: locatedEach(oauth, 'consumerSecret', (text) => ({
      element: 'consumerSecret',
      isTemplate: isTemplate(text),
    })),
  };
};

/** What was read is in the app: ten thousand element trees beside it would cost more than all the rest. */
const withoutElements = ({ type, name, file, problems }: MetadataDocument, root: XmlElement): MetadataDocument => ({
  type,
  name,
  file,
  root: { ...root, children: noChildren },
  problems,
});

/** A connected app as its file has it; what the file leaves out has the platform's default (platform.md 1.2 to 1.6). */
export const readConnectedApp = (document: MetadataDocument, root: XmlElement, origin: Origin): InventoryApp => {
  const fields = connectedAppFields;
  const app: Part = { element: root, fields, place: placeIn(document, origin) };
  const namespace = namespaceOf(document.name);
  return {
    // First: an object that begins as a copy of another is made several times faster.
    ...oauthOf(
      partOf(app, 'oauthConfig', fields.oauthConfig.fields),
      app,
      partOf(app, 'oauthPolicy', fields.oauthPolicy.fields),
    ),
    name: document.name,
    label: textOf(child(root, 'label')),
    registration: 'connected-app',
    origin,
    namespace,
    managed: namespace !== undefined,
    firstParty: false,
    mobile: root.children.some(({ name }) => mobileElements.has(name)),
    description: textFact(app, 'description'),
    contactEmail: textFact(app, 'contactEmail'),
    ipRanges: known(ipRangesOf(app, 'ipRanges', { start: 'start', end: 'end' })),
    sessionTimeoutMinutes: countFact(partOf(app, 'sessionPolicy', fields.sessionPolicy.fields), 'sessionTimeout'),
    // Connected app metadata has no such switch; the column in SOQL is reserved.
    guestCodeCredentialFlow: known(false),
    rotatesOnDeploy: [],
    enabled: known(true),
    documents: origin.kind === 'source' ? [withoutElements(document, root)] : [],
  };
};
