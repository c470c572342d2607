import { randomBytes } from 'node:crypto';
import { refusalText } from '../../oauth/answer.js';
import { requestPassword } from '../../oauth/grants.js';
import { openPage } from '../authorizePage.js';
import { appOf } from '../facts/facts.js';
import { fail, hold, pass, skip, type CheckDefinition, type Run, type Verdict } from '../run.js';

const turnOff = (org: string, toggle: string): string[] => [
  `In Setup of ${org}, under OAuth and OpenID Connect Settings, turn off "${toggle}".`,
];

const userAgentAllowed = ({ app, options }: Run, proof: string): Verdict =>
  fail({
    cause: 'user-agent-flow-allowed',
    evidence: `${options.org} lets ${app.name} use the user-agent flow, which puts tokens into addresses: ${proof}.`,
    actions: turnOff(options.org, 'Allow OAuth User-Agent Flows'),
  });

export const userAgentFlowCheck: CheckDefinition = {
  id: 'user-agent-flow',
  expectation: 'The user-agent flow is refused',
  needsToken: true,
  run: async (run) => {
    const blocked = run.facts.settings.blockUserAgentFlow;
    if (blocked.known && blocked.value) return pass('the org blocks it (blockOAuthUsrAgtFlow)');
    const callbacks = appOf(run.facts)?.callbackUrls;
    const [callbackUrl] = callbacks?.known ? callbacks.value.map(({ value }) => value) : run.app.callbackUrls;
    if (callbackUrl === undefined) return skip('the app has no callback, so a token would have nowhere to go');
    const page = await openPage(run, { callbackUrl, responseType: 'token' });
    if (page.ok) return userAgentAllowed(run, 'the org opens its approval page with response_type=token');
    return page.refusal.error === 'unreachable'
      ? skip('the org gave no answer')
      : pass(`refused: ${refusalText(page.refusal)}`);
  },
};

/** Nobody's name, so nobody's account is locked by trying. */
const nobody = (): string => `nobody-${randomBytes(8).toString('hex')}@callback.invalid`;

const passwordAllowed = ({ app, options }: Run, proof: string): Verdict =>
  fail({
    cause: 'password-flow-allowed',
    evidence: `${options.org} lets ${app.name} use the username-password flow, which hands passwords to programs: ${proof}.`,
    actions: turnOff(options.org, 'Allow OAuth Username-Password Flows'),
  });

/**
 * An org that allows the flow and one that blocks it answer a wrong password alike (platform.md 6), so for Connected Apps
 * only the setting tells. External Client Apps do not know the flow at all.
 */
export const passwordFlowCheck: CheckDefinition = {
  id: 'password-flow',
  expectation: 'The username-password flow is refused',
  needsToken: true,
  run: async (run) => {
    const blocked = run.facts.settings.blockUsernamePasswordFlow;
    if (blocked.known && blocked.value) return pass('the org blocks it (blockOAuthUnPwFlow)');
    if (run.app.registration === 'connected-app') {
      return blocked.known
        ? passwordAllowed(run, 'its settings say blockOAuthUnPwFlow=false')
        : skip(`a refusal tells nothing here, and ${blocked.reason}`);
    }
    const answer = await requestPassword(run.client, nobody(), randomBytes(16).toString('hex'));
    if (answer.ok) {
      hold(run, answer.value);
      return passwordAllowed(run, 'it gave a token for a password that was made up');
    }
    return /unsupported_grant_type/.test(answer.refusal.error)
      ? pass(`refused: ${refusalText(answer.refusal)}`)
      : skip(`the org's answer tells nothing: ${refusalText(answer.refusal)}`);
  },
};
