import { expect } from 'chai';
import { readRotations } from '../../src/rotation/journal.js';
import { failureOf } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { createBench, expectSettled, statusFor, type RotationBench } from './support.js';

describe('rotation of a secret', () => {
  useTemporaryHome();
  let bench: RotationBench;
  beforeEach(async () => (bench = await createBench()));
  afterEach(() => bench.stage.org.stop());

  it('leaves both pairs working during the overlap, the new one as current', async () => {
    const old = { ...bench.consumer };
    const record = await bench.start();
    const { consumer, store, stage } = bench;
    expect(record.stage).to.equal('overlap');
    expect(record.notes).to.deep.equal([]);
    expect(consumer.key).to.not.equal(old.key);
    expect(consumer.secret).to.not.equal(old.secret);
    expect(store.versions.current).to.include({ consumerKey: consumer.key, consumerSecret: consumer.secret });
    expect(store.versions.current).to.not.have.property('validUntil');
    expect(store.versions.previous).to.include({ consumerKey: old.key, consumerSecret: old.secret });
    expect(store.versions.previous?.validUntil).to.equal(consumer.staged?.expirationDate.toISOString());
    expect(store.versions).to.not.have.property('next');
    expect(await statusFor(bench, store.versions.current)).to.equal(200);
    expect(await statusFor(bench, store.versions.previous)).to.equal(200);
    expect(bench.days).to.deep.equal([stage.org.clock.now().toISOString().slice(0, 10)]);
    expect(record.retireAfter?.slice(0, 10)).to.equal(
      new Date(stage.org.clock.now().getTime() + 7 * 86_400_000).toISOString().slice(0, 10),
    );
  });

  it('writes to the store in the order in which nothing is ever only in one place', async () => {
    await bench.start();
    expect(bench.store.log).to.deep.equal(['write next', 'write previous', 'write current', 'remove next']);
  });

  it('waits when it is resumed before the overlap is over, and retires after it', async () => {
    await bench.start();
    const first = bench.stage.org.requests.length;
    expect((await bench.resume()).stage).to.equal('overlap');
    const methods = bench.stage.org.requests.slice(first).map(({ method }) => method);
    expect(methods.filter((method) => method !== 'GET')).to.deep.equal([]);
    bench.stage.org.clock.advance({ days: 7, minutes: 1 });
    const { notes, stage } = await bench.resume();
    expect({ notes, stage }).to.deep.equal({ notes: [], stage: 'retired' });
    await expectSettled(bench);
    expect(bench.days, 'recorded once').to.have.length(1);
  });

  it('retires at once when no overlap is wanted', async () => {
    expect((await bench.start({ overlapDays: 0 })).stage).to.equal('retired');
    await expectSettled(bench);
  });

  it('retires before the overlap is over when told so', async () => {
    await bench.start();
    expect((await bench.resume({ retireNow: true })).stage).to.equal('retired');
    await expectSettled(bench);
  });

  it('is not misled by a clock of this machine that jumps', async () => {
    await bench.start();
    const { now } = Date;
    Date.now = () => now() + 400 * 86_400_000;
    // The org's own clock runs with this machine's, and did not jump.
    bench.stage.org.clock.advance({ days: -400 });
    try {
      expect((await bench.resume()).stage).to.equal('overlap');
    } finally {
      Date.now = now;
    }
  });

  it('says so when the clock of the org stands before the promotion', async () => {
    await bench.start();
    bench.stage.org.clock.advance({ days: -3 });
    const error = await failureOf(bench.resume());
    expect(error.name).to.equal('ClockJumpedError');
    expect(error.actions?.join()).to.contain('--retire-now"');
    expect((await bench.resume({ retireNow: true })).stage).to.equal('retired');
    bench.stage.org.clock.advance({ days: 3 });
    await expectSettled(bench);
  });

  it('ends by itself when the overlap was over while nobody looked', async () => {
    await bench.start();
    bench.stage.org.clock.advance({ days: 40 });
    const { notes, stage } = await bench.resume();
    expect(stage).to.equal('retired');
    expect(notes).to.deep.equal(['The old pair was gone from the org before its overlap was over.']);
    await expectSettled(bench);
  });

  it('ends the overlap when the org drops the old pair, should that be sooner', async () => {
    bench.stage.org.state.switches.stagedCredentialDays = 3;
    const { retireAfter } = await bench.start();
    expect(retireAfter).to.equal(bench.consumer.staged?.expirationDate.toISOString());
  });

  it('is written down with who, when and what, and no secret', async () => {
    await bench.start();
    const text = JSON.stringify(await readRotations());
    const { consumer, store } = bench;
    expect(text).to.contain(consumer.key).and.contain('"by":');
    for (const secret of [consumer.secret, store.versions.previous?.consumerSecret ?? ''])
      expect(text).to.not.contain(secret);
  });

  it('rotates again, as often as one likes', async () => {
    const keys = new Set([bench.consumer.key]);
    for (let i = 0; i < 3; i += 1) {
      await bench.start({ overlapDays: 0 });
      keys.add(bench.consumer.key);
    }
    expect(keys.size).to.equal(4);
    await expectSettled(bench);
  });

  it('fills a store that has no credential yet', async () => {
    delete bench.store.versions.current;
    await bench.start({ overlapDays: 0 });
    await expectSettled(bench);
  });
});
