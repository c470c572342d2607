import { randomBytes } from 'node:crypto';
import type { Consumer } from '../types.js';
import { type OrgContext, type Refusal, refuse } from './change.js';

/** Keys that the platform makes begin with 3MVG9 and are 85 characters long; secrets are 64 hexadecimal digits. */
const generateKey = (): string =>
  `3MVG9${randomBytes(80)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 80)
    .padEnd(80, '0')}`;
const generateSecret = (): string => randomBytes(32).toString('hex').toUpperCase();

export const findConsumer = (org: OrgContext, appId: string): Consumer | undefined =>
  org.draft.consumers.find((consumer) => consumer.appId === appId);

export const addConsumer = (
  org: OrgContext,
  appId: string,
  key: string | undefined,
  secret: string | undefined,
): Consumer => {
  const now = org.directory.now();
  const consumer: Consumer = {
    id: org.directory.newId('888'),
    appId,
    key: key || generateKey(),
    secret: secret || generateSecret(),
    createdDate: now,
    lastModifiedDate: now,
    usableFrom: propagated(org),
  };
  org.draft.consumers.push(consumer);
  return consumer;
};

/** Replaces the key, the secret or both at once, with no overlap (platform.md 4.3). */
export const rotateConsumer = (
  org: OrgContext,
  consumer: Consumer,
  parts: { key: boolean; secret: boolean },
): Consumer => {
  const rotated: Consumer = {
    ...consumer,
    key: parts.key ? generateKey() : consumer.key,
    secret: parts.secret ? generateSecret() : consumer.secret,
    lastModifiedDate: org.directory.now(),
    usableFrom: parts.key ? propagated(org) : consumer.usableFrom,
  };
  org.draft.consumers = org.draft.consumers.map((other) => (other.id === consumer.id ? rotated : other));
  return rotated;
};

export const removeConsumers = (org: OrgContext, appId: string): void => {
  org.draft.consumers = org.draft.consumers.filter((consumer) => consumer.appId !== appId);
};

/** Length as documented; the charset is not enforced in practice (platform.md 1.4), white space alone is no key. */
export const refuseCredentialText = (what: string, value: string): Refusal | undefined =>
  value.length < 8 || value.length > 256 || /\s/.test(value)
    ? refuse(
        `The ${what} must be alphanumeric, contain no special characters or spaces, and be between 8 and 256 characters.`,
      )
    : undefined;

/** Consumer keys are unique over all organisations (platform.md 1.4). */
export const refuseTakenKey = (org: OrgContext, key: string): Refusal | undefined => {
  const isTaken =
    org.draft.consumers.some((consumer) => consumer.key === key || consumer.staged?.key === key) ||
    org.directory.isConsumerKeyTakenElsewhere(key);
  return isTaken ? refuse('The consumer key is already taken.', 'DUPLICATE_VALUE') : undefined;
};

const propagated = (org: OrgContext): Date =>
  new Date(org.directory.now().getTime() + org.directory.propagationDelayMs());
