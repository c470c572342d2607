import { json, type Answer } from '../../http/exchange.js';
import { apiError } from '../../http/exchange.js';
import type { ApiCall, Route } from '../../http/router.js';
import type { Consumer } from '../../metadata/index.js';
import { requireApp, requireConsumer, requireSecretAccess } from './access.js';

export const urlOf = ({ version }: ApiCall, { appId, id }: Consumer): string =>
  `/services/data/v${version}.0/apps/oauth/credentials/${appId}/${id}`;

const parts: Record<string, Array<'key' | 'secret'>> = {
  key: ['key'],
  secret: ['secret'],
  keyandsecret: ['key', 'secret'],
};

const show = (call: ApiCall, name: string, consumer: Consumer, wanted: Array<'key' | 'secret'>): object => {
  const url = urlOf(call, consumer);
  return {
    id: consumer.id,
    name,
    ...Object.fromEntries(wanted.map((part) => [part, consumer[part]])),
    ...(call.version >= 65 && { stagedCredentialsUrl: `${url}/staged` }),
    url,
  };
};

const listConsumers = (call: ApiCall): Answer => {
  requireSecretAccess(call);
  const app = requireApp(call);
  const consumers = call.org.state.metadata.consumers.filter(({ appId }) => appId === app.id);
  return json(200, {
    consumers: consumers.map((consumer) => show(call, app.label, consumer, ['key'])),
    currentPageUrl: call.request.path,
    nextPageUrl: null,
  });
};

/** Without `part` only the key comes back (platform.md 4.2). */
const showConsumer = (call: ApiCall): Answer => {
  requireSecretAccess(call);
  const { label } = requireApp(call);
  const wanted = parts[call.request.query.get('part')?.toLowerCase() ?? 'key'];
  if (!wanted) throw apiError(400, 'INVALID_PARAMETER', 'part must be one of: key, secret, keyandsecret');
  return json(200, show(call, label, requireConsumer(call), wanted));
};

export const credentialRoutes: Array<Route<ApiCall>> = [
  { method: 'GET', path: '/apps/oauth/credentials/:app', since: 60, handle: listConsumers },
  { method: 'GET', path: '/apps/oauth/credentials/:app/:consumer', since: 60, handle: showConsumer },
];
