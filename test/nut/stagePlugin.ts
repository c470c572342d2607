import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const pluginRoot = resolve(import.meta.dirname, '../..');

/** What npm packs, and the folder that it would install beside it. */
const parts = ['lib', 'messages', 'schemas', 'bin', 'package.json', 'src/starter/templates', 'src/report/html/assets'];

/** Writes the manifest of a plugin's commands, as `prepack` does, so that sf need not load every command to know them. */
export const writeCommandManifest = async (folder: string): Promise<void> => {
  await promisify(execFile)(process.execPath, [join(pluginRoot, 'node_modules/oclif/bin/run.js'), 'manifest'], {
    cwd: folder,
  });
};

/**
 * A copy of the built plugin as an installation has it. Linked where it stands, sf would transpile its sources at
 * every start and never run what is shipped.
 */
export const stagePlugin = async (): Promise<{ folder: string; dispose: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientapp-plugin-'));
  for (const part of parts) {
    await cp(join(pluginRoot, part), join(folder, part), { recursive: true, force: true }).catch((error: unknown) => {
      if (part !== 'src/starter/templates') throw error;
    });
  }
  await symlink(join(pluginRoot, 'node_modules'), join(folder, 'node_modules'));
  await writeCommandManifest(folder);
  return { folder, dispose: () => rm(folder, { recursive: true, force: true }) };
};
