import { idsOf } from '../../oauth/token.js';
import { readUserInfo } from '../../oauth/tokenUse.js';
import { orgIdOf, sameId } from '../../org/connection.js';
import { run as next } from '../command.js';
import { appOf, userNamed } from '../facts/facts.js';
import { fail, pass, skip, tokenOf, type CheckDefinition, type Run, type Verdict } from '../run.js';
import { failed } from '../situation.js';

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const wrongIdentity = ({ app, facts, flow, options }: Run, actual: string, declared: string): Verdict => {
  const runAs = appOf(facts)?.clientCredentials.runAsUser;
  const policy =
    flow === 'client-credentials' && runAs?.known ? ` The run-as user in the org is ${runAs.value ?? 'not set'}.` : '';
  return fail({
    cause: 'wrong-identity',
    evidence: `The token stands for ${actual}, and the manifest declares ${declared}.${policy}`,
    actions: [
      next('Deploy the user of the manifest, or correct identity.user', 'clientapp deploy', {
        name: app.name,
        'target-org': options.org,
      }),
    ],
  });
};

/** Without userinfo, which a narrow scope may not open, the identity URL of the answer still names the user's id. */
const compareIds = (run: Run, declared: string): Verdict | undefined => {
  const { userId } = idsOf(tokenOf(run) ?? {});
  const user = userNamed(run.facts, declared);
  if (userId === undefined || !user) return undefined;
  return sameId(userId, user.id)
    ? pass(`${declared}, by the identity URL of the answer`)
    : wrongIdentity(run, `the user ${userId}`, declared);
};

export const identityCheck: CheckDefinition = {
  id: 'identity',
  expectation: 'The token stands for the declared integration user',
  needsToken: true,
  run: async (run) => {
    const token = tokenOf(run);
    if (!token) return skip('there is no token');
    const info = await readUserInfo(run.client, token.accessToken);
    const declared = run.app.identity.user;
    if (!info.ok) {
      const byId = declared === undefined ? undefined : compareIds(run, declared);
      return byId ?? failed(run, info.refusal, 'api');
    }
    const { username } = info.value;
    if (username === undefined) return skip('the org does not tell whose token it is');
    if (declared !== undefined)
      return isSame(username, declared) ? pass(username) : wrongIdentity(run, username, declared);
    return run.flow === 'authorization-code'
      ? pass(`${username}, who signed in; the manifest names no user, since people sign in to this app`)
      : skip(`the token stands for ${username}, but the manifest declares no user (identity.user)`);
  },
};

/** A token of another org, or for another host, must never be sent anywhere. */
export const instanceCheck: CheckDefinition = {
  id: 'instance',
  expectation: 'The token is one of this org, for this host',
  needsToken: true,
  run: (run) => {
    const token = tokenOf(run);
    if (!token) return skip('there is no token');
    const { orgId } = idsOf(token);
    const host = token.instanceUrl && URL.canParse(token.instanceUrl) ? new URL(token.instanceUrl).origin : undefined;
    if (host === undefined || orgId === undefined) return skip('the answer names no instance or no organization');
    const isOurs = host === run.client.origin && sameId(orgId, orgIdOf(run.connection));
    return isOurs
      ? pass(host)
      : fail({
          cause: 'wrong-instance',
          evidence: `The token is for ${host} of the organization ${orgId}; asked was ${run.client.origin} of ${orgIdOf(run.connection)}.`,
          actions: [next('Look at the address of the org', 'org display', { 'target-org': run.options.org })],
        });
  },
};
