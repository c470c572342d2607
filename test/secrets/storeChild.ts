/**
 * Runs store operations in a process of its own, because sf's paths and key are cached per process.
 * Reads operations as JSON from stdin, prints one JSON line for each.
 */
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/secrets/openStore.js';
import type { CredentialAddress, CredentialVersion, StoredCredential } from '../../src/secrets/store.js';

export type Operation =
  | { do: 'open'; store: string }
  | { do: 'read'; store: string; address: CredentialAddress }
  | { do: 'readQuietly'; store: string; address: CredentialAddress }
  | { do: 'write'; store: string; address: CredentialAddress; version: CredentialVersion; credential: StoredCredential }
  | { do: 'writeForever'; store: string; address: CredentialAddress; credential: StoredCredential }
  | { do: 'remove'; store: string; address: CredentialAddress; version: CredentialVersion };

const run = async (operation: Operation): Promise<unknown> => {
  const store = await openStore(operation.store, {});
  switch (operation.do) {
    case 'open':
      return store.name;
    case 'read':
      return Object.entries(await store.read(operation.address)).map(([version, credential]) => [
        version,
        { ...credential },
      ]);
    case 'readQuietly':
      return (await store.read(operation.address)).current !== undefined;
    case 'write':
      return store.write(operation.address, operation.version, operation.credential);
    case 'writeForever':
      for (let count = 1; ; count += 1) {
        const consumerSecret = `${operation.credential.consumerSecret}-${count}`;
        await store.write(operation.address, 'current', { ...operation.credential, consumerSecret });
        print({ result: count });
      }
    case 'remove':
      return store.remove(operation.address, operation.version);
  }
};

const print = (line: unknown): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

for (const operation of JSON.parse(await text(process.stdin)) as Operation[]) {
  print(
    await run(operation).then(
      (result) => ({ result: result ?? null }),
      (error: Error & { actions?: string[] }) => ({
        error: error.name,
        message: error.message,
        actions: error.actions ?? [],
      }),
    ),
  );
}

// The logger writes in a thread of its own, which the end of the process would cut short.
if (process.env.SF_LOG_LEVEL === 'trace') await sleep(1000);
