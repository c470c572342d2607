import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFileAtomically } from '../../src/secrets/atomicFile.js';
import { makeTempFolder, startChild } from './support.js';

describe('writing a file atomically', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await makeTempFolder();
    file = join(folder, 'secrets');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('makes the file private, also one that was not, and leaves nothing else behind', async () => {
    await writeFile(file, 'old', { mode: 0o644 });
    await mkdir(`${file}.writing`);
    await writeFile(join(`${file}.writing`, 'left behind'), 'secret');
    await writeFileAtomically(file, 'new');
    expect(await readFile(file, 'utf8')).to.equal('new');
    expect(await readdir(folder)).to.deep.equal(['secrets']);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).to.equal(0o600);
  });

  it('shows a reader, and leaves after a kill, one whole text; what else is left git ignores', async () => {
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    for (const delay of [5, 12, 20, 33]) {
      const child = startChild('./floodChild.ts', { home: folder, args: [file] });
      await once(child.stdout!, 'data');
      const died = once(child, 'exit');
      const kill = sleep(delay).then(() => child.kill('SIGKILL'));
      while (child.signalCode === null) {
        expect(await readFile(file, 'latin1')).to.match(/^(a{2000000}|b{2000000})$/);
        await sleep(1);
      }
      await Promise.all([kill, died]);
      expect(await readFile(file, 'latin1')).to.match(/^(a{2000000}|b{2000000})$/);
    }
    const untracked = execFileSync('git', ['status', '--porcelain', '--untracked-files=all'], { cwd: folder });
    expect(untracked.toString()).to.equal('?? secrets\n');
  }).timeout(60_000);
});
