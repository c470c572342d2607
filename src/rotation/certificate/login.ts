import { setTimeout as sleep } from 'node:timers/promises';
import { isLoopbackHost } from '../../app/callbackUrls.js';
import { keyProblem, parsePrivateKey } from '../../certificate/privateKey.js';
import { refusalText, refused, type Answer, type Refusal } from '../../oauth/answer.js';
import { signAssertion } from '../../oauth/assertion.js';
import { assertedClient, createClient } from '../../oauth/client.js';
import { requestJwtBearer } from '../../oauth/grants.js';
import type { Token } from '../../oauth/token.js';
import { revoke } from '../../oauth/tokenUse.js';
import { readIsSandbox } from '../../org/appRecord.js';
import type { OrgConnection } from '../../org/connection.js';
import { visible } from '../../report/escape.js';

export type KeyHolder = { consumerKey: string; username: string; privateKey: string };

export type LoginOptions = {
  waitMs: number;
  /** The org's clock, which judges the assertion. */
  clock: () => Date;
  onStatus: (text: string) => void;
};

/** What the org says to a key: nothing, when it gave a token. */
export type Login = { ok: true } | { ok: false; refusal: Refusal; why: string };

const firstWaitMs = 1000;
const longestWaitMs = 10_000;

/** What no other key and no waiting would change: the app or its user is not set up for the flow. */
const aboutTheApp = new Set(['invalid_app_access', 'app_blocked', 'unsupported_grant_type', 'invalid_request']);

/** True for a refusal that has nothing to do with the key. */
export const isAboutTheApp = ({ error, description }: Refusal): boolean =>
  aboutTheApp.has(error) || /hasn't approved|inactive user|ip restricted|audience/i.test(description);

/** No waiting mends it, but a new key does. */
const isAboutTheKeyItself = ({ error }: Refusal): boolean => error === 'unusable-key';

/** True when nobody has judged the key: no answer came, or none of the org's. */
export const isUnanswered = ({ error }: Refusal): boolean => error === 'unreachable' || error === 'unusable-answer';

/** Login or test, whatever host the assertion is posted to (platform.md 6); this machine for itself. */
const audienceOf = async (connection: OrgConnection): Promise<string> => {
  const { origin, hostname } = new URL(connection.instanceUrl);
  if (isLoopbackHost(hostname)) return origin;
  const answer = await readIsSandbox(connection);
  const isSandbox = answer.refused === undefined ? answer.rows[0]?.IsSandbox : undefined;
  if (isSandbox === undefined) return origin;
  return isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
};

const unusable = (problem: string): Answer<true> =>
  refused('unusable-key', `the stored private key can't be used: ${problem}`);

const askOnce = async (
  connection: OrgConnection,
  { consumerKey, username, privateKey }: KeyHolder,
  audience: string,
  now: number,
): Promise<Answer<true>> => {
  const parsed = parsePrivateKey(privateKey);
  if ('problem' in parsed) return unusable(parsed.problem);
  const problem = keyProblem(parsed.key);
  if (problem !== undefined) return unusable(problem);
  const client = await createClient({ instanceUrl: connection.instanceUrl, consumerKey }, assertedClient);
  const assertion = await signAssertion(parsed.key, { consumerKey, username, audience, now });
  const answer: Answer<Token> = await requestJwtBearer(client, assertion);
  if (!answer.ok) return answer;
  await revoke(client, answer.value.accessToken);
  return { ok: true, value: true };
};

/**
 * Signs in with a key as the app's program does, and gives the token back at once. Asks again while that may help: a new
 * certificate takes a while to reach every server (platform.md 8.17).
 */
export const tryLogin = async (
  connection: OrgConnection,
  holder: KeyHolder,
  { waitMs, clock, onStatus }: LoginOptions,
): Promise<Login> => {
  const audience = await audienceOf(connection);
  const deadline = Date.now() + waitMs;
  for (let wait = firstWaitMs; ; wait = Math.min(wait * 2, longestWaitMs)) {
    const answer = await askOnce(connection, holder, audience, clock().getTime());
    if (answer.ok) return { ok: true };
    const { refusal } = answer;
    if (isAboutTheApp(refusal) || isAboutTheKeyItself(refusal) || Date.now() + wait > deadline)
      return { ok: false, refusal, why: visible(refusalText(refusal)) };
    onStatus(`The org does not take the key yet (${visible(refusal.error)}); asking again in ${wait / 1000} s`);
    await sleep(wait);
  }
};
