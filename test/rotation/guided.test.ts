import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import type { AnyRotation } from '../../src/rotation/anyRotation.js';
import { resumeAnyRotation, undoAnyRotation } from '../../src/rotation/goOn.js';
import { guideThroughSetup, type Desk } from '../../src/rotation/guided/dialog.js';
import { newPairProblem, parsePipedPair } from '../../src/rotation/guided/newPair.js';
import { isGuided, startGuidedRotation } from '../../src/rotation/guided/session.js';
import { findUnfinished, readRotations } from '../../src/rotation/journal.js';
import { reportOf } from '../../src/rotation/report.js';
import type { SessionOptions } from '../../src/rotation/session.js';
import { createStore } from '../certificate/support.js';
import { failureOf, signIn } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import type { Consumer } from '../org/metadata/index.js';
import { putConnectedApp } from '../org/testing.js';
import { backendApp, createStage, credentialOf, robot, type Stage } from '../verify/support.js';

const newPair = { consumerKey: 'newKeyOfErpInSetup1', consumerSecret: 'newSecretOfErpInSetup1' };
const piped = `${newPair.consumerKey}\n${newPair.consumerSecret}\n`;

const streamOf = (text: string): NodeJS.ReadStream => {
  const stream = new PassThrough();
  stream.end(text);
  return stream as unknown as NodeJS.ReadStream;
};

let admins = 0;

