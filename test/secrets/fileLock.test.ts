import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SfError } from '@salesforce/core/sfError';
import { expect } from 'chai';
import { withFileLock } from '../../src/secrets/fileLock.js';
import { makeTempFolder } from './support.js';

const failure = (promise: Promise<unknown>): Promise<SfError | undefined> =>
  promise.then(
    () => undefined,
    (error: SfError) => error,
  );

describe('the lock of a file', () => {
  let folder: string;
  beforeEach(async () => (folder = await makeTempFolder()));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('lets one at a time in, and the next one as soon as it is free, also after a failure', async () => {
    const file = join(folder, 'credentials.json');
    const order: string[] = [];
    const first = withFileLock(file, async () => {
      order.push('first in');
      await sleep(100);
      order.push('first out');
      throw new Error('the disk is full');
    });
    await sleep(20);
    const second = withFileLock(file, () => Promise.resolve(order.push('second in')));
    expect((await failure(first))?.message).to.equal('the disk is full');
    await second;
    expect(order).to.deep.equal(['first in', 'first out', 'second in']);
  });

  it('is not said to be taken when it can not be had for another reason', async () => {
    const error = await failure(withFileLock(join(folder, 'missing', 'file.json'), () => Promise.resolve()));
    expect(error?.name).not.to.equal('StoreBusyError');
    expect(error?.message).to.contain('ENOENT');
  });

  it('that somebody took over while this process stood still keeps it from writing, and is not given back', async function () {
    this.timeout(60_000);
    const file = join(folder, 'credentials.json');
    const error = await failure(
      withFileLock(file, async (assertHeld) => {
        assertHeld();
        await rm(`${file}.lock`, { recursive: true });
        // The library looks at its lock every few seconds.
        for (;;) {
          assertHeld();
          await sleep(50);
        }
      }),
    );
    expect(error?.name).to.equal('StoreBusyError');
    expect(error?.message).to.contain(file);
  });
});
