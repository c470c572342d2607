import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { moveOver } from '../secrets/moveOver.js';

/**
 * Writes a whole file or none: whoever reads it meanwhile sees the old one.
 * @param mode permissions of the file; without it those of any new file
 */
export const writeReport = async (file: string, text: string, mode?: number): Promise<void> => {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(file)}.${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(temporary, text, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    await moveOver(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
};
