import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { SfError } from '@salesforce/core/sfError';
import type { ClientApp } from '../../app/clientApp.js';
import { orgIdOf, type OrgConnection } from '../../org/connection.js';
import { listConsumers } from '../../org/credentials.js';
import { watchClock } from '../../org/orgClock.js';
import { ownUserId } from '../../org/permissions.js';
import { requireStagedCredentials } from '../../org/stagedCredentials.js';
import type { SecretStore } from '../../secrets/store.js';
import { needingSecretAccess } from '../../secretAccess/needing.js';
import type { RotationEvents } from '../events.js';
import { findUnfinished, noteRotation, openRotation, releaseRotation, takeRotation } from '../journal.js';
import type { RotationRecord } from '../types.js';
import type { Rotation } from './act.js';
import { chooseConsumer, findApp, refuseOwnConnection } from './choose.js';
import { cancelRotation, continueRotation } from './run.js';

export type SessionOptions = {
  connection: OrgConnection;
  /** Name of the org as people know it. */
  org: string;
  app: ClientApp;
  store: SecretStore;
  allowSettingChange: boolean;
  waitMs: number;
  events: RotationEvents;
  /** Writes the day into the manifest, where there is one. */
  recordDay: (day: string) => Promise<void>;
};

/** Without names of people where the machine gives none (containers). */
const operator = (): string => {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return hostname();
  }
};

type Work = (rotation: Rotation) => Promise<RotationRecord>;

/** Prepares what every rotation needs, and lets go of the record whatever happens. */
const inSession = (options: SessionOptions, appId: string, work: Work): Promise<RotationRecord> => {
  const { connection, app, store, events, waitMs, recordDay } = options;
  const clock = watchClock(connection);
  let latest: RotationRecord | undefined;
  const note = async (record: RotationRecord): Promise<void> => {
    await noteRotation(record);
    latest = record;
  };
  return needingSecretAccess(
    connection,
    { allowSettingChange: options.allowSettingChange, onNotice: events.notice },
    () => listConsumers(connection, appId),
    async () => {
      try {
        return await work({ connection, app, store, clock, events, waitMs, recordDay, note });
      } finally {
        if (latest) await releaseRotation(latest);
      }
    },
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
  const { connection, app, org, store } = options;
  requireStagedCredentials(connection);
  const orgId = orgIdOf(connection);
  const stored = (await store.read({ orgId, app: app.name })).current;
  const appId = await findApp(connection, app.name, org);
  return inSession(options, appId, async (rotation) => {
    const consumer = await chooseConsumer(connection, {
      app: app.name,
      appId,
      named: consumerKey,
      stored: stored?.consumerKey,
    });
    refuseOwnConnection(connection, consumer, app.name);
    const record: RotationRecord = {
      id: randomUUID(),
      app: app.name,
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
  });
};

const findRotation = async ({ connection, app, org }: SessionOptions): Promise<RotationRecord> => {
  const record = await findUnfinished(orgIdOf(connection), app.name);
  if (record) return record;
  throw new SfError(`No rotation of ${app.name} in ${org} is under way.`, 'RotationNotFoundError', [
    `Start one: "sf clientapp rotate start --name ${app.name} --target-org ${org}".`,
    'See all of them: "sf clientapp rotate report --all".',
  ]);
};

/**
 * Goes on with a rotation that was killed, that failed on the way, or whose overlap is over.
 * @throws RotationNotFoundError, RotationBusyError, SecretAccessRefusedError, and what `continueRotation` throws
 */
export const resumeRotation = async (
  options: SessionOptions,
  { retireNow }: { retireNow: boolean },
): Promise<RotationRecord> => {
  requireStagedCredentials(options.connection);
  const found = await findRotation(options);
  return inSession(options, found.appId, async (rotation) => {
    const taken = await takeRotation(found.id);
    // The day before any clock: due whatever the org says the time is.
    const record = retireNow
      ? { ...taken, overlapDays: 0, ...(taken.promotedAt && { retireAfter: taken.promotedAt }) }
      : taken;
    await rotation.note(record);
    return continueRotation(rotation, record);
  });
};

/**
 * Undoes a rotation that has not promoted its pair yet.
 * @throws RotationNotFoundError, RotationBusyError, RotationTooLateError
 */
export const undoRotation = async (options: SessionOptions): Promise<RotationRecord> => {
  const found = await findRotation(options);
  return inSession(options, found.appId, async (rotation) => {
    const record = await takeRotation(found.id);
    await rotation.note(record);
    return cancelRotation(rotation, record);
  });
};
