import type { KeyObject } from 'node:crypto';
import { parsePrivateKey } from '../certificate/privateKey.js';
import { refused, type Answer } from '../oauth/answer.js';
import { signAssertion } from '../oauth/assertion.js';
import { assertedClient, createClient, type OauthClient } from '../oauth/client.js';
import { requestClientCredentials, requestJwtBearer } from '../oauth/grants.js';
import type { Token } from '../oauth/token.js';
import { audienceOf } from './audience.js';
import type { Run } from './run.js';

export type Variation = {
  /** More parameters than the flow has. */
  parameters?: Record<string, string>;
  /** Another secret than the stored one. */
  consumerSecret?: string;
  /** Another key than the stored one. */
  key?: KeyObject;
  /** Another user than the app's. */
  username?: string;
};

type Asking = Pick<Run, 'app' | 'client' | 'credential' | 'facts' | 'flow' | 'now' | 'options' | 'username'>;

const askWithAssertion = async (
  run: Asking,
  { key, username = run.username, parameters }: Variation,
): Promise<Answer<Token>> => {
  const stored = parsePrivateKey(run.credential.privateKey ?? '');
  const signer = key ?? ('key' in stored ? stored.key : undefined);
  if (!signer || username === undefined) return refused('unusable-answer', 'there is no key or no user to sign for');
  const { consumerKey } = run.credential;
  const assertion = await signAssertion(signer, { consumerKey, username, audience: audienceOf(run), now: run.now() });
  return requestJwtBearer(run.client, assertion, parameters);
};

/** The same client with another secret. */
export const withSecret = (
  { client, now }: Pick<Run, 'client' | 'now'>,
  consumerSecret: string,
): Promise<OauthClient> =>
  createClient({ instanceUrl: client.origin, consumerKey: client.consumerKey, consumerSecret, now });

/** Asks for a token as the program does, or in one point otherwise. For flows without a person. */
export const requestToken = async (run: Asking, variation: Variation = {}): Promise<Answer<Token>> => {
  if (run.flow === 'jwt-bearer') return askWithAssertion(run, variation);
  const { consumerSecret, parameters } = variation;
  const client = consumerSecret === undefined ? run.client : await withSecret(run, consumerSecret);
  return requestClientCredentials(client, parameters);
};

/** A client as the flow authenticates it. */
export const clientOf = ({
  connection,
  credential,
  flow,
  now,
}: Pick<Run, 'connection' | 'credential' | 'flow' | 'now'>): Promise<OauthClient> => {
  const { consumerKey, consumerSecret } = credential;
  const common = { instanceUrl: connection.instanceUrl, consumerKey, now };
  return flow === 'jwt-bearer' ? createClient(common, assertedClient) : createClient({ ...common, consumerSecret });
};
