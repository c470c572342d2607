import { SfError } from '@salesforce/core/sfError';
import type { Duration } from '@salesforce/kit';
import { permissionSetNames } from '../app/clientApp.js';
import { deploy, type DeployAnswer, type DeployRequest } from '../metadata/deploy.js';
import { orgIdOf, type OrgConnection } from '../org/connection.js';
import type { SecretStore } from '../secrets/store.js';
import { captureCredentials, type CaptureTarget } from './capture.js';
import type { DeployEvents } from './events.js';
import { readExisting } from './existing.js';
import { makeKeyPair, prepareKeyPair, storeFreshPair } from './keyPair.js';
import { filesToDeploy, prepareFiles, type PreparedFile } from './prepare.js';
import { deployFailure, isKeyConflict } from './problems.js';
import { waitUntilAccepted } from './propagation.js';
import { compare, readOrgCopies, type OrgCopy } from './readBack.js';
import { restoreLeftover } from '../secretAccess/secretAccess.js';
import type { AppToDeploy, CapturedCredential, DeployedApp, Existing, KeyPair } from './types.js';

export type DeployAppsOptions = {
  storeOf: (deployment: AppToDeploy) => Promise<SecretStore>;
  dryRun: boolean;
  wait: Duration;
  allowSettingChange: boolean;
  testLevel?: DeployRequest['testLevel'];
  tests?: string[] | undefined;
  /** Sees to the users of the apps: they must exist before the deploy, and their permission sets exist only after it. */
  ensureUsers?: ((phase: 'before-deploy' | 'after-deploy') => Promise<void>) | undefined;
  events: DeployEvents;
};

/**
 * Deploys client apps and brings their credentials into the store: look, store the pair of a new Connected App,
 * deploy once for all apps, read back, capture, wait until the org accepts them. Every step finds out for itself what
 * is done already, so a run that was killed is completed by the next one.
 */
export const deployApps = async (
  connection: OrgConnection,
  deployments: readonly AppToDeploy[],
  options: DeployAppsOptions,
): Promise<DeployedApp[]> => {
  const { events } = options;
  events.stage('Looking');
  const leftover = options.dryRun ? undefined : await restoreLeftover(connection);
  if (leftover)
    events.notice(
      `An earlier run was stopped while it had raised the org's secret access (${leftover.since}); this is put back.`,
    );
  await options.ensureUsers?.('before-deploy');
  const stores = new Map<string, SecretStore>();
  for (const deployment of deployments) stores.set(deployment.app.name, await options.storeOf(deployment));

  events.stage('Deploying');
  const { answer, prepared } = await deployOnce(connection, deployments, stores, options);
  const described = (name: string): Pick<DeployedApp, 'deployId' | 'status' | 'components'> => ({
    deployId: answer.id,
    status: answer.status,
    components: componentsOf(answer, prepared.get(name) ?? []),
  });
  events.status(answer.status);
  if (options.dryRun)
    return deployments.map((deployment) => ({
      ...identify(deployment),
      ...described(deployment.app.name),
      ...notDone(stores, deployment),
    }));

  events.stage('Reading back');
  const copies = await readOrgCopies(connection, prepared);
  events.stage('Capturing credentials');
  const targets = deployments.map((deployment) => targetOf(deployment, stores, copies));
  const captured = await captureCredentials(connection, targets, {
    allowSettingChange: options.allowSettingChange,
    onNotice: events.notice,
  });
  await options.ensureUsers?.('after-deploy');
  await waitForFresh(connection, targets, captured, options);
  return deployments.map((deployment) => {
    const { name } = deployment.app;
    const files = prepared.get(name) ?? [];
    return {
      ...identify(deployment),
      ...described(name),
      credential: captured.get(name) ?? notDone(stores, deployment).credential,
      readBack: compare(files, copies.get(name) ?? { documents: [] }),
    };
  });
};

const identify = ({ app }: AppToDeploy): Pick<DeployedApp, 'name' | 'registration'> => ({
  name: app.name,
  registration: app.registration,
});

const notDone = (
  stores: ReadonlyMap<string, SecretStore>,
  { app }: AppToDeploy,
): Pick<DeployedApp, 'credential' | 'readBack'> => ({
  credential: {
    secret: 'pending',
    store: stores.get(app.name)?.name ?? '',
    fresh: false,
    reason: 'a dry run captures nothing',
  },
  readBack: { status: 'unavailable', differences: [], reason: 'a dry run changes nothing' },
});

const storeFor = (stores: ReadonlyMap<string, SecretStore>, name: string): SecretStore => {
  const store = stores.get(name);
  if (!store) throw new Error(`No store was opened for ${name}.`);
  return store;
};

const targetOf = (
  { app }: AppToDeploy,
  stores: ReadonlyMap<string, SecretStore>,
  copies: ReadonlyMap<string, OrgCopy>,
): CaptureTarget => ({
  app,
  store: storeFor(stores, app.name),
  consumerKey: copies.get(app.name)?.consumerKey,
});

type Attempt = { answer: DeployAnswer; prepared: Map<string, PreparedFile[]> };

/**
 * One deploy for all apps. When the org refuses a key, it knows more than we did: it is looked at once more, and a
 * pair that is taken elsewhere is replaced, once.
 */
