import { usesSecret, type ClientApp } from '../app/clientApp.js';
import { generateConsumerKey, generateConsumerSecret } from '../secrets/generate.js';
import type { SecretStore } from '../secrets/store.js';
import type { KeyPair } from './types.js';

/**
 * The key pair for a Connected App that is to be created: ours, since the org never gives a secret back.
 * In the store before the deploy depends on it; the pair of a run that was killed is used again.
 * @returns undefined when the program needs no secret: then the org makes the key
 */
export const prepareKeyPair = async (
  app: ClientApp,
  orgId: string,
  store: SecretStore,
): Promise<KeyPair | undefined> => {
  if (!usesSecret(app)) return undefined;
  const address = { orgId, app: app.name };
  const { current } = await store.read(address);
  if (current?.state === 'prepared' && current.consumerSecret)
    return { consumerKey: current.consumerKey, consumerSecret: current.consumerSecret };
  // A confirmed pair is of an app that is gone from the org: its key may be taken for ever, so it makes room.
  if (current) await store.write(address, 'previous', current);
  return storeFreshPair(app, orgId, store);
};

/** Makes a new pair and stores it as `prepared`. */
export const storeFreshPair = async (app: ClientApp, orgId: string, store: SecretStore): Promise<KeyPair> => {
  const pair = makeKeyPair();
  await store.write({ orgId, app: app.name }, 'current', {
    ...pair,
    storedAt: new Date().toISOString(),
    state: 'prepared',
  });
  return pair;
};

/** A pair that is stored nowhere: for a dry run, which creates nothing. */
export const makeKeyPair = (): KeyPair => ({
  consumerKey: generateConsumerKey(),
  consumerSecret: generateConsumerSecret(),
});
