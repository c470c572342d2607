import { run } from '../command.js';
import { says, type Cause } from './cause.js';

const unreachable: Cause = {
  id: 'host-unreachable',
  find: (situation) =>
    says(situation, /^unreachable/)
      ? {
          evidence: `${situation.host} gave no answer (${situation.refusal.description}).`,
          actions: [
            'Check the network, the proxy settings (HTTPS_PROXY) and the instance URL shown by "sf org display".',
          ],
        }
      : undefined,
};

const apiVersionUnsupported: Cause = {
  id: 'api-version-unsupported',
  find: (situation) =>
    situation.step === 'api' && says(situation, /HTTP 404|NOT_FOUND/)
      ? {
          evidence: `${situation.host} has no API version ${situation.apiVersion}.`,
          actions: [
            run('Leave out --api-version, or name one that the org has', 'org list metadata-types', {
              'target-org': situation.org,
            }),
          ],
        }
      : undefined,
};

const apiScopeMissing: Cause = {
  id: 'api-scope-missing',
  find: (situation) =>
    situation.step === 'api' && says(situation, /not valid for use with the REST API/i)
      ? {
          evidence: `The token has no scope for the REST API (api or full).`,
          actions: [
            `Add api to the scopes in clientapps/${situation.app.name}.clientapp.yaml, if the program calls the API, and generate the files again.`,
          ],
        }
      : undefined,
};

const sessionRefused: Cause = {
  id: 'session-refused',
  find: (situation) =>
    situation.step === 'api' && says(situation, /INVALID_SESSION_ID/)
      ? {
          evidence: `${situation.host} took the token for no session, although it has just issued it: it was revoked at once, or a session policy locks it to another address.`,
          actions: [
            'In Setup, look at Session Settings: "Lock sessions to the IP address from which they originated".',
          ],
        }
      : undefined,
};

const flowNotSupported: Cause = {
  id: 'flow-not-supported',
  find: (situation) =>
    says(situation, /unsupported_grant_type|unsupported_response_type/)
      ? {
          evidence: `${situation.org} does not support the flow ${situation.flow} for this app.`,
          actions: [
            run('See which flows the app has', 'clientapp display', {
              name: situation.app.name,
              'target-org': situation.org,
            }),
          ],
        }
      : undefined,
};

/** Where host or session is the reason. */
export const orgCauses: readonly Cause[] = [
  unreachable,
  apiVersionUnsupported,
  apiScopeMissing,
  sessionRefused,
  flowNotSupported,
];
