import { isPublicClient } from '../app/clientApp.js';
import { isCliCallback, isLoopbackCallback, isPlaceholderCallback } from '../app/callbackHosts.js';
import { callbackKind } from '../app/callbackUrls.js';
import { known, type Fact, type InventoryApp } from '../inventory/types.js';
import { ask, either } from './conditions.js';
import { oncePerApp } from './oncePerApp.js';

const isOn = (fact: Fact<boolean>): boolean => fact.known && fact.value;

const callbacksOf = (app: InventoryApp): Fact<string[]> =>
  app.callbackUrls.known ? known(app.callbackUrls.value.map(({ value }) => value)) : app.callbackUrls;

/** True for an app that can sign in without a user, so that a dummy may be its callback: both registrations ask for one. */
const worksWithoutUser = (app: InventoryApp): boolean =>
  isOn(app.clientCredentials.settings) || (app.certificate.known && app.certificate.value !== undefined);

/** True when users sign in to the app by a redirect: the manifest says so, or it has a callback that is more than a dummy. */
export const usesAuthorizationCode = oncePerApp((app): Fact<boolean> => {
  if (app.manifest?.app) return known(app.manifest.app.flow === 'authorization-code');
  return ask(
    app.callbackUrls,
    (urls) => urls.length > 0 && !(worksWithoutUser(app) && urls.every(({ value }) => isPlaceholderCallback(value))),
  );
});

/** True when every callback goes to a program on the user's own device, which cannot keep a secret (RFC 8252). */
export const isNativeOnly = (urls: readonly string[]): boolean =>
  urls.length > 0 && urls.every((url) => ['loopback', 'custom-scheme'].includes(callbackKind(url)));

/**
 * True for a client that authenticates with no secret. Callbacks of mobile apps and of the CLI tell it too; other localhost
 * callbacks do not where the secret is required: those are web apps on a developer's machine.
 */
export const isPublic = oncePerApp((app): Fact<boolean> => {
  if (app.manifest?.app) return known(isPublicClient(app.manifest.app));
  const native = ask(
    callbacksOf(app),
    (urls) => isNativeOnly(urls) && urls.every((url) => !isLoopbackCallback(url) || isCliCallback(url)),
  );
  return either(app.secretOptional, native);
});

/** True for a program that people run in a terminal. */
export const isCommandLine = (app: InventoryApp): boolean => {
  if (app.manifest?.app) return app.manifest.app.model === 'cli';
  const urls = callbacksOf(app);
  return urls.known && urls.value.length > 0 && urls.value.every(isCliCallback) && !worksWithoutUser(app);
};

/** True when the app may ask for refresh tokens and has a flow that gives them: client credentials and jwt-bearer never do. */
export const getsRefreshTokens = oncePerApp((app): Fact<boolean> => {
  const asks = ask(app.scopes, (scopes) => scopes.some(({ value }) => value === 'refresh_token'));
  if (asks.known && !asks.value) return asks;
  const redirects = app.manifest?.app
    ? known(app.manifest.app.flow === 'authorization-code')
    : ask(app.callbackUrls, (urls) => urls.length > 0);
  const gives = either(redirects, app.deviceFlow);
  return gives.known && !gives.value ? gives : asks.known ? gives : asks;
});

const pageScopes = new Set(['web', 'lightning', 'visualforce', 'content']);

/** True for what looks like a hybrid app of the Mobile SDK: it opens Salesforce pages and is called back by its own scheme. */
export const isHybridMobileApp = ({ scopes, callbackUrls }: InventoryApp): boolean =>
  scopes.known &&
  scopes.value.some(({ value }) => pageScopes.has(value)) &&
  callbackUrls.known &&
  callbackUrls.value.some(({ value }) => callbackKind(value) === 'custom-scheme' && !isPlaceholderCallback(value));

/** True for a client that keeps the device flow after its restriction: a local External Client App with a localhost callback. */
export const mayKeepDeviceFlow = (app: InventoryApp): Fact<boolean> =>
  app.registration === 'connected-app' || app.managed
    ? known(false)
    : ask(callbacksOf(app), (urls) => urls.some(isLoopbackCallback));
