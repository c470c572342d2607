import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientApp } from '../../app/clientApp.js';
import { ask, type Refusal } from '../../oauth/answer.js';
import { createClient, type OauthClient } from '../../oauth/client.js';
import { requestClientCredentials } from '../../oauth/grants.js';
import { revoke } from '../../oauth/tokenUse.js';
import type { StoredCredential } from '../../secrets/store.js';
import { generateConsumerSecret } from '../../secrets/generate.js';
import { callbackOf } from '../../verify/callback.js';

/** What the token endpoint says to a pair. */
export type PairAnswer =
  /** It gave a token, which was given back at once. */
  | { kind: 'token' }
  /** It takes a person to get one, but the org told this secret from a wrong one. */
  | { kind: 'secret' }
  /** It takes a person, and the org says the same to a wrong secret: nothing is known. */
  | { kind: 'unproven' }
  | { kind: 'refused'; refusal: Refusal };

const firstWaitMs = 1000;
const longestWaitMs = 15_000;

/** A fresh key takes a while to reach every server (platform.md 8.17), and no answer is no refusal. */
const passing = new Set(['invalid_client_id', 'unreachable', 'unusable-answer']);

const askForToken = async (client: OauthClient): Promise<PairAnswer> => {
  const answer = await requestClientCredentials(client);
  if (!answer.ok) return { kind: 'refused', refusal: answer.refusal };
  await revoke(client, answer.value.accessToken);
  return { kind: 'token' };
};

/** With a code that nobody was given. The org can not but refuse; the question is what it blames. */
const askWithMadeUpCode = async ({ library, configuration }: OauthClient, callbackUrl: string): Promise<Refusal> => {
  const code = randomBytes(32).toString('base64url');
  const answer = await ask(() =>
    library.genericGrantRequest(configuration, 'authorization_code', { code, redirect_uri: callbackUrl }),
  );
  return answer.ok ? { error: 'unusable-answer', description: 'a token for a made-up code' } : answer.refusal;
};

/** In which order an org looks at code and secret is nowhere written, so a wrong secret is tried besides. */
const askAboutSecret = async (
  instanceUrl: string,
  { consumerKey, consumerSecret }: StoredCredential,
  callbackUrl: string,
): Promise<PairAnswer> => {
  const common = { instanceUrl, consumerKey };
  const refusal = await askWithMadeUpCode(await createClient({ ...common, consumerSecret }), callbackUrl);
  if (refusal.error !== 'invalid_grant') return { kind: 'refused', refusal };
  const wrong = await createClient({ ...common, consumerSecret: generateConsumerSecret() });
  const { error } = await askWithMadeUpCode(wrong, callbackUrl);
  return { kind: error === 'invalid_client' ? 'secret' : 'unproven' };
};

const askOnce = async (instanceUrl: string, app: ClientApp, credential: StoredCredential): Promise<PairAnswer> => {
  if (app.flow === 'authorization-code')
    return askAboutSecret(instanceUrl, credential, callbackOf(app) ?? 'https://callback.invalid/');
  const { consumerKey, consumerSecret } = credential;
  return askForToken(await createClient({ instanceUrl, consumerKey, consumerSecret }));
};

/**
 * Asks the token endpoint with a pair as the app's program does, as far as that can be done without a person. Asks again
 * while the org does not know the key yet, until the wait is over.
 */
export const askWithPair = async (
  instanceUrl: string,
  app: ClientApp,
  credential: StoredCredential,
  { waitMs, onStatus }: { waitMs: number; onStatus: (text: string) => void },
): Promise<PairAnswer> => {
  const deadline = Date.now() + waitMs;
  for (let wait = firstWaitMs; ; wait = Math.min(wait * 2, longestWaitMs)) {
    const answer = await askOnce(instanceUrl, app, credential);
    if (answer.kind !== 'refused' || !passing.has(answer.refusal.error) || Date.now() + wait > deadline) return answer;
    onStatus(`The org does not take the pair yet (${answer.refusal.error}); asking again in ${wait / 1000} s`);
    await sleep(wait);
  }
};
