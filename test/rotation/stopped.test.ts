import { expect } from 'chai';
import { readRotations } from '../../src/rotation/journal.js';
import { failureOf } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { createBench, expectSettled, expectWayOut, failWrites, mend, statusFor, stopAt, stops } from './support.js';
import type { RotationBench } from './support.js';

const beforePromotion = Object.keys(stops).slice(0, 4);

describe('a rotation that was stopped', () => {
  useTemporaryHome();
  let bench: RotationBench;
  let old: { key: string; secret: string };
  beforeEach(async () => {
    bench = await createBench();
    old = { key: bench.consumer.key, secret: bench.consumer.secret };
  });
  afterEach(() => bench.stage.org.stop());

  const expectOldInUse = async (): Promise<void> => {
    expect(bench.consumer).to.include(old);
    await expectSettled(bench);
  };

  for (const stop of Object.keys(stops)) {
    describe(stop, () => {
      it('leaves the stored pair working and names the way out', async () => {
        const error = await stopAt(bench, stop);
        expectWayOut(error);
        expect(await statusFor(bench, bench.store.versions.current)).to.equal(200);
        expect(await statusFor(bench, old)).to.equal(200);
      });

      it('is completed by resume', async () => {
        await stopAt(bench, stop);
        expect((await bench.resume()).stage).to.equal('overlap');
        expect(bench.store.versions.previous).to.include({ consumerKey: old.key, consumerSecret: old.secret });
        expect((await bench.resume({ retireNow: true })).stage).to.equal('retired');
        expect(bench.consumer.key).to.not.equal(old.key);
        await expectSettled(bench);
      });

      it('is not started a second time', async () => {
        await stopAt(bench, stop);
        const error = await failureOf(bench.start());
        expect(error.name).to.equal('RotationUnfinishedError');
        expectWayOut(error);
      });

      it('goes on after somebody has deleted the second pair by hand', async () => {
        await stopAt(bench, stop);
        delete bench.consumer.staged;
        await bench.resume({ retireNow: true });
        expect(bench.consumer.key).to.not.equal(old.key);
        await expectSettled(bench);
      });

      it('goes on after its second pair has expired', async () => {
        await stopAt(bench, stop);
        bench.stage.org.clock.advance({ days: 45 });
        expect((await bench.resume({ retireNow: true })).stage).to.equal('retired');
        await expectSettled(bench);
      });

      it('sees that somebody else has rotated meanwhile, and can be ended', async () => {
        await stopAt(bench, stop);
        Object.assign(bench.consumer, { key: 'keyOfSomebodyElse', secret: 'theirs' });
        delete bench.consumer.staged;
        const error = await failureOf(bench.resume());
        expect(error.name).to.equal('RotatedElsewhereError');
        expectWayOut(error);
        const ended = await bench.cancel();
        expect(ended.stage).to.equal('failed');
        expect(ended.notes.at(-1)).to.contain('somebody else has rotated');
        expect(Object.keys(bench.store.versions)).to.deep.equal(['current']);
      });

      it('can be ended when the consumer is gone', async () => {
        await stopAt(bench, stop);
        const { metadata } = bench.stage.org.state;
        metadata.consumers = metadata.consumers.filter((one) => one !== bench.consumer);
        const error = await failureOf(bench.resume());
        expect(error.name).to.equal('ConsumerGoneError');
        expectWayOut(error);
        expect((await bench.cancel()).stage).to.equal('failed');
      });
    });
  }

  for (const stop of beforePromotion) {
    it(`is undone ${stop}`, async () => {
      await stopAt(bench, stop);
      expect((await bench.cancel()).stage).to.equal('cancelled');
      await expectOldInUse();
      expect((await bench.start({ overlapDays: 0 })).stage, 'and can be started again').to.equal('retired');
    });
  }

  for (const stop of Object.keys(stops).slice(4)) {
    it(`can not be undone ${stop}, and says what can be done`, async () => {
      await stopAt(bench, stop);
      const error = await failureOf(bench.cancel());
      expect(error.name).to.equal('RotationTooLateError');
      expectWayOut(error);
      expect((await bench.resume({ retireNow: true })).stage).to.equal('retired');
    });
  }

  it('by a store that does not take the new pair has not touched the old one', async () => {
    failWrites(bench, 'next');
    const error = await failureOf(bench.start());
    expect(error.message).to.equal('the store is full');
    expectWayOut(error);
    expect(bench.consumer).to.include(old);
    mend(bench);
    await bench.cancel();
    await expectOldInUse();
  });

  it('by a store that does not drop the next pair is completed by resume', async () => {
    const { store } = bench;
    bench.options.store = { ...store, remove: () => Promise.reject(new Error('the store is locked')) };
    expectWayOut(await failureOf(bench.start()));
    expect(store.versions.current?.consumerKey).to.equal(bench.consumer.key);
    mend(bench);
    await bench.resume({ retireNow: true });
    await expectSettled(bench);
  });

  it('reads the new pair from the org again when the store has lost it after the promotion', async () => {
    await stopAt(bench, 'with the pair promoted');
    delete bench.store.versions.next;
    const { notes } = await bench.resume();
    expect(notes).to.deep.equal(['The store had lost the new pair; it was read from the org again.']);
    await bench.resume({ retireNow: true });
    await expectSettled(bench);
  });

  it('does not write over a pair that somebody has stored meanwhile', async () => {
    await stopAt(bench, 'with the pair promoted');
    const third = { consumerKey: 'third', consumerSecret: 'third', storedAt: '', state: 'confirmed' as const };
    bench.store.versions.current = third;
    const error = await failureOf(bench.resume());
    expect(error.name).to.equal('OtherCredentialStoredError');
    expectWayOut(error);
    expect(bench.store.versions.current).to.equal(third);
  });

  it('is in the journal once, with how it ended', async () => {
    const before = (await readRotations()).length;
    await stopAt(bench, 'with the pair stored');
    await bench.cancel();
    const rotations = await readRotations();
    expect(rotations).to.have.length(before + 1);
    expect(rotations.find(({ orgId }) => orgId === bench.stage.org.organizationId)).to.include({ stage: 'cancelled' });
  });
});
