import { accepted, refusalOf, refused, type Answer } from './answer.js';

export type AuthorizeProbe = {
  instanceUrl: string;
  consumerKey: string;
  callbackUrl: string;
  /** `token` asks for the user-agent flow. */
  responseType?: 'code' | 'token';
  scope?: string;
  /** Left out on purpose, to see whether the org insists on PKCE. */
  withoutChallenge?: boolean;
};

/** A challenge of the right form; no code is ever redeemed with it. */
const challenge = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' };

const addressOf = (probe: AuthorizeProbe): URL => {
  const { instanceUrl, consumerKey, callbackUrl, responseType = 'code', scope, withoutChallenge = false } = probe;
  const url = new URL('/services/oauth2/authorize', instanceUrl);
  url.search = new URLSearchParams({
    response_type: responseType,
    client_id: consumerKey,
    redirect_uri: callbackUrl,
    ...(scope === undefined ? {} : { scope }),
    ...(withoutChallenge || responseType === 'token' ? {} : challenge),
  }).toString();
  return url;
};

const errorIn = (text: string): { ok: false; refusal: { error: string; description: string } } | undefined => {
  const [, query] = /[?#&]?(error=[^"'\s<]+)/.exec(text) ?? [];
  if (query === undefined) return undefined;
  const answer = new URLSearchParams(query.replaceAll('&amp;', '&'));
  return refused(answer.get('error') ?? '', answer.get('error_description') ?? '');
};

/**
 * Opens the authorize page without a browser. A redirect to the sign-in or approval page means that the org would let
 * the flow begin; an error, in the redirect or on the page, that it would not (platform.md 6).
 */
export const openAuthorize = async (probe: AuthorizeProbe): Promise<Answer<'page'>> => {
  try {
    const response = await fetch(addressOf(probe), { redirect: 'manual', signal: AbortSignal.timeout(30_000) });
    const location = response.headers.get('location') ?? '';
    const text = response.status < 400 ? '' : (await response.text()).slice(0, 10_000);
    const error = errorIn(location) ?? errorIn(text);
    if (error) return error;
    return response.status < 400 ? accepted('page') : refused(`HTTP ${response.status}`, '');
  } catch (error) {
    return { ok: false, refusal: refusalOf(error) };
  }
};
