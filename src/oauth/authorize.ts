import { ask, type Answer } from './answer.js';
import type { OauthClient } from './client.js';
import { toToken, type Token } from './token.js';

/** One trip through the browser: where it begins, and what its end is checked against. */
export type Authorization = { url: URL; callbackUrl: string; state: string; verifier: string };

/** Without `scope`: then the org grants what the app has, and that is what is to be seen (platform.md 6). */
export const startAuthorization = async (
  { library, configuration }: OauthClient,
  callbackUrl: string,
): Promise<Authorization> => {
  const verifier = library.randomPKCECodeVerifier();
  const state = library.randomState();
  const url = library.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackUrl,
    state,
    code_challenge: await library.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { url, callbackUrl, state, verifier };
};

/** True when the end belongs to this beginning: anything else was sent by somebody else. */
export const isAnswerTo = ({ state }: Authorization, answered: URL): boolean =>
  answered.searchParams.get('state') === state;

/** Turns the address that the browser ended at into tokens; the library checks `state` once more. */
export const redeemCode = (
  { library, configuration }: OauthClient,
  { callbackUrl, state, verifier }: Authorization,
  answered: URL,
): Promise<Answer<Token>> =>
  ask(async () => {
    // From the registered callback, not from what came in: the org compares character by character.
    const current = new URL(callbackUrl);
    current.search = answered.search;
    return toToken(
      await library.authorizationCodeGrant(configuration, current, {
        expectedState: state,
        pkceCodeVerifier: verifier,
      }),
    );
  });
