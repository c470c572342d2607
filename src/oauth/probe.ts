import { isLoopbackHost } from '../app/callbackUrls.js';

/**
 * Whether the org accepts a client yet. A fresh key takes minutes to reach every server (platform.md 8.17), and until
 * then the org answers as if the client did not exist.
 */
export type ProbeResult =
  | { status: 'accepted' }
  | { status: 'not-yet'; error: string }
  /** The org knows the client and refuses for a reason of its own, or can't be asked. */
  | { status: 'refused'; error: string };

/** Answers that may only mean "not everywhere yet" (platform.md 6, 8.17). */
const notYet = /invalid_client_id|client identifier invalid|not installed in this org|must be installed into org/i;

const verdict = (error: string): ProbeResult => ({ status: notYet.test(error) ? 'not-yet' : 'refused', error });

/** Asks for a token as the program would, and gives it back at once. */
export const probeClientCredentials = async (
  instanceUrl: string,
  client: { consumerKey: string; consumerSecret: string },
): Promise<ProbeResult> => {
  const {
    allowInsecureRequests,
    clientCredentialsGrant,
    ClientSecretPost,
    Configuration,
    ResponseBodyError,
    tokenRevocation,
  } = await import('openid-client');
  const configuration = new Configuration(
    {
      issuer: new URL(instanceUrl).origin,
      token_endpoint: new URL('/services/oauth2/token', instanceUrl).href,
      revocation_endpoint: new URL('/services/oauth2/revoke', instanceUrl).href,
    },
    client.consumerKey,
    undefined,
    ClientSecretPost(client.consumerSecret),
  );
  const { protocol, hostname } = new URL(instanceUrl);
  if (protocol === 'http:' && isLoopbackHost(hostname)) allowInsecureRequests(configuration);
  try {
    const { access_token: token } = await clientCredentialsGrant(configuration);
    // The token lives by policy alone; one that nobody needs is given back. That it could not be is no verdict on the client.
    await tokenRevocation(configuration, token).catch(() => undefined);
    return { status: 'accepted' };
  } catch (error) {
    if (error instanceof ResponseBodyError) return verdict(`${error.error}: ${error.error_description ?? ''}`);
    return { status: 'refused', error: error instanceof Error ? error.message : String(error) };
  }
};

/** Opens the authorize page without a browser: a redirect to the sign-in means that client and callback are known (platform.md 6). */
export const probeAuthorize = async (
  instanceUrl: string,
  consumerKey: string,
  callbackUrl: string,
): Promise<ProbeResult> => {
  const url = new URL('/services/oauth2/authorize', instanceUrl);
  // A challenge of the right form; no code is ever redeemed with it.
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: consumerKey,
    redirect_uri: callbackUrl,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  }).toString();
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(30_000) });
    const answer = new URLSearchParams(/\?(.*)$/.exec(response.headers.get('location') ?? '')?.[1] ?? '');
    const error = answer.get('error');
    if (error) return verdict(`${error}: ${answer.get('error_description') ?? ''}`);
    if (response.status < 400) return { status: 'accepted' };
    const text = (await response.text()).slice(0, 10_000);
    return verdict(notYet.exec(text)?.[0] ?? `HTTP ${response.status}`);
  } catch (error) {
    return { status: 'refused', error: error instanceof Error ? error.message : String(error) };
  }
};
