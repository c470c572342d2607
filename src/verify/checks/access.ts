import { refusalText } from '../../oauth/answer.js';
import { run as next } from '../command.js';
import { appOf, userNamed, type OrgUser } from '../facts/facts.js';
import { callerOf } from '../facts/readFacts.js';
import { openPage } from '../authorizePage.js';
import { callbackOf } from '../callback.js';
import { requestToken } from '../requestToken.js';
import { fail, hold, pass, skip, type CheckDefinition, type Run, type Verdict } from '../run.js';
import { mustBeRefused } from './wrongProof.js';

const deploy = ({ app, options }: Run): string =>
  next('Deploy the policies of the manifest', 'clientapp deploy', { name: app.name, 'target-org': options.org });

export const adminApprovalCheck: CheckDefinition = {
  id: 'admin-approval',
  expectation: 'Only users whom an admin approved get in',
  run: (run) => {
    if (run.app.policies.permittedUsers === 'self-authorize')
      return skip('the manifest lets users authorize the app themselves');
    const policy = appOf(run.facts)?.permittedUsers;
    if (!policy) return skip('the org does not show the app');
    if (!policy.known) return skip(policy.reason);
    return policy.value === 'admin-approved'
      ? pass('the policy in the org says so')
      : fail({
          cause: 'self-authorization-allowed',
          evidence: `The manifest says admin-approved, but in ${run.options.org} every user may authorize ${run.app.name}.`,
          actions: [deploy(run)],
        });
  },
};

/** Somebody who may not use the app: the one who is signed in, when nothing that opens the app is theirs. */
const findOutsider = (run: Run): OrgUser | string => {
  const { facts, connection, username } = run;
  const policy = appOf(facts)?.permittedUsers;
  if (!policy?.known || policy.value !== 'admin-approved') return 'the org lets in more than approved users';
  const caller = userNamed(facts, callerOf(connection));
  if (!caller || caller.username.toLowerCase() === username?.toLowerCase())
    return 'only you and the integration user are known, and no user is made for a test';
  const { openers } = facts;
  if (!openers.known) return openers.reason;
  if (!caller.sets.known) return caller.sets.reason;
  const opening = new Set(openers.value.map(({ id }) => id.slice(0, 15)));
  if (caller.sets.value.some(({ id, throughGroup }) => throughGroup || opening.has(id.slice(0, 15))))
    return `${caller.username} may use the app, and no user is made for a test`;
  return caller;
};

export const otherUserCheck: CheckDefinition = {
  id: 'other-user',
  expectation: 'A user without the access permission set is refused',
  needsToken: true,
  run: async (run) => {
    if (run.flow === 'client-credentials') return skip('this flow signs in the run-as user and nobody else');
    if (run.flow === 'authorization-code') return skip('it takes a second person who signs in');
    const outsider = findOutsider(run);
    if (typeof outsider === 'string') return skip(outsider);
    return mustBeRefused(run, await requestToken(run, { username: outsider.username }), {
      cause: 'other-user-admitted',
      evidence: `The org gave ${run.app.name} a token for ${outsider.username}, who holds nothing that opens it.`,
      actions: [deploy(run)],
    });
  },
};

/** A scope that the manifest does not declare; the widest, unless it does. */
const undeclared = ({ app }: Run): string => (app.scopes['full'] === undefined ? 'full' : 'cdp_api');

const askAtTokenEndpoint = async (run: Run, scope: string): Promise<Verdict> => {
  const answer = await requestToken(run, { parameters: { scope } });
  // An org that ignores the parameter has granted nothing more.
  if (answer.ok && !answer.value.scopes.includes(scope)) {
    hold(run, answer.value);
    return pass(`the org ignores the request: ${answer.value.scopes.join(' ')}`);
  }
  return mustBeRefused(run, answer, granted(run, scope));
};

const granted = (run: Run, scope: string) => ({
  cause: 'undeclared-scope-granted',
  evidence: `The org let ${run.app.name} ask for the scope ${scope}, which its manifest does not declare.`,
  actions: [
    next('Deploy the scopes of the manifest', 'clientapp deploy', {
      name: run.app.name,
      'target-org': run.options.org,
    }),
  ],
});

export const undeclaredScopeCheck: CheckDefinition = {
  id: 'undeclared-scope',
  expectation: 'A scope that was not declared is not granted',
  needsToken: true,
  run: async (run) => {
    const scope = undeclared(run);
    if (run.flow !== 'authorization-code') return askAtTokenEndpoint(run, scope);
    const callbackUrl = callbackOf(run.app);
    if (callbackUrl === undefined) return skip('the manifest declares no callback');
    const page = await openPage(run, { callbackUrl, scope });
    if (page.ok) return fail(granted(run, scope));
    return page.refusal.error === 'unreachable'
      ? skip('the org gave no answer')
      : pass(`refused: ${refusalText(page.refusal)}`);
  },
};
