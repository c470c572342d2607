import { watch } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createRotateBench, endOf, settle, startArgs, type RotateBench } from './rotateBench.js';

/** Every n-th change; a write is a dozen changes to the folder. `npm run test:kill` takes all of them. */
const stride = Number(process.env.ROTATE_KILL_STRIDE ?? 40);

describe('a rotation that is killed at any change of the store or the journal', () => {
  let bench: RotateBench;
  before(async function () {
    this.timeout(300_000);
    bench = await createRotateBench();
  });
  after(() => bench.dispose());

  /** Kills at the n-th change to one of our files: locks, drafts and renames come as changes of their folder. */
  const startAndKill = async (n: number): Promise<boolean> => {
    const child = bench.spawn(startArgs);
    const ended = endOf(child);
    let changes = 0;
    let killed = false;
    const onChange = (_: string, file: string | null): void => {
      if (!String(file).includes('clientapp-')) return;
      changes += 1;
      if (changes < n || killed) return;
      killed = true;
      child.kill('SIGKILL');
    };
    // Folder by folder: Node's recursive watcher dies of a folder that is gone before it has looked into it.
    const watchers = ['.sf', '.sfdx'].map((folder) => watch(join(bench.sf.home, folder), onChange));
    await ended;
    for (const watcher of watchers) watcher.close();
    return killed;
  };

  it('ends with one working pair', async function () {
    this.timeout(3_600_000);
    let n = 1;
    for (let killed = true; killed; n += stride) {
      killed = await startAndKill(n);
      await settle(bench, `killed at change ${n}`, Math.floor(n / stride) % 2 === 0);
    }
    expect(n).to.be.greaterThan(50);
  });
});
