/** No run of ours takes that long; after a restart of the machine the number of a process may be another program's. */
const longestRunMs = 12 * 3_600_000;

/** True while the process that wrote itself down still runs, and is not this one. */
export const isAnotherLiveProcess = ({ pid, since }: { pid: number; since: string }): boolean => {
  if (pid === process.pid || Date.now() - Date.parse(since) > longestRunMs) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};
