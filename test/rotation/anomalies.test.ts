import { spawnSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { expect } from 'chai';
import { findUnfinished, openRotation, readRotations, takeRotation } from '../../src/rotation/journal.js';
import { JournalFile } from '../../src/rotation/journalFile.js';
import { findLease } from '../../src/secretAccess/lease.js';
import { keyText } from '../certificate/support.js';
import { failureOf } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { putConnectedApp, putSettings, userNamed } from '../org/testing.js';
import { appOf, backendApp, person } from '../verify/support.js';
import { createBench, expectSettled, expectWayOut, mend, stopAt, type RotationBench } from './support.js';

describe('a rotation that meets what it did not expect', () => {
  useTemporaryHome();
  let bench: RotationBench;
  const use = async (...options: Parameters<typeof createBench>): Promise<RotationBench> =>
    (bench = await createBench(...options));
  afterEach(() => bench.stage.org.stop());

  const refuses = async (name: string): Promise<string> => {
    const error = await failureOf(bench.start());
    expect(error.name, error.message).to.equal(name);
    expect(error.actions, error.message).to.not.be.empty;
    return [error.message, ...(error.actions ?? [])].join('\n');
  };

  const stageBy = (username: string, key = 'keyOfSomebody'): void => {
    const { org } = bench.stage;
    bench.consumer.staged = {
      id: org.org.newId('8Ac'),
      key,
      secret: 'theirs',
      state: 'Active',
      createdById: userNamed(org, username).Id,
      createdDate: org.clock.now(),
      expirationDate: new Date(org.clock.now().getTime() + 86_400_000),
    };
  };

  describe('in the slot', () => {
    beforeEach(() => use());

    it('a pair of somebody else is left alone, and goes on when it is gone', async () => {
      stageBy(person);
      const staged = { ...bench.consumer.staged };
      const text = await refuses('ForeignStagedCredentialError');
      expect(text).to.contain('Audit Trail').and.contain('rotate resume');
      expect(bench.consumer.staged).to.deep.equal(staged);
      delete bench.consumer.staged;
      await bench.resume({ retireNow: true });
      await expectSettled(bench);
    });

    it('a pair that the same user staged before is left alone too', async () => {
      stageBy(bench.stage.org.username);
      await refuses('ForeignStagedCredentialError');
      expect((await bench.cancel()).stage).to.equal('cancelled');
      expect(bench.consumer.staged?.key).to.equal('keyOfSomebody');
    });

    it('a pair that somebody staged in the very moment is not taken for ours', async () => {
      bench.stage.org.faults.onRequest = ({ method, path }) => {
        if (method === 'POST' && path.endsWith('/staged')) stageBy(person);
        return undefined;
      };
      const error = await failureOf(bench.start());
      expectWayOut(error);
      mend(bench);
      expect((await failureOf(bench.resume())).name).to.equal('ForeignStagedCredentialError');
      expect(bench.consumer.staged?.key).to.equal('keyOfSomebody');
      expect(bench.store.versions).to.not.have.property('next');
    });

    it('our own pair is ours, even where the org shows it late', async () => {
      let late = 2;
      bench.stage.org.faults.onRequest = ({ method, path }) =>
        bench.consumer.staged && method === 'GET' && path.endsWith('/staged') && late-- > 0
          ? { status: 200, body: { stagedCredentials: [] } }
          : undefined;
      expectWayOut(await failureOf(bench.start()));
      mend(bench);
      expect((await bench.resume({ retireNow: true })).stage).to.equal('retired');
      await expectSettled(bench);
    });

    it('a pair in a state that nobody knows is left alone', async () => {
      await stopAt(bench, 'with the pair stored');
      Object.assign(bench.consumer.staged ?? {}, { state: 'Quarantined' });
      const error = await failureOf(bench.resume());
      expect(error.name).to.equal('UnknownStagedStateError');
      expectWayOut(error);
      expect(bench.consumer.staged).to.not.equal(undefined);
    });

    it('a pair that somebody put there in the overlap stays, and the rotation ends', async () => {
      await bench.start();
      stageBy(person);
      const { stage, notes } = await bench.resume();
      expect(stage).to.equal('retired');
      expect(notes.join()).to.contain('left alone');
      expect(bench.consumer.staged?.key).to.equal('keyOfSomebody');
      expect(Object.keys(bench.store.versions)).to.deep.equal(['current']);
    });

    for (const [what, body] of [
      ['a page of a proxy', '<html>maintenance</html>'],
      ['an object without a list', {}],
      ['two pairs', [1, 2].map((n) => ({ id: `8Ac00000000000${n}`, key: `k${n}`, state: 'Active' }))],
      ['a pair without a key', [{ id: '8Ac000000000001', state: 'Active' }]],
    ] as const)
      it(`${what} is no empty slot`, async () => {
        bench.stage.org.faults.onRequest = ({ method, path }) =>
          method === 'GET' && path.endsWith('/staged') ? { status: 200, body } : undefined;
        const error = await failureOf(bench.start());
        expect(error.name).to.equal('CredentialsUnreadableError');
        expectWayOut(error);
        expect(bench.consumer.staged).to.equal(undefined);
      });
  });

  describe('among the consumers', () => {
    beforeEach(() => use());

    const addConsumer = (key: string): void => {
      const { org } = bench.stage;
      org.state.metadata.consumers.push({ ...bench.consumer, id: org.org.newId('888'), key, secret: `of-${key}` });
    };

    it('the one whose pair is stored is rotated, wherever it stands in the list', async () => {
      const { consumers } = bench.stage.org.state.metadata;
      addConsumer('keyOfTheOther0123456');
      consumers.reverse();
      await bench.start({ overlapDays: 0 });
      expect(bench.consumer.key).to.not.equal('keyErp');
      expect(consumers.map(({ key }) => key)).to.include('keyOfTheOther0123456');
      await expectSettled(bench);
    });

    it('none is chosen when the store tells none; the keys are masked', async () => {
      addConsumer('keyOfTheOther0123456');
      delete bench.store.versions.current;
      const text = await refuses('ConsumerAmbiguousError');
      expect(text).to.contain('--consumer-key').and.not.contain('keyOfTheOther0123456');
    });

    it('the named one is rotated when the store has none yet', async () => {
      addConsumer('keyOfTheOther0123456');
      delete bench.store.versions.current;
      await bench.start({ consumerKey: bench.consumer.key, overlapDays: 0 });
      await expectSettled(bench);
    });

    it('the pair of another one is not taken out of the store', async () => {
      addConsumer('keyOfTheOther0123456');
      const error = await failureOf(bench.start({ consumerKey: 'keyOfTheOther0123456' }));
      expect(error.name).to.equal('OtherCredentialStoredError');
      expect(bench.store.versions.current?.consumerKey).to.equal(bench.consumer.key);
    });

    it('none is a reason to stop, with the command that makes one', async () => {
      bench.stage.org.state.metadata.consumers = [];
      expect(await refuses('ConsumerNotFoundError')).to.contain('sf clientapp deploy --name Erp');
      const error = await failureOf(bench.start({ consumerKey: 'nobodyHasThisKeyAtAll' }));
      expect(error.actions).to.deep.equal(['It has: none.']);
    });

    it('a key that none has is refused', async () => {
      const error = await failureOf(bench.start({ consumerKey: 'nobodyHasThisKeyAtAll' }));
      expect(error.name).to.equal('ConsumerNotFoundError');
    });
  });

  describe('in the sign-in', () => {
    it('the app itself is refused', async () => {
      await use();
      bench.connection.getAuthInfoFields = () => ({
        orgId: bench.stage.org.organizationId,
        clientId: bench.consumer.key,
      });
      await refuses('OwnConnectionError');
      expect(bench.stage.org.requests.some(({ path }) => path.endsWith('/staged'))).to.equal(false);
    });

    it('an API version without staged credentials is refused, for each command', async () => {
      await use({ apiVersion: '64.0' });
      expect(await refuses('StagedCredentialsUnavailableError'))
        .to.contain('64.0')
        .and.contain('65.0');
    });
  });

  describe('in the app', () => {
    it('a certificate in place of a secret is refused, with the command that rotates it', async () => {
      const app = appOf(
        `model: backend\nflow: jwt-bearer\nscopes: { api: a, refresh_token: b }\nidentity: { user: e@a.example }`,
      );
      await use({ app });
      expect(await refuses('NoSecretToRotateError')).to.contain('--credential certificate');
    });

    it('no secret at all is refused', async () => {
      const app = appOf(`model: mobile\nscopes: { api: a }\ncallbackUrls: [acme://cb]`);
      await use({ app });
      expect(await refuses('NoSecretToRotateError')).to.contain('public client');
    });

    it('a registration as Connected App is refused, with what to do by hand', async () => {
      await use({ app: { ...backendApp(), name: 'Old' } });
      putConnectedApp(bench.stage.org, 'Old', {});
      expect(await refuses('NotAnExternalClientAppError')).to.contain('Manage Consumer Details');
    });

    it('a flow that takes a person is proven as far as that goes', async () => {
      const app = appOf(`model: web\nscopes: { api: a, refresh_token: b }\ncallbackUrls: ['https://acme.example/cb']`);
      await use({
        app,
        parts: { global: { callbackUrl: 'https://acme.example/cb', isConsumerSecretOptional: 'false' } },
      });
      const { notes, stage } = await bench.start({ overlapDays: 0 });
      expect(stage).to.equal('retired');
      expect(notes).to.deep.equal([
        'The org knows the new key and its secret; a token was not obtained, because that takes a person.',
      ]);
    });

    it('a flow that takes a person does not hide a wrong secret', async () => {
      const app = appOf(`model: web\nscopes: { api: a, refresh_token: b }\ncallbackUrls: ['https://acme.example/cb']`);
      await use({ app, parts: { global: { callbackUrl: 'https://acme.example/cb' } } });
      const { store } = bench;
      bench.options.store = {
        ...store,
        write: (address, version, credential) =>
          store.write(address, version, { ...credential, consumerSecret: `${credential.consumerSecret}x` }),
      };
      expect(await refuses('RotationNotVerifiedError')).to.contain('invalid_client');
      expect(bench.consumer.key, 'not promoted').to.equal('keyErp');
    });

    it('a flow that takes a person is not called proven where the org does not tell secrets apart', async () => {
      const app = appOf(`model: web\nscopes: { api: a, refresh_token: b }\ncallbackUrls: ['https://acme.example/cb']`);
      await use({ app, parts: { global: { callbackUrl: 'https://acme.example/cb' } } });
      bench.stage.org.faults.onRequest = ({ path }) =>
        path.endsWith('/oauth2/token') ? { status: 400, body: { error: 'invalid_grant' } } : undefined;
      const { notes } = await bench.start();
      expect(notes[0]).to.contain('not proven');
    });

    it('a user without the rights of the app stops it before the promotion', async () => {
      await use();
      bench.stage.put({ policy: { clientCredentialsFlowUser: 'nobody@acme.example' } });
      const text = await refuses('RotationNotVerifiedError');
      expect(text).to.contain('The next pair of Erp does not work in uat').and.contain('rotate cancel');
      expect(bench.consumer.key).to.equal('keyErp');
    });

    it('what is wrong with it besides is told, and no reason to stop', async () => {
      await use({ app: backendApp('permissions: { objects: { Order: [read] } }') });
      const { org, data } = bench.stage;
      const rows = org.org.records('PermissionSetAssignment');
      rows.splice(0, rows.length, ...rows.filter(({ PermissionSetId }) => PermissionSetId !== data));
      expect((await bench.start({ overlapDays: 0 })).stage).to.equal('retired');
      expect(bench.notices.join('\n')).to.contain(
        'The integration user holds the licence and permission set for its data: not so.',
      );
    });

    it('a pair that stops working with the promotion leaves the old one, and goes on later', async () => {
      await use();
      bench.stage.org.faults.onRequest = ({ path }) =>
        path.endsWith('/oauth2/token') && bench.consumer.key !== 'keyErp'
          ? { status: 400, body: { error: 'invalid_client_id', error_description: 'client identifier invalid' } }
          : undefined;
      const text = await refuses('RotationNotVerifiedError');
      expect(text).to.contain('The current pair of Erp').and.contain('The old pair still works. Go on:');
      expect(bench.store.versions.previous).to.include({ consumerKey: 'keyErp' });
      mend(bench);
      await bench.resume({ retireNow: true });
      await expectSettled(bench);
    });

    it('a key pair without a secret in the store gets the secret and keeps its private key', async () => {
      await use();
      const { consumerSecret: _, ...current } = bench.store.versions.current!;
      bench.store.versions.current = { ...current, privateKey: keyText };
      await bench.start({ overlapDays: 0 });
      expect(bench.store.versions.current).to.include({ privateKey: keyText });
      await expectSettled(bench);
    });

    it('a wrong secret of the new pair is no reason to store another one', async () => {
      await use();
      bench.stage.org.faults.onRequest = ({ path }) =>
        path.endsWith('/oauth2/token')
          ? { status: 400, body: { error: 'invalid_client', error_description: 'invalid client credentials' } }
          : undefined;
      expect(await refuses('RotationNotVerifiedError')).to.not.contain('credential set');
    });

    it('a new key that the org does not know yet is asked for again', async () => {
      await use();
      bench.options.waitMs = 5000;
      let asked = 0;
      bench.stage.org.faults.onRequest = ({ path }) =>
        path.endsWith('/oauth2/token') && (asked += 1) === 1
          ? { status: 400, body: { error: 'invalid_client_id', error_description: 'client identifier invalid' } }
          : undefined;
      expect((await bench.start({ overlapDays: 0 })).stage).to.equal('retired');
    });

    it('a new key that the org never knows is not promoted, and nobody is told to store another', async () => {
      await use();
      bench.stage.org.faults.onRequest = ({ path }) =>
        path.endsWith('/oauth2/token')
          ? { status: 400, body: { error: 'invalid_client_id', error_description: 'client identifier invalid' } }
          : undefined;
      expect(await refuses('RotationNotVerifiedError')).to.not.contain('credential set');
      expect(bench.consumer.key).to.equal('keyErp');
    });
  });

  describe('in the journal', () => {
    beforeEach(() => use());
    const file = (): string => new JournalFile().getPath();

    it('damage is told, and nothing is overwritten', async () => {
      await bench.start();
      const good = await readFile(file(), 'utf8');
      for (const text of [
        '{"version": 1, "r',
        '[]',
        '{"version":1,"x":{"sealed":"clear text"}}',
        '{"version":1,"x":1}',
        '',
      ]) {
        await writeFile(file(), text);
        expect((await failureOf(readRotations())).name, text).to.equal('RotationJournalUnreadableError');
        expect((await failureOf(bench.start())).name, text).to.equal('RotationJournalUnreadableError');
        expect(await readFile(file(), 'utf8')).to.equal(text);
      }
      await writeFile(file(), good);
      await bench.resume({ retireNow: true });
      await expectSettled(bench);
    });

    it('what was sealed with another key is told, with the cause', async () => {
      await bench.start();
      const good = await readFile(file(), 'utf8');
      await writeFile(
        file(),
        good.replace(/"sealed": "(.)/, (_, first) => `"sealed": "${first === '0' ? '1' : '0'}`),
      );
      const error = await failureOf(readRotations());
      expect(error.name).to.equal('RotationJournalUnreadableError');
      expect(error.cause).to.be.instanceOf(Error);
      await writeFile(file(), good);
      await bench.resume({ retireNow: true });
    });

    it('a rotation that somebody has removed meanwhile is not taken up', async () => {
      await bench.start();
      const found = await findUnfinished(bench.stage.org.organizationId, 'Erp');
      await rm(file());
      expect((await failureOf(takeRotation(found!))).name).to.equal('RotationNotFoundError');
    });

    it('a rotation of another machine is refused as long as it may still run there', async () => {
      await bench.start();
      const [record] = await readRotations();
      const journal = await JournalFile.create();
      const holdSince = async (agoMs: number): Promise<void> => {
        const holder = { pid: 1, host: 'elsewhere', since: new Date(Date.now() - agoMs).toISOString() };
        await journal.put({ ...record!, holder });
        await journal.write();
      };
      await holdSince(60_000);
      const error = await failureOf(bench.resume());
      expect(error.name).to.equal('RotationBusyError');
      expect(error.message).to.contain('process 1 on elsewhere');
      await holdSince(3_700_000);
      expect((await bench.resume({ retireNow: true })).stage).to.equal('retired');
    });

    it('a newer version is told', async () => {
      await writeFile(file(), '{"version":2,"x":{"sealed":"?"}}');
      expect((await failureOf(readRotations())).name).to.equal('NewerJournalError');
      await rm(file());
    });

    it('everything is sealed', async () => {
      await bench.start();
      const text = await readFile(file(), 'utf8');
      for (const word of ['Erp', 'uat', bench.consumer.key, 'overlap', bench.stage.org.username])
        expect(text).to.not.contain(word);
    });

    it('a rotation of another live process is refused, with who and when', async () => {
      await bench.start();
      const [record] = (await readRotations()).slice(-1);
      if (!record) throw new Error('nothing was written down');
      const journal = await JournalFile.create();
      await journal.rotations();
      const holder = { pid: process.ppid, host: hostname(), since: new Date().toISOString() };
      await journal.put({ ...record, holder });
      await journal.write();
      for (const action of [bench.start(), bench.resume(), bench.cancel()]) {
        const error = await failureOf(action);
        expect(error.name).to.equal('RotationBusyError');
        expect(error.message).to.contain(record.by).and.contain(record.startedAt).and.contain(`${process.ppid}`);
      }
      const gone = spawnSync(process.execPath, ['--version']).pid;
      await journal.put({ ...record, holder: { ...holder, pid: gone } });
      await journal.write();
      await bench.resume({ retireNow: true });
    });

    it('of two that are started at once, one runs', async () => {
      const results = await Promise.allSettled([bench.start(), bench.start()]);
      const failures = results.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
      expect(failures.map(({ name }) => name)).to.deep.equal(['RotationUnfinishedError']);
      await bench.resume({ retireNow: true });
      await expectSettled(bench);
    });

    it('the same app in another org is another rotation', async () => {
      await bench.start();
      expect(await findUnfinished('00D000000000099AAA', 'Erp')).to.equal(undefined);
      const found = await findUnfinished(bench.stage.org.organizationId.slice(0, 15), 'Erp');
      await openRotation({ ...found!, id: 'other', orgId: '00D000000000099AAA', stage: 'overlap' });
    });
  });

  describe('in the org’s settings', () => {
    const switchOf = (): unknown =>
      bench.stage.org.state.metadata.components.find(({ fullName }) => fullName === 'ExternalClientApp')?.fields[
        'enableClientSecretInRestApiAccess'
      ] ?? 'false';

    it('a switch that is off is named, and nothing is changed without leave', async () => {
      await use({ switchOn: false });
      expect(await refuses('SecretAccessRefusedError'))
        .to.contain('consumer secrets via REST API" is off')
        .and.contain('--allow-setting-change');
      expect(switchOf()).to.equal('false');
      expect(await findUnfinished(bench.stage.org.organizationId, 'Erp')).to.equal(undefined);
    });

    it('a permission that is missing is named', async () => {
      await use({ adminPermissions: {} });
      expect(await refuses('SecretAccessRefusedError')).to.contain('ViewClientSecret');
    });

    it('with leave it is raised for the time of the command, and put back', async () => {
      await use({ switchOn: false, adminPermissions: {} });
      bench.options.allowSettingChange = true;
      expect((await bench.start()).stage).to.equal('overlap');
      expect(switchOf()).to.equal('false');
      expect(await findLease(bench.stage.org.organizationId)).to.equal(undefined);
      expect(bench.notices.join()).to.contain('put back');
      expect((await bench.resume({ retireNow: true })).stage).to.equal('retired');
      expect(switchOf()).to.equal('false');
      await expectSettled(bench);
    });

    it('it is put back when the rotation fails, too', async () => {
      await use({ switchOn: false });
      bench.options.allowSettingChange = true;
      expectWayOut(await stopAt(bench, 'with the pair stored'));
      expect(switchOf()).to.equal('false');
      expect(await findLease(bench.stage.org.organizationId)).to.equal(undefined);
    });

    it('what was on stays on', async () => {
      await use();
      putSettings(bench.stage.org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: 'true' });
      bench.options.allowSettingChange = true;
      await bench.start({ overlapDays: 0 });
      expect(switchOf()).to.equal('true');
    });
  });
});