const deployOnce = async (
  connection: OrgConnection,
  deployments: readonly AppToDeploy[],
  stores: ReadonlyMap<string, SecretStore>,
  options: DeployAppsOptions,
): Promise<Attempt> => {
  const first = await attempt(connection, deployments, stores, options, prepareKeyPair);
  if (first.answer.success) return first;
  if (!isKeyConflict(first.answer)) throw deployFailure(first.answer);
  const second = await attempt(connection, deployments, stores, options, storeFreshPairFor(first));
  if (!second.answer.success) throw deployFailure(second.answer);
  return second;
};

type PairMaker = typeof prepareKeyPair;

const storeFreshPairFor =
  ({ answer }: Attempt): PairMaker =>
  async (app, orgId, store) =>
    answer.problems.some(({ fullName, problem }) => fullName === app.name && /already taken/i.test(problem))
      ? storeFreshPair(app, orgId, store)
      : prepareKeyPair(app, orgId, store);

const attempt = async (
  connection: OrgConnection,
  deployments: readonly AppToDeploy[],
  stores: ReadonlyMap<string, SecretStore>,
  options: DeployAppsOptions,
  makePair: PairMaker,
): Promise<Attempt> => {
  const existing = await readExisting(connection, deployments);
  const prepared = new Map<string, PreparedFile[]>();
  for (const deployment of deployments) {
    const pair = await pairFor(connection, deployment, existing, stores, options, makePair);
    prepared.set(deployment.app.name, prepareFiles(deployment, existing, pair));
  }
  const answer = await deploy(connection, {
    files: filesToDeploy([...prepared.values()].flat()),
    checkOnly: options.dryRun,
    wait: options.wait,
    testLevel: options.testLevel,
    tests: options.tests,
    onStatus: ({ status, deployed, total }) =>
      options.events.status(total > 0 ? `${status} (${deployed}/${total})` : status),
  });
  return { answer, prepared };
};

const pairFor = async (
  connection: OrgConnection,
  { app }: AppToDeploy,
  existing: Existing,
  stores: ReadonlyMap<string, SecretStore>,
  { dryRun }: DeployAppsOptions,
  makePair: PairMaker,
): Promise<KeyPair | undefined> => {
  const isNew = app.registration === 'connected-app' && !existing.connectedApps.has(app.name);
  if (!isNew) return undefined;
  if (dryRun) return makeKeyPair();
  return makePair(app, orgIdOf(connection), storeFor(stores, app.name));
};

const componentsOf = (answer: DeployAnswer, files: readonly PreparedFile[]): DeployedApp['components'] =>
  answer.components
    .filter(({ type, fullName }) => files.some((file) => file.type === type && file.fullName === fullName))
    .map(({ type, fullName, state }) => ({ type, fullName, state }));

const waitForFresh = async (
  connection: OrgConnection,
  targets: readonly CaptureTarget[],
  captured: ReadonlyMap<string, CapturedCredential>,
  { wait, events }: DeployAppsOptions,
): Promise<void> => {
  const fresh = targets.filter(({ app }) => captured.get(app.name)?.fresh);
  if (fresh.length === 0) return;
  events.stage('Waiting for the app to work');
  const deadline = Date.now() + wait.milliseconds;
  await Promise.all(
    fresh.map(async (target) => {
      const result = await waitUntilAccepted(connection, target, deadline, events.status);
      if (result && result.status !== 'accepted') events.notice(describeRefusal(target, result));
    }),
  );
};

const describeRefusal = ({ app }: CaptureTarget, { status, error }: { status: string; error: string }): string => {
  if (status === 'not-yet')
    return `${app.name}: the org does not know the new key yet (${error}). This can take up to 30 minutes.`;
  const { user } = app.identity;
  const hint =
    error.includes('invalid_app_access') && user
      ? ` Give the run-as user the access: "sf org assign permset --name ${permissionSetNames(app.name).access} --on-behalf-of ${user}".`
      : '';
  return `${app.name}: the org refuses the client (${error}).${hint}`;
};

/** The error for policies that did not take, naming each; undefined when all did. */
export const readBackFailure = (apps: readonly DeployedApp[]): SfError | undefined => {
  const lines = apps.flatMap(({ name, readBack }) =>
    readBack.status === 'different'
      ? readBack.differences.map(
          ({ component, element, wanted, actual }) =>
            `  ${name}: ${component}, ${element}: deployed "${wanted}", the org has "${actual}"`,
        )
      : readBack.status === 'unavailable'
        ? [`  ${name}: could not be compared: ${readBack.reason ?? 'no reason known'}`]
        : [],
  );
  if (lines.length === 0) return undefined;
  return SfError.create({
    name: 'ReadBackDifferentError',
    message: ['The deploy succeeded, but the org does not hold what was deployed:', ...lines].join('\n'),
    actions: [
      'Look at the named elements in Setup: the org, or someone else, has decided otherwise.',
      'Run the command again; when the difference stays, change the manifest to what the org accepts.',
    ],
    data: apps.map(({ name, readBack }) => ({ name, readBack: { ...readBack } })),
  });
};
