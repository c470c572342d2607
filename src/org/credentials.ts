import { SfError } from '@salesforce/core/sfError';
import type { OrgConnection } from './connection.js';

/** One key (and, when asked for, secret) of an External Client App. */
export type Consumer = { id: string; key: string; name?: string | undefined };

type ConsumerCollection = { consumers?: Consumer[]; nextPageUrl?: string | null };

/** Pages of a collection that names the next one even on its last page (platform.md 4.2): stop at an empty or repeated one. */
const maxPages = 50;

/** Reading key and secret needs 60.0 (platform.md 4.1). */
const credentialsPath = (connection: OrgConnection, appId: string): string =>
  `${connection.baseUrl()}/apps/oauth/credentials/${encodeURIComponent(appId)}`;

/** Substrings of the answer when the org switch is off or the user lacks a permission (platform.md 4.4). */
const refusals = ['not currently enabled', 'feature is not enabled', 'not enabled for this user'];

/** True when the credentials API refused: the switch is off or a permission is missing. */
export const isSecretAccessRefused = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const message = error.message.toLowerCase();
  const code = 'errorCode' in error ? String(error.errorCode) : '';
  return (
    refusals.some((text) => message.includes(text)) ||
    ['INSUFFICIENT_ACCESS', 'FORBIDDEN', 'FUNCTIONALITY_NOT_ENABLED', 'API_DISABLED_FOR_ORG'].includes(code)
  );
};

const readCollection = (answer: unknown): ConsumerCollection => {
  if (typeof answer !== 'object' || answer === null) return {};
  if (Array.isArray(answer)) return { consumers: answer as Consumer[] };
  return 'consumers' in answer
    ? (answer as ConsumerCollection)
    : 'id' in answer
      ? { consumers: [answer as Consumer] }
      : {};
};

/** The consumers of an app, `0xI…`, with their keys and without their secrets. */
export const listConsumers = async (connection: OrgConnection, appId: string): Promise<Consumer[]> => {
  const consumers = new Map<string, Consumer>();
  let url: string | undefined = credentialsPath(connection, appId);
  for (let page = 0; url && page < maxPages; page += 1) {
    const collection = readCollection(await connection.request<unknown>(url));
    const fresh = (collection.consumers ?? []).filter(({ id }) => !consumers.has(id));
    if (fresh.length === 0) break;
    for (const { id, key, name } of fresh) consumers.set(id, { id, key, name });
    url = collection.nextPageUrl ?? undefined;
  }
  return [...consumers.values()];
};

/**
 * Key and secret of one consumer, `888…`.
 * @throws SecretNotReturnedError when the org answers without a secret
 */
export const readConsumerSecret = async (
  connection: OrgConnection,
  appId: string,
  consumerId: string,
): Promise<{ key: string; secret: string }> => {
  const url = `${credentialsPath(connection, appId)}/${encodeURIComponent(consumerId)}?part=keyandsecret`;
  const answer = await connection.request<{ key?: string; secret?: string }>(url);
  if (typeof answer.key !== 'string' || typeof answer.secret !== 'string' || answer.secret === '') {
    throw new SfError('The org answered without the consumer secret.', 'SecretNotReturnedError', [
      'Read it in Setup (External Client App Manager, the app, Settings, Consumer Key and Secret) and run "sf clientapp credential set".',
    ]);
  }
  return { key: answer.key, secret: answer.secret };
};
