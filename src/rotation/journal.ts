import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { SfError } from '@salesforce/core/sfError';
import { withFileLock } from '../secrets/fileLock.js';
import { isAnotherLiveProcess } from '../secrets/liveProcess.js';
import { JournalFile, type Holder, type JournalEntry } from './journalFile.js';
import type { AnyRotation } from './anyRotation.js';

const ended = new Set(['retired', 'cancelled', 'failed']);

/** True for a rotation that nothing is left to do for. */
export const hasEnded = ({ stage }: Pick<AnyRotation, 'stage'>): boolean => ended.has(stage);

const sameOrg = (one: string, other: string): boolean => one.slice(0, 15) === other.slice(0, 15);

const isOf = (entry: JournalEntry, { orgId, app }: { orgId: string; app?: string | undefined }): boolean =>
  sameOrg(entry.orgId, orgId) && (app === undefined || entry.app === app);

const change = async <T>(edit: (file: JournalFile, entries: JournalEntry[]) => Promise<T>): Promise<T> => {
  const path = new JournalFile().getPath();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return withFileLock(path, async (assertHeld) => {
    const file = await JournalFile.create();
    const result = await edit(file, await file.rotations());
    assertHeld();
    await file.write();
    return result;
  });
};

const withoutHolder = ({ holder: _, ...record }: JournalEntry): AnyRotation => record;

/** Every rotation that this machine has written down, oldest first. */
export const readRotations = async (): Promise<AnyRotation[]> => {
  const file = await JournalFile.create();
  const entries = await file.rotations();
  return entries.map(withoutHolder).toSorted((one, other) => one.startedAt.localeCompare(other.startedAt));
};

/** The rotation of an app that has not ended yet. */
export const findUnfinished = async (orgId: string, app: string): Promise<AnyRotation | undefined> =>
  (await readRotations()).find((record) => isOf(record, { orgId, app }) && !hasEnded(record));

const holderNow = (): Holder => ({ pid: process.pid, host: hostname(), since: new Date().toISOString() });

/** On another machine nobody can see a process; a rotation that was touched within the hour may still run there. */
const otherHostMs = 3_600_000;

const isHeld = ({ holder }: JournalEntry): boolean => {
  if (!holder) return false;
  if (holder.host === hostname()) return isAnotherLiveProcess(holder);
  return Date.now() - Date.parse(holder.since) < otherHostMs;
};

const busy = ({ app, org, by, startedAt, holder }: JournalEntry): SfError =>
  new SfError(
    `The credential of ${app} in ${org} is being rotated by ${by} since ${startedAt} (process ${holder?.pid} on ${holder?.host}).`,
    'RotationBusyError',
    ['Wait until it is done; "sf clientapp rotate report" shows how far it is.'],
  );

const unfinished = ({ app, org, by, startedAt, stage }: JournalEntry): SfError =>
  new SfError(
    `A rotation of ${app} in ${org} is not finished: started ${startedAt} by ${by}, now "${stage}".`,
    'RotationUnfinishedError',
    [
      `Go on with it: "sf clientapp rotate resume --name ${app} --target-org ${org}".`,
      `Or undo what can be undone: "sf clientapp rotate cancel --name ${app} --target-org ${org}".`,
    ],
  );

const refuseOther = (entries: readonly JournalEntry[], about: { orgId: string; app: string }): void => {
  const other = entries.find((entry) => isOf(entry, about) && !hasEnded(entry));
  if (other) throw isHeld(other) ? busy(other) : unfinished(other);
};

/**
 * Writes a new rotation down, in the name of this process; on disk when the promise resolves.
 * @throws RotationBusyError, RotationUnfinishedError when the app has one that has not ended
 */
export const openRotation = (record: AnyRotation): Promise<void> =>
  change(async (file, entries) => {
    refuseOther(entries, record);
    await file.put({ ...record, holder: holderNow() });
  });

/** @throws RotationBusyError, RotationUnfinishedError when the app has a rotation that has not ended */
export const refuseSecond = async (orgId: string, app: string): Promise<void> => {
  const file = await JournalFile.create();
  refuseOther(await file.rotations(), { orgId, app });
};

const isSame = (one: AnyRotation, other: AnyRotation): boolean => one.id === other.id && one.kind === other.kind;

/**
 * Takes a rotation over for this process.
 * @throws RotationBusyError when another process works on it
 */
export const takeRotation = <T extends AnyRotation>(found: T): Promise<T> =>
  change(async (file, entries) => {
    const entry = entries.find((candidate): candidate is JournalEntry & T => isSame(candidate, found));
    if (!entry) throw new SfError('The rotation is not in the journal any more.', 'RotationNotFoundError');
    if (isHeld(entry)) throw busy(entry);
    // Whoever takes it over may know the org by another name.
    const known = { ...entry, org: found.org };
    await file.put({ ...known, holder: holderNow() });
    const { holder: _, ...record } = known;
    return record as unknown as T;
  });

/** Writes down where a rotation is; on disk when the promise resolves. */
export const noteRotation = (record: AnyRotation): Promise<void> =>
  change((file) => file.put({ ...record, holder: holderNow() }));

/** Lets go of a rotation, so that another process may go on with it. */
export const releaseRotation = (record: AnyRotation): Promise<void> => change((file) => file.put(record));
