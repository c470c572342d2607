import { refusalOf, refused, type Answer } from '../../oauth/answer.js';
import { pass, skip, tokenOf, type CheckDefinition, type Run } from '../run.js';
import { failed } from '../situation.js';

const firstError = (text: string): { errorCode?: unknown; message?: unknown } => {
  try {
    const body: unknown = JSON.parse(text);
    const first: unknown = Array.isArray(body) ? body[0] : body;
    return typeof first === 'object' && first !== null ? first : {};
  } catch {
    return {};
  }
};

/** The list of resources: it needs a live session and API access, and no right to any object. */
const callApi = async (run: Run, accessToken: string): Promise<Answer<void>> => {
  const url = new URL(`/services/data/v${run.connection.getApiVersion()}/`, run.client.origin);
  run.apiCalls += 1;
  try {
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${accessToken}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (response.status === 200) return { ok: true, value: undefined };
    if (response.status === 404) return refused('HTTP 404', 'NOT_FOUND');
    const { errorCode, message } = firstError(text);
    return refused(
      typeof errorCode === 'string' ? errorCode : `HTTP ${response.status}`,
      typeof message === 'string' ? message.slice(0, 300) : '',
    );
  } catch (error) {
    return { ok: false, refusal: refusalOf(error) };
  }
};

export const apiCallCheck: CheckDefinition = {
  id: 'api-call',
  expectation: 'A call to the REST API works',
  needsToken: true,
  run: async (run) => {
    const token = tokenOf(run);
    if (!token) return skip('there is no token');
    if (!Object.keys(run.app.scopes).some((scope) => scope === 'api' || scope === 'full'))
      return skip('the manifest declares no scope for the REST API');
    const answer = await callApi(run, token.accessToken);
    return answer.ok
      ? pass(`the REST API v${run.connection.getApiVersion()} answers`)
      : failed(run, answer.refusal, 'api');
  },
};

/** Grants of External Client Apps are records since 60.0, the settings of some switches too (platform.md 7.4, 2.4). */
const neededVersion = 60;

export const apiVersionCheck: CheckDefinition = {
  id: 'api-version',
  expectation: 'The API version knows the registration',
  run: ({ app, connection, options }) => {
    const version = connection.getApiVersion();
    if (app.registration === 'connected-app') return pass(version);
    return Number(version) >= neededVersion
      ? pass(version)
      : {
          status: 'fail',
          cause: 'api-version-too-old',
          detail: `API version ${version} does not tell what opens an External Client App; ${neededVersion}.0 is the first that does, so failures could not be explained.`,
          actions: [
            `Leave out --api-version, or set a newer default: "sf config set org-api-version 67.0".`,
            `Then try again: "sf clientapp verify --name ${app.name} --target-org ${options.org}".`,
          ],
        };
  },
};
