import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCommandManifest } from '../../test/nut/stagePlugin.js';
import { run } from './run.js';
import { median, type Measurement } from './statistics.js';

const pairs = 9;

/** A plugin as npm installs it: built files and the manifest of its commands. */
const stage = async (root: string, folder: string, fill: (folder: string) => Promise<void>): Promise<string> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'bin'), { recursive: true });
  await fill(folder);
  await cp(join(root, 'bin', 'run.js'), join(folder, 'bin', 'run.js'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeCommandManifest(folder);
  return join(folder, 'bin', 'run.js');
};

const emptyCommand = `import { SfCommand } from '@salesforce/sf-plugins-core';
export default class Empty extends SfCommand {
  static summary = 'Do nothing.';
  async run() { await this.parse(Empty); return {}; }
}
`;

const stageOurs = (root: string, folder: string): Promise<string> =>
  stage(root, folder, async () => {
    for (const part of ['lib', 'messages', 'schemas', 'package.json'])
      await cp(join(root, part), join(folder, part), { recursive: true });
  });

const stageEmpty = (root: string, folder: string): Promise<string> =>
  stage(root, folder, async () => {
    await mkdir(join(folder, 'lib', 'commands'), { recursive: true });
    await writeFile(join(folder, 'lib', 'commands', 'empty.js'), emptyCommand);
    const definition = {
      name: 'empty-plugin',
      version: '1.0.0',
      type: 'module',
      files: ['lib'],
      oclif: { commands: './lib/commands', bin: 'sf', topicSeparator: ' ' },
    };
    await writeFile(join(folder, 'package.json'), JSON.stringify(definition));
  });

/** `clientapp audit rules` against a command that does nothing, in turn. */
export const measureStartUp = async (root: string, scratch: string): Promise<Measurement> => {
  const ours = await stageOurs(root, join(scratch, 'ours'));
  const empty = await stageEmpty(root, join(scratch, 'empty'));
  const times = { ours: [] as number[], empty: [] as number[] };
  for (let pair = 0; pair <= pairs; pair += 1) {
    const a = await run(process.execPath, [ours, 'clientapp', 'audit', 'rules', '--json']);
    const b = await run(process.execPath, [empty, 'empty', '--json']);
    if (a.code !== 0 || b.code !== 0) throw new Error(`A start failed: ${a.stderr}${b.stderr}`);
    // The first pair warms the disk.
    if (pair > 0) {
      times.ours.push(a.wallMs);
      times.empty.push(b.wallMs);
    }
  }
  const ratio = median(times.ours.map((time, index) => time / (times.empty[index] ?? Number.NaN)));
  return {
    what: 'start-up: clientapp audit rules / empty command',
    ours: `${median(times.ours).toFixed(0)} ms`,
    baseline: `${median(times.empty).toFixed(0)} ms`,
    ratio: ratio.toFixed(2),
    bound: '1.10',
    holds: ratio <= 1.1,
  };
};
