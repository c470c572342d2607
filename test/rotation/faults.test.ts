import { expect } from 'chai';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { faultsSuite } from './faultsSuite.js';
import { createBench, expectSettled, type RotationBench } from './support.js';

faultsSuite('refusals and broken answers', (fault) => fault !== 'hang');

describe('a rotation whose answer is lost', () => {
  useTemporaryHome();
  let bench: RotationBench;
  beforeEach(async () => (bench = await createBench()));
  afterEach(() => bench.stage.org.stop());

  it('never stages twice for one answer that is lost', async () => {
    let staged = 0;
    bench.stage.org.faults.afterRequest = ({ method, path }, _, { status }) => {
      if (method !== 'POST' || !path.endsWith('/staged')) return undefined;
      if (status === 201) staged += 1;
      return 'reset';
    };
    expect((await bench.start({ overlapDays: 0 })).stage).to.equal('retired');
    expect(staged).to.equal(1);
    await expectSettled(bench);
  });
});
