import { SfError } from '@salesforce/core/sfError';
import { lock } from 'proper-lockfile';

// A killed holder's lock counts as left behind after `stale`; the retries go on for longer than that (about 24 s).
const options = {
  realpath: false,
  stale: 10_000,
  retries: { retries: 130, factor: 1.3, minTimeout: 10, maxTimeout: 200 },
};

/** Says that the lock is still held; call it last thing before the change becomes visible. */
export type AssertHeld = () => void;

/**
 * Runs an action while no other process that uses this function holds the same file.
 *
 * @param file need not exist, its folder must
 * @returns what the action returns
 * @throws StoreBusyError when another process keeps the lock, or took it over while this one stood still
 */
export const withFileLock = async <T>(file: string, action: (assertHeld: AssertHeld) => Promise<T>): Promise<T> => {
  let lost = false;
  const onCompromised = (): void => {
    lost = true;
  };
  const release = await lock(file, { ...options, onCompromised }).catch((error: unknown) => {
    throw isLocked(error) ? busy(file) : SfError.wrap(error);
  });
  try {
    return await action(() => {
      if (lost) throw busy(file);
    });
  } finally {
    // Once lost, the lock is another's to release.
    if (!lost) await release();
  }
};

const isLocked = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ELOCKED';

const busy = (file: string): SfError =>
  new SfError(`Another process is writing ${file}.`, 'StoreBusyError', [
    'Wait until the other command is done, then run this one again.',
  ]);
