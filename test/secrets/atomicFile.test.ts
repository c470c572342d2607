import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFileAtomically } from '../../src/secrets/atomicFile.js';
import { makeTempFolder, startChild } from './support.js';

describe('writing a file atomically', () => {
  let folder: string;
  let file: string;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    folder = await makeTempFolder();
    file = join(folder, 'secrets');
  });

  afterEach(async () => {
    child?.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });

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
    const letters = ['a', 'b'].map((letter) => Buffer.alloc(2_000_000, letter));
    const isWhole = async (): Promise<boolean> => {
      const bytes = await readFile(file);
      return letters.some((all) => all.equals(bytes));
    };
    for (const delay of [100, 170, 250, 333]) {
      child = startChild('./floodChild.ts', { home: folder, args: [file] });
      await once(child.stdout!, 'data');
      const died = once(child, 'exit');
      const kill = sleep(delay).then(() => child?.kill('SIGKILL'));
      while (child.signalCode === null) expect(await isWhole()).to.be.true;
      await Promise.all([kill, died]);
      expect(await isWhole()).to.be.true;
    }
    const untracked = execFileSync('git', ['status', '--porcelain', '--untracked-files=all'], { cwd: folder });
    // Killed before its one line was written, the file that hides the draft is itself in sight; there is no draft yet then.
    const inSight = untracked.toString().replace('?? secrets.writing/.gitignore\n', '');
    expect(inSight).to.equal('?? secrets\n');
  }).timeout(60_000);
});
