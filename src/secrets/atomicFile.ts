import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { moveOver } from './moveOver.js';

/** `latin1` keeps every byte of a file that others wrote in whatever encoding. */
export type Encoding = 'utf8' | 'latin1';

/** The text of a file; undefined when there is no such file. */
export const readFileIfAny = async (file: string, encoding: Encoding = 'utf8'): Promise<string | undefined> => {
  try {
    return await readFile(file, encoding);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * Replaces a file so that whoever reads it, at any moment and after any crash, finds the old text or the new one.
 * The file comes out with mode 0600. Call it with the file's lock held.
 *
 * The draft lies in a folder of its own that git ignores by itself: what a killed process leaves behind can not be
 * committed, and the next write clears it away.
 */
export const writeFileAtomically = async (file: string, text: string, encoding: Encoding = 'utf8'): Promise<void> => {
  const folder = `${file}.writing`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  try {
    await writeFile(join(folder, '.gitignore'), '*\n');
    const draft = join(folder, basename(file));
    await writeDurably(draft, text, encoding);
    await moveOver(draft, file);
    await syncFolder(dirname(file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const writeDurably = async (file: string, text: string, encoding: Encoding): Promise<void> => {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text, encoding);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

// The rename itself is on disk only when the folder is. Windows has no such thing.
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
