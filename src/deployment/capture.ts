import { usesSecret, type ClientApp } from '../app/clientApp.js';
import { orgIdOf, type OrgConnection } from '../org/connection.js';
import { isSecretAccessRefused, listConsumers, readConsumerSecret, type Consumer } from '../org/credentials.js';
import { externalClientAppIds } from '../org/externalClientApps.js';
import type { SecretStore, StoredCredential } from '../secrets/store.js';
import {
  describeSecretAccess,
  readSecretAccess,
  withSecretAccess,
  type SecretAccess,
} from '../secretAccess/secretAccess.js';
import type { CapturedCredential } from './types.js';

/** An app whose credential is to be in the store, with the key that the org gave back for it. */
export type CaptureTarget = { app: ClientApp; store: SecretStore; consumerKey?: string | undefined };

export type CaptureOptions = {
  /** Raise the org switch and lend the permission where they are missing. */
  allowSettingChange: boolean;
  onNotice: (text: string) => void;
};

/**
 * Brings every app's credential into its store. An External Client App's secret is read from the org through the
 * credentials API; a Connected App's was stored before it was deployed and is confirmed here.
 * @returns app name -> what is stored now; a secret that could not be had is `pending`, with the reason
 */
export const captureCredentials = async (
  connection: OrgConnection,
  targets: readonly CaptureTarget[],
  options: CaptureOptions,
): Promise<Map<string, CapturedCredential>> => {
  const captured = new Map<string, CapturedCredential>();
  const unread: CaptureTarget[] = [];
  for (const target of targets) {
    const settled = await settleWithoutReading(connection, target);
    if (settled) captured.set(target.app.name, settled);
    else unread.push(target);
  }
  if (unread.length === 0) return captured;
  const read = (): Promise<Array<[string, CapturedCredential]>> => readFromOrg(connection, unread);
  try {
    for (const [name, credential] of await read()) captured.set(name, credential);
  } catch (error) {
    if (!isSecretAccessRefused(error)) throw error;
    const access = await readSecretAccess(connection);
    const outcome = options.allowSettingChange
      ? await raiseAndRead(connection, access, options, read)
      : pending(unread, access);
    for (const [name, credential] of outcome) captured.set(name, credential);
  }
  return captured;
};

const raiseAndRead = (
  connection: OrgConnection,
  access: SecretAccess,
  { onNotice }: CaptureOptions,
  read: () => Promise<Array<[string, CapturedCredential]>>,
): Promise<Array<[string, CapturedCredential]>> => {
  onNotice(
    `For the time of reading the secret: ${describeSecretAccess(access).join('; ')}. Both are put back right after.`,
  );
  return withSecretAccess(connection, access, read);
};

const pending = (targets: readonly CaptureTarget[], access: SecretAccess): Array<[string, CapturedCredential]> => {
  const conditions = describeSecretAccess(access);
  const reason =
    conditions.length > 0 ? conditions.join('; ') : 'the org refused to give the secret and did not say why';
  return targets.map(({ app, store, consumerKey }) => [
    app.name,
    { consumerKey, secret: 'pending', store: store.name, fresh: false, reason },
  ]);
};

/** Everything but "an External Client App's secret has to be read from the org". */
const settleWithoutReading = async (
  connection: OrgConnection,
  { app, store, consumerKey }: CaptureTarget,
): Promise<CapturedCredential | undefined> => {
  const address = { orgId: orgIdOf(connection), app: app.name };
  const { current } = await store.read(address);
  const isStored = current !== undefined && consumerKey !== undefined && current.consumerKey === consumerKey;
  if (!usesSecret(app)) {
    if (!consumerKey)
      return { secret: 'none', store: store.name, fresh: false, reason: 'the org did not give the consumer key back' };
    const isConfirmed = isStored && current.state === 'confirmed';
    if (!isConfirmed) await store.write(address, 'current', { ...keep(current), ...stamp(consumerKey) });
    return { consumerKey, secret: 'none', store: store.name, fresh: !isConfirmed };
  }
  if (isStored && current.consumerSecret) {
    const wasPrepared = current.state === 'prepared';
    if (wasPrepared) await store.write(address, 'current', { ...current, state: 'confirmed' });
    return { consumerKey, secret: 'stored', store: store.name, fresh: wasPrepared };
  }
  if (app.registration === 'external-client-app') return undefined;
  // A Connected App's secret is never given back (platform.md 1.4): it was made elsewhere, and only a person can bring it.
  return {
    consumerKey,
    secret: 'pending',
    store: store.name,
    fresh: false,
    reason: 'the org never gives the secret of a Connected App back, and this store has none for it',
  };
};

const readFromOrg = async (
  connection: OrgConnection,
  targets: readonly CaptureTarget[],
): Promise<Array<[string, CapturedCredential]>> => {
  const ids = await externalClientAppIds(
    connection,
    targets.map(({ app }) => app.name),
  );
  return Promise.all(
    targets.map(async (target): Promise<[string, CapturedCredential]> => {
      const { app, store } = target;
      const appId = ids.get(app.name.toLowerCase());
      if (!appId)
        return [
          app.name,
          { secret: 'pending', store: store.name, fresh: false, reason: 'the org does not show the app to this user' },
        ];
      const consumer = chooseConsumer(await listConsumers(connection, appId), target.consumerKey);
      if (!consumer) {
        return [
          app.name,
          {
            secret: 'pending',
            store: store.name,
            fresh: false,
            reason: 'the app has no consumer, or several and none with the key in its metadata',
          },
        ];
      }
      const { key, secret } = await readConsumerSecret(connection, appId, consumer.id);
      await keepSecret(connection, target, key, secret);
      return [app.name, { consumerKey: key, secret: 'stored', store: store.name, fresh: true }];
    }),
  );
};

/** Several consumers are told apart by their key, never by their order. */
const chooseConsumer = (consumers: readonly Consumer[], key: string | undefined): Consumer | undefined =>
  key === undefined && consumers.length === 1 ? consumers[0] : consumers.find((consumer) => consumer.key === key);

/** What was current under another key moves to `previous` first: it may still be in use somewhere. */
const keepSecret = async (
  connection: OrgConnection,
  { app, store }: CaptureTarget,
  key: string,
  secret: string,
): Promise<void> => {
  const address = { orgId: orgIdOf(connection), app: app.name };
  const { current } = await store.read(address);
  if (current?.consumerSecret && current.consumerKey !== key) await store.write(address, 'previous', current);
  await store.write(address, 'current', { ...stamp(key), consumerSecret: secret });
};

const stamp = (consumerKey: string): StoredCredential => ({
  consumerKey,
  storedAt: new Date().toISOString(),
  state: 'confirmed',
});

/** A private key stays when the org has given the app another consumer key: it belongs to the certificate. */
const keep = (current: StoredCredential | undefined): { privateKey?: string } =>
  current?.privateKey ? { privateKey: current.privateKey } : {};
