import type { X509Certificate } from 'node:crypto';
import type { ClientApp } from '../../app/clientApp.js';
import { parseCertificate } from '../../certificate/certificate.js';
import { parentOf, retrieveDocuments } from '../../deployment/existing.js';
import type { OrgConnection } from '../../org/connection.js';
import type { MetadataDocument } from '../../registration/document.js';
import { elementAt, textOf } from '../../registration/elements.js';
import type { XmlElement } from '../../registration/xml/element.js';

/** A component that was read from the org. */
export type Component = { type: string; fullName: string; root: XmlElement };

/** What the org's metadata has of one app, as far as its certificate is concerned. */
export type AppMetadata = {
  registration: ClientApp['registration'];
  /** The component with the certificate first, then those that an org wants to see with it (platform.md 2.7). */
  components: [Component, ...Component[]];
  consumerKey: string | undefined;
  /** `unreadable` holds something that is no certificate. */
  certificate: X509Certificate | 'unreadable' | undefined;
};

/** Where the types have certificate and key. */
export const places = {
  ConnectedApp: { certificate: 'oauthConfig.certificate', consumerKey: 'oauthConfig.consumerKey' },
  ExtlClntAppGlobalOauthSettings: { certificate: 'certificate', consumerKey: 'consumerKey' },
} as const;

/** Satellites by wildcard, because their names can't be foretold (platform.md 2.7). */
const typesOf = (name: string): ReadonlyMap<string, readonly string[]> =>
  new Map([
    ['ConnectedApp', [name]],
    ['ExternalClientApplication', [name]],
    ['ExtlClntAppOauthSettings', ['*']],
    ['ExtlClntAppGlobalOauthSettings', ['*']],
  ]);

/** An app may hold a PEM certificate or bare base64 DER (platform.md 8.36). */
const certificateIn = (text: string | undefined): AppMetadata['certificate'] => {
  if (text === undefined) return undefined;
  return parseCertificate(text.includes('BEGIN') ? text : Buffer.from(text, 'base64')) ?? 'unreadable';
};

const componentOf = ({ type, name, root }: MetadataDocument): Component[] =>
  root ? [{ type, fullName: name, root }] : [];

const describe = (
  registration: AppMetadata['registration'],
  components: [Component, ...Component[]],
  place: (typeof places)[keyof typeof places],
): AppMetadata => {
  const [{ root }] = components;
  return {
    registration,
    components,
    consumerKey: textOf(elementAt(root, place.consumerKey)),
    certificate: certificateIn(textOf(elementAt(root, place.certificate))),
  };
};

/**
 * Reads an app's certificate back from the org, with the component that holds it.
 *
 * @param wanted family to prefer: an app that was migrated is in both (platform.md 3.7)
 * @returns undefined when the org shows no such app with OAuth settings
 */
export const readAppMetadata = async (
  connection: OrgConnection,
  name: string,
  wanted?: ClientApp['registration'],
): Promise<AppMetadata | undefined> => {
  const { documents } = await retrieveDocuments(connection, typesOf(name));
  const own = (type: string): Component[] =>
    documents
      .filter((document) => document.type === type)
      .filter((document) => (type.startsWith('ExtlClnt') ? parentOf(document) : document.name) === name)
      .flatMap(componentOf);
  const [global] = own('ExtlClntAppGlobalOauthSettings');
  const [connectedApp] = own('ConnectedApp');
  if (global && !(connectedApp && wanted === 'connected-app')) {
    const company = [...own('ExternalClientApplication'), ...own('ExtlClntAppOauthSettings')];
    return describe('external-client-app', [global, ...company], places.ExtlClntAppGlobalOauthSettings);
  }
  return connectedApp && describe('connected-app', [connectedApp], places.ConnectedApp);
};
