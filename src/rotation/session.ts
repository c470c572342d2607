import { hostname, userInfo } from 'node:os';
import type { OrgConnection } from '../org/connection.js';
import { watchClock, type OrgClock } from '../org/orgClock.js';
import type { SecretStore } from '../secrets/store.js';
import type { AnyRotation } from './anyRotation.js';
import type { RotationEvents } from './events.js';
import { explainRotationFailure } from './explain.js';
import { noteRotation, releaseRotation } from './journal.js';
import type { RotationSubject } from './subject.js';

export type SessionOptions = {
  connection: OrgConnection;
  /** Name of the org as people know it. */
  org: string;
  /** API name of the app. */
  name: string;
  /** What the app should be, and where its day is written down; looked up when it is needed. */
  subject: () => Promise<RotationSubject>;
  store: SecretStore;
  allowSettingChange: boolean;
  /** How long the org may not know a new credential, or refuse it. */
  waitMs: number;
  events: RotationEvents;
};

/** What the steps of a rotation work with, of whatever kind. */
export type RotationWork<Kind extends AnyRotation> = Pick<
  SessionOptions,
  'connection' | 'subject' | 'store' | 'waitMs' | 'events'
> & {
  clock: OrgClock;
  /** Writes the record down; on disk when the promise resolves. */
  note: (record: Kind) => Promise<void>;
};

/** Without names of people where the machine gives none (containers). */
export const operator = (): string => {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return hostname();
  }
};

export type Continuation<Kind extends AnyRotation> = {
  /** The rotation that is gone on with; a new one is known once it is written down. */
  found?: Kind;
  /** The command that goes on after a failure. */
  again: 'resume' | 'cancel';
};

/** Prepares what every rotation needs, and lets go of the record whatever happens. */
export const inSession = async <Kind extends AnyRotation>(
  { connection, subject, store, events, waitMs }: SessionOptions,
  { found, again }: Continuation<Kind>,
  run: (work: RotationWork<Kind>) => Promise<Kind>,
): Promise<Kind> => {
  const clock = watchClock(connection);
  let latest: Kind | undefined;
  const note = async (record: Kind): Promise<void> => {
    await noteRotation(record);
    latest = record;
  };
  try {
    return await run({ connection, subject, store, clock, events, waitMs, note });
  } catch (error) {
    const record = latest ?? found;
    throw record ? explainRotationFailure(error, record, again) : error;
  } finally {
    if (latest) await releaseRotation(latest);
  }
};
