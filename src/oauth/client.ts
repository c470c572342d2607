import type * as openidClient from 'openid-client';
import type { ClientAuth, Configuration } from 'openid-client';
import { isLoopbackHost } from '../app/callbackUrls.js';

type OauthLibrary = typeof openidClient;

/** A program that talks to the OAuth endpoints of one org. */
export type OauthClient = {
  library: OauthLibrary;
  configuration: Configuration;
  /** Scheme, host and port of the org. */
  origin: string;
  consumerKey: string;
  /** How far the org's clock is ahead of ours by its last answer, in milliseconds; exact to a second. */
  clockDifference: () => number | undefined;
};

export type ClientOptions = {
  /** My Domain of the org. */
  instanceUrl: string;
  consumerKey: string;
  /** Absent: a public client, which must send none. */
  consumerSecret?: string | undefined;
  /** Our clock. */
  now?: () => number;
};

/** Sends neither key nor secret: an assertion says who it comes from. */
export const assertedClient: ClientAuth = () => undefined;

const endpoints = (origin: string) => ({
  issuer: origin,
  authorization_endpoint: `${origin}/services/oauth2/authorize`,
  token_endpoint: `${origin}/services/oauth2/token`,
  revocation_endpoint: `${origin}/services/oauth2/revoke`,
  introspection_endpoint: `${origin}/services/oauth2/introspect`,
  userinfo_endpoint: `${origin}/services/oauth2/userinfo`,
});

/**
 * Prepares the client without asking the org anything. Plain http is allowed to this machine only: everywhere else the
 * library refuses before it sends.
 */
export const createClient = async (
  { instanceUrl, consumerKey, consumerSecret, now = Date.now }: ClientOptions,
  authentication?: ClientAuth,
): Promise<OauthClient> => {
  const library = await import('openid-client');
  const { protocol, hostname, origin } = new URL(instanceUrl);
  const ownAuthentication = consumerSecret === undefined ? library.None() : library.ClientSecretPost(consumerSecret);
  const configuration = new library.Configuration(
    endpoints(origin),
    consumerKey,
    undefined,
    authentication ?? ownAuthentication,
  );
  if (protocol === 'http:' && isLoopbackHost(hostname)) library.allowInsecureRequests(configuration);
  let difference: number | undefined;
  configuration[library.customFetch] = async (url, options) => {
    const response = await fetch(url, options as RequestInit);
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) difference = date - now();
    return response;
  };
  return { library, configuration, origin, consumerKey, clockDifference: () => difference };
};
