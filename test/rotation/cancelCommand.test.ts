import { AuthInfo, StateAggregator } from '@salesforce/core';
import { stubSfCommandUx, stubSpinner } from '@salesforce/sf-plugins-core';
import { expect } from 'chai';
import sinon from 'sinon';
import ClientAppRotateCancel from '../../src/commands/clientapp/rotate/cancel.js';
import { openSfStore } from '../../src/secrets/sfStore.js';
import { failureOf } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { createBench, mend, stops, type RotationBench } from './support.js';

describe('clientapp rotate cancel', () => {
  useTemporaryHome();
  const sandbox = sinon.createSandbox();
  const { SF_DISABLE_LOG_FILE } = process.env;
  let bench: RotationBench;
  let ux: ReturnType<typeof stubSfCommandUx>;

  // The log's worker would look for the loader of TypeScript in the project.
  before(() => (process.env['SF_DISABLE_LOG_FILE'] = 'true'));
  after(() => {
    if (SF_DISABLE_LOG_FILE === undefined) delete process.env['SF_DISABLE_LOG_FILE'];
    else process.env['SF_DISABLE_LOG_FILE'] = SF_DISABLE_LOG_FILE;
  });

  /** A rotation that has come as far as a pair in the store, which is that of `sf`. */
  beforeEach(async () => {
    // Tests of other commands in this process may have left theirs.
    process.exitCode = undefined;
    ux = stubSfCommandUx(sandbox);
    stubSpinner(sandbox);
    StateAggregator.clearInstance();
    bench = await createBench();
    const { url, accessToken, username, organizationId } = bench.stage.org;
    const authInfo = await AuthInfo.create({
      username: accessToken,
      accessTokenOptions: { accessToken, instanceUrl: url, loginUrl: url },
    });
    await authInfo.save({ username, orgId: organizationId, accessToken, instanceUrl: url, loginUrl: url });
    const { aliases } = await StateAggregator.getInstance();
    for (const alias of ['uat', 'acceptance']) await aliases.setAndSave(alias, username);
    const { current } = bench.store.versions;
    if (!current) throw new Error('Nothing is stored.');
    const store = openSfStore();
    await store.write({ orgId: organizationId, app: 'Erp' }, 'current', current);
    stops['with the pair stored']?.({ ...bench, store: Object.assign(bench.store, store) });
    bench.options.store = store;
    await failureOf(bench.start());
    mend(bench);
  });
  afterEach(async () => {
    process.exitCode = undefined;
    sandbox.restore();
    StateAggregator.clearInstance();
    await bench.stage.org.stop();
  });

  const cancel = () => ClientAppRotateCancel.run(['--name', 'Erp', '--target-org', 'acceptance']);

  it('says that it is undone, and of which org, by the name that was typed', async () => {
    const { stage, org } = await cancel();
    expect([stage, org, process.exitCode]).to.deep.equal(['cancelled', 'acceptance', undefined]);
    expect(ux.logSuccess.args.flat().join('\n')).to.equal(
      'The rotation of Erp in acceptance is undone. The pair from before is in use.',
    );
    expect(bench.consumer.staged).to.equal(undefined);
  });

  it('does not say so, and ends with 1, when somebody else has rotated the app meanwhile', async () => {
    bench.consumer.key = 'keyOfSomebodyElse';
    const { stage } = await cancel();
    expect([stage, process.exitCode]).to.deep.equal(['failed', 1]);
    expect(ux.logSuccess.callCount).to.equal(0);
    expect(ux.warn.args[0]?.[0]).to.contain('could not be undone and has ended as "failed"');
    expect(ux.log.args.flat().join('\n')).to.contain('somebody else has rotated the app meanwhile');
  });
});
