import { SfError } from '@salesforce/core/sfError';
import type { ClientApp } from '../../app/clientApp.js';
import { refusalText } from '../../oauth/answer.js';
import { orgIdOf, type OrgConnection } from '../../org/connection.js';
import { visible } from '../../report/escape.js';
import type { CredentialVersion, SecretStore, StoredCredential } from '../../secrets/store.js';
import type { Check } from '../../verify/types.js';
import { verifyApp } from '../../verify/verifyApp.js';
import { rotateCommand } from '../problems.js';
import { askWithPair, type PairAnswer } from './askWithPair.js';

/** How far a pair could be proven, and what was noticed that has nothing to do with the pair. */
export type Proof = { proven: 'token' | 'secret' | 'unproven'; remarks: string[] };

/** The same store, in which one version stands in for the current one. Reading only. */
const viewOf = (store: SecretStore, version: CredentialVersion): SecretStore => ({
  ...store,
  read: async (address) => {
    const chosen = (await store.read(address))[version];
    return chosen ? { current: chosen } : {};
  },
});

/** What says that a pair does its work: a token, of the right user, with the right scopes, that the API takes. */
const decisive = new Set(['credential', 'token', 'identity', 'scopes', 'instance', 'api-call']);

export type ProveOptions = { org: string; waitMs: number; onStatus: (text: string) => void };

const notVerified = (
  { name }: ClientApp,
  version: CredentialVersion,
  org: string,
  { why, actions = [] }: { why: string; actions?: string[] },
): SfError => {
  const about = { app: name, org };
  return new SfError(`The ${version} pair of ${name} does not work in ${org}: ${why}`, 'RotationNotVerifiedError', [
    ...actions,
    version === 'next'
      ? `The pair in use was not touched. Go on: ${rotateCommand('resume', about)}; or undo: ${rotateCommand('cancel', about)}.`
      : `The old pair still works. Go on: ${rotateCommand('resume', about)}.`,
  ]);
};

const credentialOf = async (
  connection: OrgConnection,
  app: ClientApp,
  store: SecretStore,
  version: CredentialVersion,
): Promise<StoredCredential | undefined> => (await store.read({ orgId: orgIdOf(connection), app: app.name }))[version];

/** In a rotation, the way out of a wrong pair is to go on or to undo, and not to store another one. */
const isAdvice = (action: string): boolean => !action.includes('clientapp credential set');

const failuresOf = (checks: readonly Check[]): Check[] => checks.filter(({ status }) => status === 'fail');

/**
 * Obtains a token with one stored version, as the app's program would, and looks at whose it is and what it may do.
 *
 * @throws RotationNotVerifiedError with the reason that the org gave, and its cause where one was found
 */
export const provePair = async (
  connection: OrgConnection,
  app: ClientApp,
  store: SecretStore,
  version: CredentialVersion,
  { org, waitMs, onStatus }: ProveOptions,
): Promise<Proof> => {
  const credential = await credentialOf(connection, app, store, version);
  if (!credential) throw notVerified(app, version, org, { why: `the store ${store.name} does not give it back` });
  const answer = await askWithPair(connection.instanceUrl, app, credential, { waitMs, onStatus });
  // For a key that the org does not know, a look at the app tells nothing: its own key is another one until the promotion.
  if (answer.kind === 'refused' && (answer.refusal.error === 'invalid_client_id' || app.flow === 'authorization-code'))
    throw notVerified(app, version, org, { why: visible(refusalText(answer.refusal)) });

  const options = { org, waitMs: 0, onStatus, negative: false };
  const failures = failuresOf((await verifyApp(connection, app, viewOf(store, version), options)).checks);
  const failed = failures.find(({ id }) => decisive.has(id));
  if (failed)
    throw notVerified(app, version, org, { why: visible(failed.detail), actions: failed.actions.filter(isAdvice) });
  return {
    proven: answer.kind === 'refused' ? 'token' : answer.kind,
    remarks: failures.map(({ expectation, detail }) => `${expectation}: not so. ${visible(detail)}`),
  };
};

/** Whether a stored version still works, without looking any further. */
export const tryPair = async (
  connection: OrgConnection,
  app: ClientApp,
  store: SecretStore,
  version: CredentialVersion,
): Promise<PairAnswer | undefined> => {
  const credential = await credentialOf(connection, app, store, version);
  if (!credential) return undefined;
  return askWithPair(connection.instanceUrl, app, credential, { waitMs: 0, onStatus: () => undefined });
};
