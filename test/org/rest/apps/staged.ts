import { randomBytes } from 'node:crypto';
import { millisecondsOf } from '../../clock.js';
import { apiError, json, noContent, notFound, type Answer } from '../../http/exchange.js';
import { readJson, type ApiCall, type Route } from '../../http/router.js';
import { sameId } from '../../ids.js';
import type { Consumer, StagedCredential } from '../../metadata/index.js';
import type { Org } from '../../org.js';
import { recordSetupChange } from '../../setupChanges.js';
import { timestamp } from '../../tables/table.js';
import { requireConsumer, requireSecretAccess } from './access.js';
import { urlOf } from './credentials.js';

const expiry = (org: Org): Date =>
  new Date(org.clock.now().getTime() + millisecondsOf({ days: org.state.switches.stagedCredentialDays }));

/** What sits in the one slot of a consumer: the rotated-out pair goes by itself, a staged one stays as expired (platform.md 4.3). */
const lookIntoSlot = (org: Org, consumer: Consumer): StagedCredential | undefined => {
  const { staged } = consumer;
  if (!staged || staged.expirationDate > org.clock.now()) return staged;
  if (staged.state === 'Rotated') delete consumer.staged;
  else staged.state = 'Expired';
  return consumer.staged;
};

const show = (call: ApiCall, consumer: Consumer, staged: StagedCredential): object => ({
  id: staged.id,
  key: staged.key,
  secret: staged.secret,
  state: staged.state,
  createdBy: staged.createdById,
  createdDate: timestamp(staged.createdDate),
  expirationDate: timestamp(staged.expirationDate),
  stagedCredentialsUrl: `${urlOf(call, consumer)}/staged/${staged.id}`,
  // The primary's address, as documented; clients that PATCH it are mistaken (platform.md 4.2, conflict).
  url: urlOf(call, consumer),
});

const collection = (call: ApiCall, consumer: Consumer): object => {
  const staged = lookIntoSlot(call.org, consumer);
  return { stagedCredentials: staged ? [show(call, consumer, staged)] : [], url: `${urlOf(call, consumer)}/staged` };
};

const requireStaged = (call: ApiCall): { consumer: Consumer; staged: StagedCredential } => {
  const consumer = requireConsumer(call);
  const staged = lookIntoSlot(call.org, consumer);
  if (!staged || !sameId(staged.id, call.params.staged ?? '')) throw notFound();
  return { consumer, staged };
};

const list = (call: ApiCall): Answer => {
  requireSecretAccess(call);
  return json(200, collection(call, requireConsumer(call)));
};

const get = (call: ApiCall): Answer => {
  requireSecretAccess(call);
  const { consumer, staged } = requireStaged(call);
  return json(200, show(call, consumer, staged));
};

/** A POST that does not say how long it is never gets an answer (platform.md 8.19). */
const waitForBody = ({ request }: ApiCall): Promise<void> | undefined =>
  request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined
    ? new Promise<never>(() => undefined)
    : undefined;

const newKey = (): string => `3MVG9${randomBytes(60).toString('base64').replace(/[+/=]/g, 'x')}`;

const stage = async (call: ApiCall): Promise<Answer> => {
  await waitForBody(call);
  requireSecretAccess(call);
  const { org, session } = call;
  const consumer = requireConsumer(call);
  // One slot (platform.md 4.3).
  if (lookIntoSlot(org, consumer))
    throw apiError(400, 'INVALID_OPERATION', 'Staged credentials already exist for this consumer. Delete them first.');
  consumer.staged = {
    id: org.newId('8Ac'),
    key: newKey(),
    secret: randomBytes(32).toString('hex').toUpperCase(),
    state: 'Active',
    createdById: session.userId,
    createdDate: org.clock.now(),
    expirationDate: expiry(org),
  };
  recordSetupChange(org, session.userId, 'generateOauthStagedCredential', 'Generated temporary credentials');
  return json(201, collection(call, consumer));
};

/** Staged becomes primary; the former primary takes the slot and goes on working until deleted or expired. */
const rotate = (call: ApiCall): Answer => {
  requireSecretAccess(call);
  const { consumer, staged } = requireStaged(call);
  if (readJson(call.request).command !== 'rotate')
    throw apiError(400, 'INVALID_PARAMETER', 'command must be one of: rotate');
  if (staged.state !== 'Active')
    throw apiError(400, 'INVALID_OPERATION', `Credentials in state ${staged.state} can't be rotated.`);
  const { key, secret } = consumer;
  Object.assign(consumer, { key: staged.key, secret: staged.secret, lastModifiedDate: call.org.clock.now() });
  Object.assign(staged, { key, secret, state: 'Rotated', expirationDate: expiry(call.org) });
  return json(200, show(call, consumer, staged));
};

const remove = (call: ApiCall): Answer => {
  requireSecretAccess(call);
  const { consumer } = requireStaged(call);
  delete consumer.staged;
  return noContent;
};

const path = '/apps/oauth/credentials/:app/:consumer/staged';

export const stagedRoutes: Array<Route<ApiCall>> = [
  { method: 'GET', path, since: 65, handle: list },
  { method: 'POST', path, since: 65, handle: stage },
  { method: 'GET', path: `${path}/:staged`, since: 65, handle: get },
  { method: 'PATCH', path: `${path}/:staged`, since: 65, handle: rotate },
  { method: 'DELETE', path: `${path}/:staged`, since: 65, handle: remove },
];
