import type { ClientApp } from '../app/clientApp.js';
import { revoke } from '../oauth/tokenUse.js';
import { countCalls, orgIdOf, type OrgConnection } from '../org/connection.js';
import type { SecretStore } from '../secrets/store.js';
import { negativeChecks, positiveChecks } from './checks/index.js';
import { credentialCheck, findCredential } from './credentialCheck.js';
import { appOf } from './facts/facts.js';
import { readFacts } from './facts/readFacts.js';
import { obtain } from './obtain.js';
import { clientOf } from './requestToken.js';
import { hold, skip, tokenOf, type CheckDefinition, type Run, type Verdict } from './run.js';
import { withoutSecrets } from './withoutSecrets.js';
import type { Check, VerifyOptions, VerifyResult } from './types.js';

const toCheck = ({ id, expectation }: CheckDefinition, verdict: Verdict): Check => ({
  id,
  expectation,
  ...verdict,
  actions: verdict.status === 'fail' ? verdict.actions : [],
});

const look = async (definition: CheckDefinition, run: Run): Promise<Check> => {
  if (definition.needsToken && !tokenOf(run)) return toCheck(definition, skip('there is no token'));
  return toCheck(definition, await definition.run(run));
};

/** The user whose token it is to be: declared, or for client credentials the one that the org has set. */
const usernameOf = ({ app, facts, flow }: Pick<Run, 'app' | 'facts' | 'flow'>): string | undefined => {
  const runAs = appOf(facts)?.clientCredentials.runAsUser;
  const ofOrg = flow === 'client-credentials' && runAs?.known ? runAs.value : undefined;
  return ofOrg ?? app.identity.user;
};

/** Tokens live by policy alone: what was only needed here is given back. A refresh token takes its access tokens along. */
const giveBack = async ({ client, held }: Run): Promise<void> => {
  await Promise.all(held.map(({ accessToken, refreshToken }) => revoke(client, refreshToken ?? accessToken)));
};

/**
 * Proves an app's flow with its stored credential: what must work works, what must be refused is refused. A failure names
 * its cause, found by asking the org; what could not be tried is skipped with the reason, never passed.
 * Changes nothing in the org; every token that was obtained is revoked.
 */
export const verifyApp = async (
  connection: OrgConnection,
  declared: ClientApp,
  store: SecretStore,
  options: VerifyOptions,
): Promise<VerifyResult> => {
  const calls = countCalls(connection);
  const { now = Date.now, onStatus, negative = true } = options;
  const flow = options.flow ?? declared.flow;
  const app = { ...declared, flow };
  const definitions = [...positiveChecks, ...(negative ? negativeChecks : [])].filter(
    ({ flows }) => flows === undefined || flows.includes(flow),
  );
  const resultOf = (checks: Check[], apiCalls: number): VerifyResult => ({
    app: app.name,
    org: options.org,
    status: checks.some(({ status }) => status === 'fail') ? 'fail' : 'pass',
    checks,
    apiCalls,
  });

  onStatus?.(`Reading the store ${store.name}`);
  const found = await findCredential({ app, flow, store, orgId: orgIdOf(connection), options });
  const first = credentialCheck(found, store);
  if ('problem' in found) {
    const skipped = definitions.map((definition) => toCheck(definition, skip('there is no credential to try it with')));
    return resultOf([first, ...skipped], calls.count);
  }

  const { credential, versions } = found;
  onStatus?.(`Reading what ${options.org} has of ${app.name}`);
  const [facts, client] = await Promise.all([
    readFacts(connection, app),
    clientOf({ connection, credential, flow, now }),
  ]);
  const run: Run = {
    connection,
    app,
    flow,
    options,
    now,
    credential,
    versions,
    facts,
    client,
    username: usernameOf({ app, facts, flow }),
    startedAt: now(),
    answer: { skipped: 'nothing was asked yet' },
    held: [],
    seen: [],
    apiCalls: 0,
  };
  try {
    onStatus?.('Asking for a token');
    run.answer = await obtain(run);
    const token = tokenOf(run);
    if (token) hold(run, token);
    const checks: Check[] = [first];
    onStatus?.(negative ? 'Using the token, and trying what must be refused' : 'Using the token');
    for (const definition of definitions) checks.push(await look(definition, run));
    return resultOf(withoutSecrets(run, checks), calls.count + run.apiCalls);
  } finally {
    await giveBack(run);
  }
};
