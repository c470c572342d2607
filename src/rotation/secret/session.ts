import { randomUUID } from 'node:crypto';
import { SfError } from '@salesforce/core/sfError';
import { usesSecret, type ClientApp } from '../../app/clientApp.js';
import { orgIdOf } from '../../org/connection.js';
import { listConsumers } from '../../org/credentials.js';
import { ownUserId } from '../../org/permissions.js';
import { readConsumerKey, requireStagedCredentials } from '../../org/stagedCredentials.js';
import { needingSecretAccess } from '../../secretAccess/needing.js';
import { openRotation, refuseSecond, takeRotation } from '../journal.js';
import { rotateCommand } from '../problems.js';
import { inSession, operator, type Continuation, type SessionOptions } from '../session.js';
import type { RotationRecord } from '../types.js';
import type { Rotation } from './act.js';
import { chooseConsumer, findApp, refuseOwnConnection } from './choose.js';
import { cancelRotation, continueRotation } from './run.js';

/** With the org's secret access raised where it has to be; `probe` is a call that the org refuses when it is not. */
const withAccess = (
  options: SessionOptions,
  continuation: Continuation<RotationRecord>,
  probe: () => Promise<unknown>,
  run: (rotation: Rotation) => Promise<RotationRecord>,
): Promise<RotationRecord> => {
  const { connection, allowSettingChange, events } = options;
  const access = { allowSettingChange, onNotice: events.notice };
  return inSession(options, continuation, (rotation) =>
    needingSecretAccess(connection, access, probe, () => run(rotation)),
  );
};

/** @throws NoSecretToRotateError for an app that has none */
const requireSecret = (app: ClientApp, org: string): void => {
  if (usesSecret(app)) return;
  if (app.flow === 'jwt-bearer') {
    throw new SfError(
      `${app.name} signs in with a certificate (jwt-bearer) and has no secret to rotate.`,
      'NoSecretToRotateError',
      [`Rotate its certificate: ${rotateCommand('start', { app: app.name, org }, ' --credential certificate')}.`],
    );
  }
  throw new SfError(
    `${app.name} is a public client: its program holds no secret that could be rotated.`,
    'NoSecretToRotateError',
    ['To shut out what is installed, revoke its tokens: "sf clientapp revoke --help".'],
  );
};

/**
 * Starts the rotation of an External Client App's secret and takes it as far as it goes: to the overlap, or to the end
 * with an overlap of no days.
 * @throws StagedCredentialsUnavailableError, NotAnExternalClientAppError, ConsumerAmbiguousError, ConsumerNotFoundError,
 * OwnConnectionError, WriteOnlyStoreError, RotationBusyError, RotationUnfinishedError, SecretAccessRefusedError, and what
 * `continueRotation` throws
 */
export const startRotation = async (
  options: SessionOptions,
  { consumerKey, overlapDays }: { consumerKey: string | undefined; overlapDays: number },
): Promise<RotationRecord> => {
  const { connection, name, org, store } = options;
  requireStagedCredentials(connection);
  requireSecret((await options.subject()).app, org);
  const orgId = orgIdOf(connection);
  // Before anything is raised for it in the org.
  await refuseSecond(orgId, name);
  const stored = (await store.read({ orgId, app: name })).current;
  const appId = await findApp(connection, name, org);
  const run = async (rotation: Rotation): Promise<RotationRecord> => {
    const consumer = await chooseConsumer(connection, {
      app: name,
      appId,
      named: consumerKey,
      stored: stored?.consumerKey,
    });
    refuseOwnConnection(connection, consumer, name);
    const record: RotationRecord = {
      id: randomUUID(),
      app: name,
      orgId,
      org,
      by: operator(),
      store: store.name,
      stage: 'planned',
      appId,
      consumerId: consumer.id,
      userId: await ownUserId(connection),
      oldKey: consumer.key,
      verified: { next: false, current: false },
      recorded: false,
      startedAt: rotation.clock().toISOString(),
      overlapDays,
      notes: [],
    };
    await openRotation(record);
    await rotation.note(record);
    return continueRotation(rotation, record);
  };
  return withAccess(options, { again: 'resume' }, () => listConsumers(connection, appId), run);
};

/**
 * Goes on with a rotation that was killed, that failed on the way, or whose overlap is over.
 * @throws RotationBusyError, OwnConnectionError, SecretAccessRefusedError, and what `continueRotation` throws
 */
export const resumeRotation = (
  options: SessionOptions,
  found: RotationRecord,
  { retireNow }: { retireNow: boolean },
): Promise<RotationRecord> => {
  const { connection, name } = options;
  requireStagedCredentials(connection);
  // Signed in with the old pair since: its end would be this sign-in's too.
  refuseOwnConnection(connection, { key: found.oldKey }, name);
  const run = async (rotation: Rotation): Promise<RotationRecord> => {
    const taken = await takeRotation(found);
    // The promotion itself is due before any clock.
    const record = retireNow
      ? { ...taken, overlapDays: 0, ...(taken.promotedAt && { retireAfter: taken.promotedAt }) }
      : taken;
    await rotation.note(record);
    return continueRotation(rotation, record);
  };
  return withAccess(options, { found, again: 'resume' }, () => readConsumerKey(connection, found), run);
};

/**
 * Undoes a rotation that has not promoted its pair yet.
 * @throws RotationBusyError, RotationTooLateError, SecretAccessRefusedError
 */
export const undoRotation = (options: SessionOptions, found: RotationRecord): Promise<RotationRecord> => {
  // An older version has no such address, and that would look like an empty slot.
  requireStagedCredentials(options.connection);
  const run = async (rotation: Rotation): Promise<RotationRecord> => {
    const record = await takeRotation(found);
    await rotation.note(record);
    return cancelRotation(rotation, record);
  };
  return withAccess(options, { found, again: 'cancel' }, () => readConsumerKey(options.connection, found), run);
};
