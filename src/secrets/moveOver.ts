import { rename } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

/** Windows refuses to replace a file while another program, such as a virus scanner, has it open. */
const passing = new Set(['EPERM', 'EACCES', 'EBUSY']);

const pausesMs = [10, 20, 50, 100, 200, 500, 1000];

type Seam = { move?: (from: string, to: string) => Promise<void>; platform?: NodeJS.Platform };

const isPassing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && passing.has(String(error.code));

/**
 * Puts a file in the place of another, at once: whoever reads it finds the old one or the new one. On Windows it tries
 * again for two seconds; elsewhere a refusal stays one.
 */
export const moveOver = async (
  from: string,
  to: string,
  { move = rename, platform = process.platform }: Seam = {},
): Promise<void> => {
  for (const pause of platform === 'win32' ? pausesMs : []) {
    try {
      return await move(from, to);
    } catch (error) {
      if (!isPassing(error)) throw error;
      await setTimeout(pause);
    }
  }
  return move(from, to);
};