describe('guided rotation of the secret of a Connected App', () => {
  useTemporaryHome();
  let stage: Stage;
  let consumer: Consumer;
  let old: Consumer;
  let store: ReturnType<typeof createStore>;
  let options: SessionOptions;
  let days: string[];
  let said: string[];

  beforeEach(async () => {
    admins += 1;
    stage = await createStage({ username: `guide${admins}@acme.example` });
    const { metadata } = stage.org.state;
    metadata.components = metadata.components.filter(({ type }) => !/^(ExternalClientApp|ExtlClnt)/.test(type));
    metadata.consumers = [];
    consumer = putConnectedApp(stage.org, 'Erp', {
      oauthConfig: {
        callbackUrl: 'https://localhost/callback',
        isAdminApproved: 'true',
        isClientCredentialEnabled: 'true',
        oauthClientCredentialUser: robot,
        scopes: ['Api'],
      },
      permissionSetName: ['Erp_Access'],
    });
    old = { ...consumer };
    store = createStore({ current: credentialOf(consumer) });
    [days, said] = [[], []];
    const app = backendApp('registration: connected-app');
    options = {
      connection: await signIn(stage.org, '67.0'),
      org: 'uat',
      name: 'Erp',
      subject: () => Promise.resolve({ app, recordDay: (day) => Promise.resolve(void days.push(day)) }),
      store,
      allowSettingChange: false,
      waitMs: 0,
      events: { stage: () => undefined, status: () => undefined, notice: () => undefined },
    };
  });
  afterEach(() => stage.org.stop());

  /** What a person does in Setup. */
  const apply = (): void => void Object.assign(consumer, { key: newPair.consumerKey, secret: newPair.consumerSecret });

  const desk = (more: Partial<Desk> = {}): Desk => ({
    isInteractive: false,
    openBrowser: false,
    say: (text) => {
      said.push(text);
      // The pair is stored by then.
      if (text.startsWith('The new pair')) {
        expect(store.versions.next).to.include(newPair);
        apply();
      }
    },
    askUnseen: () => Promise.reject(new Error('Nobody is there.')),
    confirm: () => Promise.reject(new Error('Nobody is there.')),
    input: streamOf(piped),
    ...more,
  });

  const start = (more: Partial<Desk> = {}): Promise<AnyRotation> =>
    startGuidedRotation(options, guideThroughSetup(options, desk(more)));

  const found = async (): Promise<AnyRotation> => {
    const record = await findUnfinished(stage.org.organizationId, 'Erp');
    if (!record) throw new Error('No rotation is under way.');
    return record;
  };
  const resume = async (): Promise<AnyRotation> => resumeAnyRotation(options, await found(), { retireNow: false });

  const expectSettled = (): void => {
    expect(Object.keys(store.versions)).to.deep.equal(['current']);
    expect(store.versions.current).to.include({ ...newPair, state: 'confirmed' });
  };

  it('is for apps that no API can rotate', async () => {
    expect(await isGuided(options)).to.equal(true);
    expect(
      await isGuided({ subject: () => Promise.resolve({ app: backendApp(), recordDay: () => Promise.resolve() }) }),
    ).to.equal(false);
  });

  it('takes the pair from a pipe, stores it, tries it after Apply, and drops the old one', async () => {
    const record = await start();
    expect(record.stage).to.equal('retired');
    expectSettled();
    expect(store.log).to.deep.equal([
      'write next',
      'write previous',
      'write current',
      'remove next',
      'remove previous',
    ]);
    expect(days).to.have.length(1);
    expect(reportOf(record)).to.include({ credential: 'secret', consumerKey: newPair.consumerKey, stage: 'retired' });
    const text = `${said.join('\n')}${JSON.stringify(await readRotations())}${JSON.stringify(reportOf(record))}`;
    for (const secret of [newPair.consumerSecret, old.secret]) expect(text).to.not.contain(secret);
  });

  it('says beforehand what will happen, where, and how to never do it again', async () => {
    await start();
    expect(said[0])
      .to.contain(`${stage.org.url}/lightning/setup/NavigationMenus/home`)
      .and.contain("can't be undone")
      .and.contain('revokes ALL access and refresh tokens')
      .and.contain('prove your identity')
      .and.contain('Migrate to External Client App');
  });

  it('asks a person for both, unseen, and whether it is applied', async () => {
    const answers = [` ${newPair.consumerKey} `, newPair.consumerSecret];
    const asked: string[] = [];
    const ask = (message: string): Promise<string> => {
      asked.push(message);
      return Promise.resolve(answers[asked.length - 1] ?? '');
    };
    const confirm = (message: string): Promise<boolean> => {
      asked.push(message);
      return Promise.resolve(true);
    };
    await start({ isInteractive: true, askUnseen: ask, confirm });
    expect(asked).to.deep.equal([
      'New consumer key',
      'New consumer secret',
      'Have you applied the new pair of "Erp" in Setup?',
    ]);
    expectSettled();
  });

  it('goes on later when it is not applied yet', async () => {
    const person = { isInteractive: true, say: () => undefined, confirm: () => Promise.resolve(false) };
    const answers = [newPair.consumerSecret, newPair.consumerKey];
    const error = await failureOf(start({ ...person, askUnseen: () => Promise.resolve(answers.pop() ?? '') }));
    expect(error.name).to.equal('NotAppliedError');
    expect(error.actions?.join()).to.contain('"sf clientapp rotate resume --name Erp --target-org uat"');
    expect(Object.keys(store.versions).sort()).to.deep.equal(['current', 'next']);
    expect((await failureOf(resume())).name).to.equal('RotationNotVerifiedError');
    expect((await failureOf(start())).name).to.equal('RotationUnfinishedError');
    apply();
    expect((await resume()).stage).to.equal('retired');
    expectSettled();
  });

  it('names what to do when nobody brings a pair', async () => {
    for (const text of ['', 'onlyOneLine1\n', `${piped}more\n`]) {
      const error = await failureOf(start({ input: streamOf(text) }));
      expect(error.name).to.equal('NewPairMissingError');
      expect(error.actions?.join('\n'))
        .to.contain('sf clientapp rotate start --name Erp --target-org uat --no-prompt')
        .and.contain('/lightning/setup/NavigationMenus/home');
      expect(await findUnfinished(stage.org.organizationId, 'Erp')).to.equal(undefined);
    }
    const terminal = Object.assign(streamOf(piped), { isTTY: true as const });
    expect((await failureOf(start({ input: terminal }))).name, 'never reads a terminal').to.equal(
      'NewPairMissingError',
    );
  });

  it('takes no pair that can not be a new one, and quotes none', async () => {
    const lines = [`${old.key}\n${newPair.consumerSecret}`, `${newPair.consumerKey}\nshort`, 'same12345\nsame12345'];
    for (const text of lines) {
      const error = await failureOf(start({ input: streamOf(text) }));
      expect(error.name).to.equal('NewPairInvalidError');
      expect(error.message).to.not.contain(text.split('\n')[1]);
    }
    expect(store.log).to.deep.equal([]);
  });

  it('keeps the old pair as long as the org takes it', async () => {
    const { consumers } = stage.org.state.metadata;
    // As if a generated pair worked before Apply.
    const say = (text: string): void => {
      if (text.startsWith('The new pair'))
        consumers.push({ ...consumer, key: newPair.consumerKey, secret: newPair.consumerSecret });
    };
    const record = await start({ say });
    expect(record.stage).to.equal('overlap');
    expect(record.notes.join()).to.contain('Apply is not confirmed in Setup');
    expect(store.versions.previous).to.include({ consumerKey: old.key, consumerSecret: old.secret });
    expect((await resume()).stage, 'still').to.equal('overlap');
    consumers.splice(consumers.indexOf(consumer), 1);
    const ended = await resume();
    expect([ended.stage, ended.notes]).to.deep.equal(['retired', []]);
    expectSettled();
  });

  it('is undone as far as the store goes', async () => {
    const stop = { say: () => undefined };
    await failureOf(start(stop));
    const record = await undoAnyRotation(options, await found());
    expect(record.stage).to.equal('cancelled');
    expect(reportOf(record).next).to.contain('If Apply was confirmed in Setup, the old pair is gone all the same');
    expect(Object.keys(store.versions)).to.deep.equal(['current']);
    expect(store.versions.current).to.include({ consumerKey: old.key });
  });

  it('is finished by the next run when any write of the store fails', async () => {
    for (let n = 2; n <= 5; n += 1) {
      Object.assign(consumer, old);
      for (const version of ['next', 'previous'] as const) delete store.versions[version];
      store.versions.current = credentialOf(old);
      let count = 0;
      const failing = (run: () => Promise<void>): Promise<void> => {
        count += 1;
        return count === n ? Promise.reject(new Error('the store is full')) : run();
      };
      options.store = {
        ...store,
        write: (...args) => failing(() => store.write(...args)),
        remove: (...args) => failing(() => store.remove(...args)),
      };
      await failureOf(start());
      options.store = store;
      expect((await resume()).stage, `${n}`).to.equal('retired');
      expectSettled();
    }
  });

  it('fills a store that has no pair', async () => {
    delete store.versions.current;
    expect((await start()).stage).to.equal('retired');
    expectSettled();
  });

  it('completes what the store has without a key', async () => {
    store.versions.current = { consumerKey: '', storedAt: new Date().toISOString(), state: 'prepared' };
    expect((await start()).stage).to.equal('retired');
    expectSettled();
  });

  it('is refused for the app that sf is signed in with, before anybody is asked', async () => {
    const fields = options.connection.getAuthInfoFields();
    options.connection.getAuthInfoFields = () => ({ ...fields, clientId: consumer.key });
    expect((await failureOf(start())).name).to.equal('OwnConnectionError');
    expect(said).to.deep.equal([]);
  });

  it('stops at another pair that somebody has stored meanwhile, and leaves it', async () => {
    await failureOf(start({ say: () => undefined }));
    store.versions.current = credentialOf({ ...old, key: 'keyOfSomebody' });
    apply();
    const error = await failureOf(resume());
    expect(error.name).to.equal('OtherCredentialStoredError');
    expect(error.actions?.join()).to.contain('rotate cancel --name Erp');
    expect(store.versions.current).to.include({ consumerKey: 'keyOfSomebody' });
  });

  it('is too late to undo when the new pair is in use', async () => {
    const { consumers } = stage.org.state.metadata;
    const say = (text: string): void => {
      if (text.startsWith('The new pair'))
        consumers.push({ ...consumer, key: newPair.consumerKey, secret: newPair.consumerSecret });
    };
    await start({ say });
    const error = await failureOf(undoAnyRotation(options, await found()));
    expect(error.name).to.equal('RotationTooLateError');
    expect(error.actions?.join()).to.contain('rotate resume --name Erp');
    expect(store.versions.current).to.include(newPair);
  });

  it('tells what is wrong with the app besides, which is no reason to stop', async () => {
    const notices: string[] = [];
    options.events.notice = (text) => void notices.push(text);
    const app = backendApp('registration: connected-app\npermissions: { objects: { Order: [read] } }');
    options.subject = () => Promise.resolve({ app, recordDay: () => Promise.resolve() });
    const rows = stage.org.org.records('PermissionSetAssignment');
    rows.splice(0, rows.length, ...rows.filter(({ PermissionSetId }) => PermissionSetId !== stage.data));
    expect((await start()).stage).to.equal('retired');
    expect(notices.join('\n')).to.contain(
      'The integration user holds the licence and permission set for its data: not so.',
    );
  });

  it('gives up when the new pair was never stored', async () => {
    options.store = { ...store, write: () => Promise.reject(new Error('the store is full')) };
    await failureOf(start());
    options.store = store;
    const { stage: ending, notes } = await resume();
    expect(ending).to.equal('cancelled');
    expect(notes.join()).to.contain('Generate another one');
    expect(store.versions.current).to.include({ consumerKey: old.key });
  });
});

describe('a pair from Setup', () => {
  it('is two lines', () => {
    expect(parsePipedPair('key1\r\nsecret1\r\n')).to.deep.equal({ consumerKey: 'key1', consumerSecret: 'secret1' });
    for (const text of [undefined, '', 'key1', 'key1\n', 'a\nb\nc']) expect(parsePipedPair(text)).to.equal(undefined);
  });

  it('has sound parts', () => {
    expect(newPairProblem(newPair, 'other')).to.equal(undefined);
    expect(newPairProblem({ ...newPair, consumerKey: 'with space' }, undefined)).to.equal(
      'the key has a space or a line break in it',
    );
    expect(newPairProblem(newPair, newPair.consumerKey)).to.equal('the key is the one that the store has already');
    expect(newPairProblem({ ...newPair, consumerSecret: 'x'.repeat(257) }, undefined)).to.contain('257 characters');
  });
});
