import { apiError, json, type Answer } from '../http/exchange.js';
import { readMultipart } from '../http/multipart.js';
import { readJson, type ApiCall, type Route } from '../http/router.js';
import type { RestAnswer } from '../metadata/index.js';
import { effectiveGrants } from '../permissions.js';

const toAnswer = ({ status, body }: RestAnswer): Answer => json(status, body);

const readOptions = (body: Buffer | undefined): Record<string, unknown> => {
  const whole = body ? (JSON.parse(body.toString()) as { deployOptions?: Record<string, unknown> }) : {};
  return whole.deployOptions ?? {};
};

/** A JSON part with the options, and the zip in part `file` (sf-http.md). */
const startDeploy = async ({ org, request, session }: ApiCall): Promise<Answer> => {
  const parts = readMultipart(request.headers['content-type'] ?? '', request.body);
  const zip = parts.find(({ name }) => name === 'file');
  if (!zip) throw apiError(400, 'INVALID_MULTIPART_REQUEST', 'Multipart message must include a part named file');
  const options = readOptions(parts.find(({ name }) => name !== 'file')?.body);
  const permissions = effectiveGrants(org, session.userId).userPermissions;
  return toAnswer(await org.metadata.startRestDeploy(zip.body, options, { userId: session.userId, permissions }));
};

const showDeploy = async ({ org, request, params }: ApiCall): Promise<Answer> =>
  toAnswer(await org.metadata.restDeployStatus(params.id ?? '', request.query.get('includeDetails') === 'true'));

const cancelDeploy = async ({ org, request, params }: ApiCall): Promise<Answer> => {
  const { deployResult } = readJson(request) as { deployResult?: { status?: string } };
  if (deployResult?.status !== 'Canceling') throw apiError(400, 'INVALID_INPUT', 'status must be Canceling');
  return toAnswer(await org.metadata.cancelRestDeploy(params.id ?? ''));
};

export const metadataRoutes: Array<Route<ApiCall>> = [
  { method: 'POST', path: '/metadata/deployRequest', handle: startDeploy },
  { method: 'GET', path: '/metadata/deployRequest/:id', handle: showDeploy },
  { method: 'PATCH', path: '/metadata/deployRequest/:id', handle: cancelDeploy },
];
