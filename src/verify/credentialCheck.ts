import { SfError } from '@salesforce/core/sfError';
import { usesSecret, type ClientApp, type Flow } from '../app/clientApp.js';
import type { SecretStore, StoredCredential, StoredVersions } from '../secrets/store.js';
import type { Diagnosis } from './causes/cause.js';
import { signingProblem } from './certificate.js';
import { run as next } from './command.js';
import type { Check, VerifyOptions } from './types.js';

type Found = { credential: StoredCredential; versions: StoredVersions } | { problem: Diagnosis };

type Wanted = { app: ClientApp; flow: Flow; store: SecretStore; orgId: string; options: VerifyOptions };

const set = ({ app, options }: Wanted, why: string): string =>
  next(why, 'clientapp credential set', { name: app.name, 'target-org': options.org });

const deploy = ({ app, options }: Wanted, why: string): string =>
  next(why, 'clientapp deploy', { name: app.name, 'target-org': options.org });

const certificate = ({ app, options }: Wanted): string =>
  next('Make a key and certificate, or import yours', 'clientapp generate certificate', {
    name: app.name,
    'target-org': options.org,
  });

/** What the flow needs and the credential lacks. */
const shortfall = (wanted: Wanted, credential: StoredCredential): Diagnosis | undefined => {
  const { app, flow, store } = wanted;
  // A private key is stored before the org has given the app a consumer key.
  if (credential.consumerKey === '')
    return {
      cause: 'consumer-key-not-stored',
      evidence: `The store ${store.name} has no consumer key of ${app.name}: the app was not deployed since its private key was made.`,
      actions: [deploy(wanted, 'Deploy the app, which stores it')],
    };
  if (flow === 'jwt-bearer') {
    const actions = [certificate(wanted)];
    if (credential.privateKey === undefined)
      return {
        cause: 'private-key-not-stored',
        evidence: `The store ${store.name} has no private key for ${app.name}.`,
        actions,
      };
    const problem = signingProblem(credential.privateKey);
    return problem !== undefined
      ? { cause: 'private-key-unreadable', evidence: `The stored private key can't be used: ${problem}.`, actions }
      : undefined;
  }
  if (!usesSecret({ model: app.model, flow }) || credential.consumerSecret !== undefined) return undefined;
  return {
    cause: 'secret-not-stored',
    evidence: `The store ${store.name} has the key of ${app.name} but no secret, and the flow ${flow} needs one.`,
    actions: [set(wanted, 'Bring the secret into the store')],
  };
};

/** The credential to prove the flow with, or why there is none to use. */
export const findCredential = async (wanted: Wanted): Promise<Found> => {
  const { app, options, orgId, store } = wanted;
  let versions: StoredVersions;
  try {
    versions = await store.read({ orgId, app: app.name });
  } catch (error) {
    const { message, actions = [] } = SfError.wrap(error);
    return {
      problem: {
        cause: 'store-unreadable',
        evidence: `The store ${store.name} can't be read: ${message}`,
        actions: actions.length > 0 ? actions : ['Unlock the store, or name another one with --store.'],
      },
    };
  }
  const credential = versions.current;
  if (!credential)
    return {
      problem: {
        cause: 'no-credential-stored',
        evidence: `The store ${store.name} has no credential of ${app.name} for ${options.org}.`,
        actions: [deploy(wanted, 'Deploy the app, which stores it'), set(wanted, 'Or bring key and secret yourself')],
      },
    };
  const problem = shortfall(wanted, credential);
  return problem ? { problem } : { credential, versions };
};

export const credentialCheck = (found: Found, store: SecretStore): Check => {
  const common = { id: 'credential', expectation: 'The store has what the flow needs' };
  if ('credential' in found)
    return {
      ...common,
      status: 'pass',
      detail: `${store.name}, stored on ${found.credential.storedAt.slice(0, 10)}`,
      actions: [],
    };
  const { cause, evidence, actions } = found.problem;
  return { ...common, status: 'fail', detail: evidence, cause, actions };
};
