import { Duration } from '@salesforce/kit';
import { expect } from 'chai';
import { deployApps, type DeployAppsOptions } from '../../src/deployment/deployApps.js';
import type { AppToDeploy, DeployedApp } from '../../src/deployment/types.js';
import type { SecretStore } from '../../src/secrets/store.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { integrationUser } from '../nut/appFiles.js';
import { createWorld, startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from '../org/index.js';
import { putConnectedApp, putExternalClientApp } from '../org/testing.js';
import { backend, failureOf, optionsFor, signIn, startOrg, storeOfMany, type Reported } from './support.js';

const allowed = { switches: { connectedAppCreationAllowed: true } };

const componentsOf = ({ state }: LoopbackOrg): string[] =>
  state.metadata.components
    .filter(({ type }) => type !== 'Settings')
    .map(({ type, fullName }) => `${type} ${fullName}`)
    .sort();

describe('a deploy of client apps', () => {
  useTemporaryHome();
  let org: LoopbackOrg;
  let store: ReturnType<typeof storeOfMany>;
  let reported: Reported;

  const start = async (options: LoopbackOrgOptions = {}): Promise<void> => {
    org = await startOrg(options);
    store = storeOfMany();
  };
  afterEach(() => org.stop());

  const run = async (
    deployments: AppToDeploy[],
    more: Partial<DeployAppsOptions> = {},
    target: SecretStore = store,
  ): Promise<DeployedApp[]> => {
    const made = optionsFor(target, more);
    reported = made.reported;
    return deployApps(await signIn(org), deployments, made.options);
  };

  it('brings several apps of both registrations in one deploy and one retrieve', async () => {
    await start(allowed);
    const deployed = await run([backend('One', 'external-client-app'), backend('Two', 'connected-app')]);
    expect(deployed.map(({ name, readBack, credential }) => [name, readBack.status, credential.secret])).to.deep.equal([
      ['One', 'match', 'stored'],
      ['Two', 'match', 'stored'],
    ]);
    expect(new Set(deployed.map(({ deployId }) => deployId))).to.have.property('size', 1);
    expect(deployed[1]?.components.map(({ type, fullName, state }) => `${type} ${fullName} ${state}`)).to.deep.equal([
      'ConnectedApp Two Created',
      'PermissionSet Two_Access Created',
      'PermissionSet Two_Data Created',
    ]);
    expect(
      Object.values(store.apps).map(({ current }) => [current?.consumerKey, current?.consumerSecret]),
    ).to.have.deep.members(org.state.metadata.consumers.map(({ key, secret }) => [key, secret]));
    expect(reported.stages).to.deep.equal([
      'Looking',
      'Deploying',
      'Reading back',
      'Capturing credentials',
      'Waiting for the app to work',
    ]);
  });

  it('says what the user lacks when the org knows the client and refuses it', async () => {
    await start();
    await run([backend('One', 'external-client-app')]);
    expect(reported.notices.at(-1)).to.contain(
      `"sf org assign permset --name One_Access --on-behalf-of ${integrationUser}"`,
    );
  });

  it('sends no key a second time, for an app of either registration', async () => {
    await start(allowed);
    for (const registration of ['external-client-app', 'connected-app']) {
      const [first] = await run([backend(`App${registration.length}`, registration)]);
      const writes = JSON.stringify(store.apps);
      const [second] = await run([backend(`App${registration.length}`, registration)]);
      expect(second?.readBack.status).to.equal('match');
      expect(second?.credential).to.deep.equal({ ...first?.credential, fresh: false });
      expect(JSON.stringify(store.apps)).to.equal(writes);
      expect(reported.stages).to.not.include('Waiting for the app to work');
    }
  });

  it('keeps the names that the org has for the parts of an app', async () => {
    await start();
    const { key } = putExternalClientApp(org, 'One');
    const before = componentsOf(org).filter((name) => name.startsWith('Ext'));
    const [app] = await run([backend('One', 'external-client-app')]);
    expect(componentsOf(org).filter((name) => name.startsWith('Ext'))).to.deep.equal(before);
    expect(app?.credential.consumerKey).to.equal(key);
    expect(app?.components.map(({ fullName }) => fullName)).to.include('One_ext');
    expect(app?.readBack.status).to.equal('match');
  });

  describe('to an org where the name is taken', () => {
    it('by a Connected App is refused before anything is sent', async () => {
      await start(allowed);
      putConnectedApp(org, 'One', {});
      const before = componentsOf(org);
      const error = await failureOf(
        run([backend('Two', 'external-client-app'), backend('One', 'external-client-app')]),
      );
      expect(error).to.include({
        name: 'NameTakenError',
        message: 'The org already has a Connected App named One.',
      });
      expect(error.actions?.join()).to.contain('Migrate to External Client App');
      expect(componentsOf(org)).to.deep.equal(before);
      expect(store.apps).to.deep.equal({});
    });

    it('by an External Client App is refused before a pair is made', async () => {
      await start(allowed);
      putExternalClientApp(org, 'One');
      const error = await failureOf(run([backend('One', 'connected-app')]));
      expect(error).to.include({ name: 'NameTakenError' });
      expect(error.message).to.contain('an External Client App named One');
      expect(store.apps).to.deep.equal({});
    });
  });

  describe('of a Connected App whose key', () => {
    const ofAnother = 'KeyThatAnotherOrgHasTaken0001';

    const startWithTakenKey = async (): Promise<LoopbackOrg> => {
      const world = createWorld();
      const other = await startLoopbackOrg({ world });
      putConnectedApp(other, 'Other', {}).key = ofAnother;
      await start({ ...allowed, world });
      return other;
    };

    it('is taken elsewhere gets another, once', async () => {
      const other = await startWithTakenKey();
      const pair = { consumerKey: ofAnother, consumerSecret: 'SecretOfOurOwn001' };
      store.apps['One'] = { current: { ...pair, storedAt: '', state: 'prepared' } };
      const [app] = await run([backend('One', 'connected-app')]);
      expect(app?.credential).to.include({ secret: 'stored', fresh: true });
      expect(app?.credential.consumerKey).to.not.equal(ofAnother);
      expect(store.apps['One']?.current).to.include({
        consumerKey: org.state.metadata.consumers[0]?.key,
        consumerSecret: org.state.metadata.consumers[0]?.secret,
        state: 'confirmed',
      });
      await other.stop();
    });

    it('is taken elsewhere a second time is told', async () => {
      const other = await startWithTakenKey();
      const keys: string[] = [];
      // Whatever key we make, the other org is faster.
      const unlucky: SecretStore = {
        ...store,
        write: async (address, version, credential) => {
          await store.write(address, version, credential);
          keys.push(credential.consumerKey);
          putConnectedApp(other, `Other${keys.length}`, {}).key = credential.consumerKey;
        },
      };
      const error = await failureOf(run([backend('One', 'connected-app')], {}, unlucky));
      expect(error).to.include({ name: 'ConsumerKeyTakenError' });
      expect(new Set(keys).size, 'keys tried').to.equal(2);
      expect(org.state.metadata.consumers).to.deep.equal([]);
      await other.stop();
    });

    it('was prepared by a run that was killed is used', async () => {
      await start(allowed);
      const pair = { consumerKey: 'PreparedKey0001', consumerSecret: 'PreparedSecret0001' };
      store.apps['One'] = { current: { ...pair, storedAt: '', state: 'prepared' } };
      const [app] = await run([backend('One', 'connected-app')]);
      expect(app?.credential).to.include({ consumerKey: 'PreparedKey0001', secret: 'stored' });
      expect(org.state.metadata.consumers[0]).to.include({ key: 'PreparedKey0001', secret: 'PreparedSecret0001' });
    });

    it('belongs to an app that is gone from the org makes room for a new one', async () => {
      await start(allowed);
      const old = {
        consumerKey: 'GoneKey0001',
        consumerSecret: 'GoneSecret0001',
        storedAt: '',
        state: 'confirmed',
      } as const;
      store.apps['One'] = { current: old };
      await run([backend('One', 'connected-app')]);
      expect(store.apps['One'].previous).to.deep.equal(old);
      expect(store.apps['One'].current?.consumerKey).to.not.equal('GoneKey0001');
    });

    it('is in the store before it is sent', async () => {
      await start(allowed);
      const order: string[] = [];
      org.faults.onRequest = ({ body, path }) => {
        if (/deployRequest/.test(path) || body.toString('latin1').includes('<deploy')) order.push('deploy');
        return undefined;
      };
      const logging: SecretStore = {
        ...store,
        write: async (...args) => {
          order.push(`write ${args[2].state}`);
          await store.write(...args);
        },
      };
      await run([backend('One', 'connected-app')], {}, logging);
      expect(order.slice(0, 2)).to.deep.equal(['write prepared', 'deploy']);
    });
  });

  for (const registration of ['external-client-app', 'connected-app'])
    it(`changes nothing in a dry run (${registration})`, async () => {
      await start(allowed);
      const before = componentsOf(org);
      const [app] = await run([backend('One', registration)], { dryRun: true });
      expect(app).to.deep.include({ status: 'Succeeded', name: 'One' });
      expect(app?.credential).to.include({ secret: 'pending', reason: 'a dry run captures nothing' });
      expect(app?.readBack.status).to.equal('unavailable');
      expect(componentsOf(org)).to.deep.equal(before);
      expect(org.state.metadata.consumers).to.deep.equal([]);
      expect(store.apps).to.deep.equal({});
      expect(reported.stages).to.deep.equal(['Looking', 'Deploying']);
    });

  it('changes nothing when one of its apps is refused', async () => {
    await start();
    const before = componentsOf(org);
    const error = await failureOf(run([backend('One', 'external-client-app'), backend('Two', 'connected-app')]));
    expect(error).to.include({ name: 'ConnectedAppCreationBlockedError' });
    expect(componentsOf(org)).to.deep.equal(before);
  });

  it('names a run-as user that the org does not have', async () => {
    await start({ users: [] });
    const error = await failureOf(run([backend('One', 'external-client-app')]));
    expect(error).to.include({ name: 'RunAsUserUnknownError' });
  });

  it('tells of a key that the org does not know yet, with the deadline', async () => {
    await start({ switches: { propagationDelayMs: 600_000 } });
    await run([backend('One', 'external-client-app')], { wait: Duration.milliseconds(1200) });
    expect(reported.notices.at(-1)).to.match(/^One: the org does not know the new key yet \(.*\)\. This can take/);
  });
});
