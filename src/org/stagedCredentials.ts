import { SfError } from '@salesforce/core/sfError';
import type { OrgConnection } from './connection.js';
import { orgErrorCode } from './failures.js';

/** The first API version that has staged credentials (platform.md 4.1). */
const firstVersion = 65;

/** One pair beside the consumer's own; `state` in the org's words. */
export type StagedPair = {
  id: string;
  key: string;
  state: string;
  createdBy?: string | undefined;
  createdDate?: string | undefined;
  expirationDate?: string | undefined;
};

export type ConsumerRef = { appId: string; consumerId: string };

const consumerPath = (connection: OrgConnection, { appId, consumerId }: ConsumerRef): string =>
  `${connection.baseUrl()}/apps/oauth/credentials/${encodeURIComponent(appId)}/${encodeURIComponent(consumerId)}`;

const slotPath = (connection: OrgConnection, consumer: ConsumerRef): string =>
  `${consumerPath(connection, consumer)}/staged`;

const pairPath = (connection: OrgConnection, consumer: ConsumerRef, stagedId: string): string =>
  `${slotPath(connection, consumer)}/${encodeURIComponent(stagedId)}`;

/** @throws StagedCredentialsUnavailableError for an API version that has none */
export const requireStagedCredentials = (connection: OrgConnection): void => {
  const version = connection.getApiVersion();
  if (Number(version) >= firstVersion) return;
  throw new SfError(
    `API version ${version} has no staged credentials; they came with ${firstVersion}.0.`,
    'StagedCredentialsUnavailableError',
    [`Use "--api-version ${firstVersion}.0" or newer. An org that does not offer it can't rotate by API yet.`],
  );
};

/** Nothing there: an answer that means "empty" or "gone" (platform.md 4.4). */
const isAbsent = (error: unknown): boolean => ['NOT_FOUND', 'ERROR_HTTP_404'].includes(orgErrorCode(error) ?? '');

const unusable = (): SfError =>
  new SfError(
    'The org gave an answer about its credentials that can not be understood.',
    'CredentialsUnreadableError',
    ['Try again: a proxy or a maintenance page may have answered in its place.'],
  );

/**
 * A bare object, a list, or a list under its name: all three were seen (platform.md 4.2).
 * @throws CredentialsUnreadableError for anything else: it must not look like an empty slot
 */
const asList = (answer: unknown): unknown[] => {
  if (Array.isArray(answer)) return answer;
  if (typeof answer !== 'object' || answer === null) throw unusable();
  if ('stagedCredentials' in answer && Array.isArray(answer.stagedCredentials)) return answer.stagedCredentials;
  if ('id' in answer) return [answer];
  throw unusable();
};

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** In the one spelling that is compared and stored; an org writes `+0000`. */
const time = (value: unknown): string | undefined => {
  const at = Date.parse(text(value) ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

const toPair = (item: unknown): StagedPair | undefined => {
  if (typeof item !== 'object' || item === null) return undefined;
  const { id, key, state, createdBy, createdDate, expirationDate } = item as Record<string, unknown>;
  const [ownId, ownKey] = [text(id), text(key)];
  if (ownId === undefined || ownKey === undefined) return undefined;
  return {
    id: ownId,
    key: ownKey,
    state: text(state) ?? '',
    createdBy: text(createdBy),
    createdDate: time(createdDate),
    expirationDate: time(expirationDate),
  };
};

/** The key that a consumer has as its own; undefined when there is no such consumer any more. */
export const readConsumerKey = async (
  connection: OrgConnection,
  consumer: ConsumerRef,
): Promise<string | undefined> => {
  try {
    // Without `part` the secret stays where it is (platform.md 4.2).
    const [item] = asList(await connection.request<unknown>(consumerPath(connection, consumer)));
    const key = typeof item === 'object' && item !== null && 'key' in item ? text(item.key) : undefined;
    if (key === undefined) throw unusable();
    return key;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
};

/** The pair in the slot of a consumer, without its secret; undefined when the slot is empty. */
export const readStagedPair = async (
  connection: OrgConnection,
  consumer: ConsumerRef,
): Promise<StagedPair | undefined> => {
  try {
    const [first, ...others] = asList(await connection.request<unknown>(slotPath(connection, consumer)));
    if (first === undefined) return undefined;
    const pair = toPair(first);
    // One slot (platform.md 4.3): more than one, or one that can't be read, is nothing to act on.
    if (!pair || others.length > 0) throw unusable();
    return pair;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
};

const secretIn = (answer: unknown): string | undefined => {
  const [item] = asList(answer);
  return typeof item === 'object' && item !== null && 'secret' in item ? text(item.secret) : undefined;
};

/**
 * Asks for a second pair. The body must not be empty: a POST without a length gets no answer (platform.md 8.19).
 * @returns the pair without its secret, where the answer shows it
 */
export const stagePair = async (connection: OrgConnection, consumer: ConsumerRef): Promise<StagedPair | undefined> => {
  const answer = await connection.request<unknown>({
    method: 'POST',
    url: slotPath(connection, consumer),
    body: '{}',
    headers: { 'Content-Type': 'application/json' },
  });
  return toPair(asList(answer)[0]);
};

/** The secret of a staged pair. @throws CredentialsUnreadableError when the org does not give it */
export const readStagedSecret = async (
  connection: OrgConnection,
  consumer: ConsumerRef,
  stagedId: string,
): Promise<string> => {
  const secret = secretIn(await connection.request<unknown>(pairPath(connection, consumer, stagedId)));
  if (secret === undefined) throw unusable();
  return secret;
};

/** Makes the staged pair the consumer's own; what was its own goes on working in the slot (platform.md 4.3). */
export const promotePair = async (
  connection: OrgConnection,
  consumer: ConsumerRef,
  stagedId: string,
): Promise<void> => {
  // By the ids and not by the address in the answer, on which sources disagree (platform.md 4.2).
  await connection.request({
    method: 'PATCH',
    url: pairPath(connection, consumer, stagedId),
    body: JSON.stringify({ command: 'rotate' }),
    headers: { 'Content-Type': 'application/json' },
  });
};

/** Deletes the pair in the slot; one that is gone already is no failure (platform.md 4.4). */
export const deletePair = async (connection: OrgConnection, consumer: ConsumerRef, stagedId: string): Promise<void> => {
  try {
    await connection.request({ method: 'DELETE', url: pairPath(connection, consumer, stagedId) });
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
};
