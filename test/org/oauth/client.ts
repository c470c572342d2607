import { findApp, findCredential, type ClientApp, type Credential } from '../apps/index.js';
import { findComponents, readText } from '../metadata/index.js';
import type { Org } from '../org.js';
import { refusals } from './errors.js';

export type Client = { app: ClientApp; credential: Credential };

export type Presented = { key: string; secret: string | undefined };

/** Key and secret of a token request: in the body, or as Basic. */
export const readPresented = (form: URLSearchParams, authorization: string | undefined): Presented => {
  const basic = /^Basic\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (basic) {
    const [key = '', secret] = Buffer.from(basic, 'base64').toString().split(/:(.*)/s).map(decodeURIComponent);
    return { key, secret };
  }
  return { key: form.get('client_id') ?? '', secret: form.get('client_secret') ?? undefined };
};

const refuseForeign = (org: Org, key: string): void => {
  const foreign = org.state.foreignApps.find((app) => app.key === key);
  if (foreign?.family === 'connected-app') throw refusals.notInstalledConnectedApp();
  if (foreign) throw refusals.notInstalledExternalClientApp();
};

const isBlocked = (org: Org, key: string): boolean =>
  findComponents(org.state.metadata, 'BlacklistedConsumer').some(
    ({ fields }) => readText(fields, 'consumerKey') === key,
  );

/** The app of a key, as far as the org lets it in. */
export const findClient = (org: Org, key: string): Client => {
  refuseForeign(org, key);
  if (isBlocked(org, key)) throw refusals.blocked();
  const credential = findCredential(org, key);
  // A fresh key is unknown until it has spread (platform.md 8.17).
  if (!credential || credential.consumer.usableFrom > org.clock.now()) throw refusals.unknownKey();
  const app = findApp(org, credential.consumer.appId);
  if (!app?.isOn) throw refusals.unknownKey();
  return { app, credential };
};

export const requireSecret = ({ credential }: Client, secret: string | undefined): void => {
  if (secret !== credential.secret) throw refusals.wrongSecret();
};
