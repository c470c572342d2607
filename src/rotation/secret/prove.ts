import { SfError } from '@salesforce/core/sfError';
import type { ClientApp } from '../../app/clientApp.js';
import type { OrgConnection } from '../../org/connection.js';
import type { CredentialVersion, SecretStore } from '../../secrets/store.js';
import { verifyApp } from '../../verify/verifyApp.js';

/** How far a pair could be proven. */
export type Proof = 'token' | 'client-only';

/** The same store, in which one version stands in for the current one. Reading only. */
const viewOf = (store: SecretStore, version: CredentialVersion): SecretStore => ({
  ...store,
  read: async (address) => {
    const chosen = (await store.read(address))[version];
    return chosen ? { current: chosen } : {};
  },
});

export type ProveOptions = { org: string; waitMs: number; onStatus: (text: string) => void };

/**
 * Obtains a token with one stored version, as the app's program would, and looks at whose it is and what it may do. A
 * fresh pair takes a while to reach every server (platform.md 8.17), so it is asked for until the wait is over.
 *
 * @returns `client-only` where a token takes a person (authorization code): there, only that nothing spoke against the pair
 * @throws RotationNotVerifiedError with the cause of the first check that failed
 */
export const provePair = async (
  connection: OrgConnection,
  app: ClientApp,
  store: SecretStore,
  version: CredentialVersion,
  { org, waitMs, onStatus }: ProveOptions,
): Promise<Proof> => {
  const { checks } = await verifyApp(connection, app, viewOf(store, version), {
    org,
    waitMs,
    onStatus,
    negative: false,
  });
  const failed = checks.find(({ status }) => status === 'fail');
  if (failed) {
    throw new SfError(
      `The ${version} pair of ${app.name} does not work in ${org}: ${failed.detail}`,
      'RotationNotVerifiedError',
      [
        ...failed.actions,
        version === 'next'
          ? `The pair in use was not touched. Go on with "sf clientapp rotate resume --name ${app.name} --target-org ${org}", or undo with "sf clientapp rotate cancel --name ${app.name} --target-org ${org}".`
          : `The old pair still works. Go on with "sf clientapp rotate resume --name ${app.name} --target-org ${org}".`,
      ],
    );
  }
  return checks.some(({ id, status }) => id === 'token' && status === 'pass') ? 'token' : 'client-only';
};
