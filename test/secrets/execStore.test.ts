import { rm } from 'node:fs/promises';
import type { SfError } from '@salesforce/core/sfError';
import { expect } from 'chai';
import { helperOf } from '../../src/secrets/exec/helper.js';
import { wordsOf } from '../../src/secrets/exec/presets/ownCommand.js';
import { openStore } from '../../src/secrets/openStore.js';
import { useStandIns } from './exec/standIns.js';
import { address, credential, makeTempFolder, pem } from './support.js';

const failure = async (promise: Promise<unknown>): Promise<SfError> =>
  promise.then(
    () => expect.fail('it did not fail'),
    (error: SfError) => error,
  );

const whole = { ...credential, privateKey: pem } as const;
const secrets = [credential.consumerSecret, 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'];

describe('stores behind other programs', () => {
  let folder: string;
  let standIns: Awaited<ReturnType<typeof useStandIns>>;

  beforeEach(async () => {
    folder = await makeTempFolder();
    standIns = await useStandIns(folder);
  });

  afterEach(async () => {
    standIns.restore();
    await rm(folder, { recursive: true, force: true });
  });

  const noSecretInCalls = async (): Promise<void> => {
    const calls = JSON.stringify(await standIns.calls());
    for (const secret of secrets) {
      expect(calls).not.to.contain(secret);
      expect(calls).not.to.contain(Buffer.from(secret).toString('base64').slice(0, -3));
      expect(calls).not.to.contain(Buffer.from(secret).toString('hex'));
    }
  };

  const readable = [
    'exec:vault',
    'exec:vault:kv',
    'exec:aws',
    'exec:aws:eu-central-1',
    'exec:azure:acme-vault',
    'exec:gcloud',
    'exec:gcloud:acme-project',
    'exec:1password:Acme',
    'exec:own "with space"',
  ];
  for (const spec of readable) {
    it(`${spec} keeps versions apart, gives back what it was given, and shows no secret in arguments or environment`, async () => {
      const store = await openStore(spec, { named: spec });
      expect(store.name).to.equal(spec);
      expect(await store.read(address)).to.deep.equal({});
      await store.write(address, 'current', whole);
      await store.write(address, 'next', { ...credential, state: 'prepared' });
      expect(await store.read(address)).to.deep.equal({ current: whole, next: { ...credential, state: 'prepared' } });
      await store.write(address, 'current', credential);
      expect((await store.read(address)).current).to.deep.equal(credential);
      expect(await store.read({ ...address, app: 'Other_App' })).to.deep.equal({});
      await store.remove(address, 'current');
      await store.remove(address, 'current');
      expect(await store.read(address)).to.have.all.keys('next');
      expect((await standIns.calls()).length).to.be.greaterThan(8);
      await noSecretInCalls();
    });
  }

  it('exec:github takes each value under the name of a variable, key last, and gives nothing back', async () => {
    const store = await openStore('exec:github:acme/erp/production', {});
    expect(store.writeOnly).to.equal(true);
    await store.write(address, 'current', whole);
    const items = await standIns.items();
    expect(items['gh acme/erp production ACMEERP_CONSUMER_SECRET']).to.equal(credential.consumerSecret);
    expect(items['gh acme/erp production ACMEERP_PRIVATE_KEY']).to.equal(pem);
    const names = (await standIns.calls()).filter(({ args }) => args[1] === 'set').map(({ args }) => args[2]);
    expect(names.indexOf('ACMEERP_CONSUMER_KEY')).to.be.greaterThan(names.indexOf('ACMEERP_CONSUMER_SECRET'));
    await store.write(address, 'current', credential);
    expect(await standIns.items()).not.to.have.property('gh acme/erp production ACMEERP_PRIVATE_KEY');
    expect((await failure(store.read(address))).name).to.equal('WriteOnlyStoreError');
    await store.remove(address, 'current');
    expect(Object.keys(await standIns.items())).to.deep.equal(['gh acme/erp production ACMEERP_ORG_ID']);
    await noSecretInCalls();
  });

  it('runs no command that only a manifest names', async () => {
    const error = await failure(openStore('exec:own', {}));
    expect(error.name).to.equal('UntrustedStoreError');
    expect(error.actions?.join(' ')).to.contain("--store 'exec:own'");
    expect((await failure(openStore('exec:own', { named: 'exec:other' }))).name).to.equal('UntrustedStoreError');
    expect(await standIns.calls()).to.deep.equal([]);
    process.env.SF_CLIENTAPP_EXEC_STORE = 'exec:own';
    try {
      expect(await (await openStore('exec:own', {})).read(address)).to.deep.equal({});
    } finally {
      delete process.env.SF_CLIENTAPP_EXEC_STORE;
    }
  });

  it('says what is wrong with the name of a store', async () => {
    expect((await failure(openStore('exec: ', {}))).name).to.equal('UnknownStoreError');
    expect((await failure(openStore('exec:azure', {}))).name).to.equal('StoreTargetMissingError');
    expect((await failure(openStore('exec:1password:--vault', {}))).name).to.equal('StoreTargetMissingError');
    expect((await failure(openStore('exec:github:--help', {}))).name).to.equal('StoreTargetMissingError');
    expect((await failure(openStore('exec:constructor', {}))).name).to.equal('UntrustedStoreError');
  });

  it('takes no name of an app for an option or a path', async () => {
    const store = await openStore('exec:vault', {});
    expect((await failure(store.read({ ...address, app: '--help' }))).name).to.equal('InvalidAppNameError');
    expect((await failure(store.write({ ...address, app: '../up' }, 'current', credential))).name).to.equal(
      'InvalidAppNameError',
    );
    expect(await standIns.calls()).to.deep.equal([]);
  });

  it('quotes a failing program in one line without control characters, and never what it printed or repeats', async () => {
    const store = await openStore('exec:vault', {});
    standIns.behave('fail');
    const error = await failure(store.write(address, 'current', credential));
    expect(error.name).to.equal('StoreHelperFailedError');
    expect(error.message).to.contain('ended with 3: permission denied [31m for you');
    standIns.behave('repeat');
    const repeated = await failure(store.write(address, 'current', credential));
    expect(repeated.message).to.contain('repeated what it was given');
    expect(JSON.stringify([repeated.message, repeated.stack, repeated.actions])).not.to.contain(
      credential.consumerSecret,
    );
  });

  for (const spec of [...readable, 'exec:pass', 'exec:github:acme/erp'])
    it(`${spec} takes a failure neither for an empty store nor for something that is done`, async () => {
      const store = await openStore(spec, { named: spec });
      standIns.behave('fail');
      for (const call of [
        ...(store.writeOnly ? [] : [() => store.read(address)]),
        () => store.write(address, 'current', credential),
        () => store.remove(address, 'current'),
      ])
        expect((await failure(call())).name).to.equal('StoreHelperFailedError');
    });

  it('has something to say of a program that says nothing, or that somebody stopped', async () => {
    const store = await openStore('exec:aws', {});
    standIns.behave('silent');
    expect((await failure(store.read(address))).message).to.contain('it ended with 4.');
    standIns.behave('die');
    expect(
      (await failure(helperOf('vault')(['kv', 'get']).then(({ code }) => Promise.reject(new Error(`${code}`)))))
        .message,
    ).to.equal('1');
  });

  it('has no credential of a version that was deleted in Vault', async () => {
    const store = await openStore('exec:vault', {});
    standIns.behave('deleted');
    expect(await store.read(address)).to.deep.equal({});
  });

  it('says that an item is no credential, and does not quote it', async () => {
    const own = 'exec:own "with space"';
    const store = await openStore(own, { named: own });
    standIns.behave('forget');
    await failure(store.write(address, 'current', credential));
    standIns.behave('');
    const error = await failure(store.read(address));
    expect(error.name).to.equal('CorruptedCredentialsError');
    expect(error.message).to.equal(`What "${own}" holds for AcmeErp is not a credential.`);
  });

  it('exec:github leaves the repository to the folder, and the environment out, when neither is named', async () => {
    const placesOf = async (spec: string): Promise<string[]> => {
      const before = (await standIns.calls()).length;
      await (await openStore(spec, {})).write(address, 'current', credential);
      return (await standIns.calls())
        .slice(before)
        .filter(({ args }) => args[1] === 'set')
        .map(({ args }) => args.slice(3).join(' '));
    };
    expect(new Set(await placesOf('exec:github'))).to.deep.equal(new Set(['']));
    expect(new Set(await placesOf('exec:github:acme/erp'))).to.deep.equal(new Set(['--repo acme/erp']));
  });

  it('stops an answer that is no credential by its length', async () => {
    const store = await openStore('exec:vault', {});
    standIns.behave('flood');
    expect((await failure(store.read(address))).name).to.equal('StoreHelperFailedError');
  });

  it('notices a program that says yes and keeps something else', async () => {
    const store = await openStore('exec:own', { named: 'exec:own' });
    standIns.behave('forget');
    expect((await failure(store.write(address, 'current', credential))).name).to.equal('StoreNotKeptError');
  });

  it('stops a program that hangs, with all that it started', async () => {
    standIns.behave('hang');
    const started = Date.now();
    const error = await failure(helperOf('vault')(['kv', 'get'], { timeoutMs: 1500 }));
    expect(error.name).to.equal('StoreHelperTimeoutError');
    expect(Date.now() - started).to.be.lessThan(6000);
    const piped = await failure(helperOf('aws')(['x'], { timeoutMs: 1500, opensStdinByName: true, input: 'x' }));
    expect(piped.name).to.equal('StoreHelperTimeoutError');
  });

  it('says which program is missing, also behind the pipe', async () => {
    const error = await failure(helperOf('no-such-program-here')(['x']));
    expect(error.name).to.equal('StoreHelperMissingError');
    expect(error.message).to.contain('no-such-program-here');
    const piped = await failure(helperOf('no-such-program-here')(['x'], { opensStdinByName: true }));
    expect(piped.name).to.equal('StoreHelperMissingError');
  });

  it('parts the words of a command as a person means them, and knows no shell', () => {
    expect(wordsOf(`/opt/my\u0020store --set "a b" 'c "d"' $(id);x`)).to.deep.equal([
      '/opt/my',
      'store',
      '--set',
      'a b',
      'c "d"',
      '$(id);x',
    ]);
  });
});
