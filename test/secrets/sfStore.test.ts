import { expect } from 'chai';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packSecrets } from '../../src/secrets/sealing.js';
import type { Operation } from './storeChild.js';
import { address, credential, makeTempFolder, pem, readFolder, runStore, startChild } from './support.js';

const store = 'sf';
const read = (app: string): Operation => ({ do: 'read', store, address: { ...address, app } });
const write = (app: string, consumerSecret: string): Operation => ({
  do: 'write',
  store,
  address: { ...address, app },
  version: 'current',
  credential: { ...credential, consumerSecret },
});

describe('the sf store', () => {
  let home: string;
  let file: string;

  beforeEach(async () => {
    home = await makeTempFolder();
    file = join(home, '.sfdx', 'clientapp-credentials.json');
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  it('keeps versions apart, finds them by 15 or 18 characters, and removes one', async () => {
    const next = { consumerKey: 'next-key', privateKey: pem, storedAt: '2026-11-24', state: 'prepared' } as const;
    const short = { ...address, orgId: address.orgId.slice(0, 15) };
    const { outcomes } = await runStore(home, [
      read('AcmeErp'),
      { do: 'write', store, address, version: 'current', credential },
      { do: 'write', store, address: short, version: 'next', credential: next },
      { do: 'read', store, address: short },
      { do: 'read', store, address: { ...address, orgId: '00D000000000002EAA' } },
      { do: 'remove', store, address, version: 'current' },
      { do: 'remove', store, address, version: 'previous' },
      read('AcmeErp'),
    ]);
    const both = [
      ['current', credential],
      ['next', next],
    ];
    expect(outcomes.map(({ result }) => result)).to.deep.equal([[], null, null, both, [], null, null, both.slice(1)]);
  });

  it('makes no file, and no key for sf, to read or remove nothing', async () => {
    await runStore(home, [read('AcmeErp'), { do: 'remove', store, address, version: 'current' }]);
    const files = (await readFolder(home)).map((entry) => entry.file);
    expect(files.filter((path) => path.endsWith('.json'))).to.deep.equal([]);
  });

  it('is readable by its owner only', async function () {
    if (process.platform === 'win32') this.skip();
    await runStore(home, [write('AcmeErp', 'hidden-from-others')]);
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect((await stat(join(home, '.sfdx'))).mode & 0o777).to.equal(0o700);
  });

  it('encrypts every secret, also one that core would take for encrypted already', async () => {
    const secrets = ['plain-Secret-0001', 'a'.repeat(29), `abcdef0:${'b'.repeat(32)}`];
    const { outcomes } = await runStore(home, [
      ...secrets.map((secret, index) => write(`App${index}`, secret)),
      { do: 'write', store, address, version: 'current', credential: { ...credential, privateKey: pem } },
      ...secrets.map((_, index) => read(`App${index}`)),
    ]);
    const values = outcomes
      .slice(4)
      .map(({ result }) => (result as [[string, typeof credential]])[0][1].consumerSecret);
    expect(values).to.deep.equal(secrets);
    const raw = await readFile(file, 'utf8');
    for (const secret of [...secrets, credential.consumerSecret, 'MIIEvQ']) {
      expect(raw).not.to.include(secret);
      expect(raw).not.to.include(packSecrets({ consumerSecret: secret, privateKey: undefined }));
    }
    expect(raw).to.include(credential.consumerKey);
  });

  it('refuses a damaged, foreign or newer file, and leaves it as it is', async () => {
    await runStore(home, [write('AcmeErp', 'good')]);
    const good = await readFile(file, 'utf8');
    const unencrypted = good.replace(/"secrets": "[^"]+"/, '"secrets": "eyJjb25zdW1lclNlY3JldCI6IngifQ=="');
    const damages: Array<[string, string]> = [
      [good.slice(0, -20), 'CorruptedCredentialsError'],
      ['', 'CorruptedCredentialsError'],
      ['{}', 'CorruptedCredentialsError'],
      ['[]', 'CorruptedCredentialsError'],
      [good.replace('"state": "confirmed"', '"state": "odd"'), 'CorruptedCredentialsError'],
      [unencrypted, 'CorruptedCredentialsError'],
      [good.replace('"version": 1', '"version": 2'), 'NewerCredentialsError'],
    ];
    const seen = await Promise.all(
      damages.map(async ([text]) => {
        const folder = await makeTempFolder();
        await mkdir(join(folder, '.sfdx'));
        await writeFile(join(folder, '.sfdx', 'key.json'), await readFile(join(home, '.sfdx', 'key.json')), {
          mode: 0o600,
        });
        const copy = join(folder, '.sfdx', 'clientapp-credentials.json');
        await writeFile(copy, text);
        const { outcomes } = await runStore(folder, [read('AcmeErp')]);
        const kept = (await readFile(copy, 'utf8')) === text;
        await rm(folder, { recursive: true });
        return { error: outcomes[0]?.error, actions: (outcomes[0]?.actions ?? []).length > 0, kept };
      }),
    );
    expect(seen).to.deep.equal(damages.map(([, error]) => ({ error, actions: true, kept: true })));
  });

  it('does not write over a damaged file', async () => {
    await mkdir(join(home, '.sfdx'));
    await writeFile(file, '{"version": 1, "00D0');
    const { outcomes } = await runStore(home, [write('AcmeErp', 'good')]);
    expect(outcomes[0]?.error).to.equal('CorruptedCredentialsError');
    expect(await readFile(file, 'utf8')).to.equal('{"version": 1, "00D0');
  });

  it("says so when sf's key is another", async () => {
    await runStore(home, [write('AcmeErp', 'good')]);
    await rm(join(home, '.sfdx', 'key.json'));
    const { outcomes } = await runStore(home, [read('AcmeErp')]);
    expect(outcomes[0]?.error).to.equal('CredentialDecryptionError');
  });

  it('refuses a credential that it could not read again, without quoting it', async () => {
    const { outcomes } = await runStore(home, [
      { do: 'write', store, address, version: 'current', credential: { ...credential, storedAt: 'yesterday' } },
      { do: 'write', store, address: { ...address, orgId: 'nonsense' }, version: 'current', credential },
    ]);
    expect(outcomes.map(({ error }) => error)).to.deep.equal(['InvalidCredentialError', 'InvalidOrgIdError']);
    expect(outcomes[0]?.message).to.include('storedAt').and.not.include('yesterday');
  });

  it('loses nothing to two processes that write at once, on a machine that has no key yet', async () => {
    const apps = (name: string): string[] => Array.from({ length: 12 }, (_, index) => `${name}${index}`);
    const results = await Promise.all(
      ['Left', 'Right'].map((name) =>
        runStore(
          home,
          apps(name).map((app) => write(app, `of-${app}`)),
        ),
      ),
    );
    expect(results.flatMap(({ outcomes }) => outcomes).filter(({ error }) => error)).to.deep.equal([]);
    const all = [...apps('Left'), ...apps('Right')];
    const { outcomes } = await runStore(home, all.map(read));
    expect(
      outcomes.map(
        ({ result, error }) => error ?? (result as [[string, { consumerSecret: string }]])[0]?.[1].consumerSecret,
      ),
    ).to.deep.equal(all.map((app) => `of-${app}`));
  }).timeout(60_000);

  it('holds the last value or the one being written when a writer is killed, and takes new ones', async () => {
    const child = startChild('./storeChild.ts', { home });
    child.stdin?.end(JSON.stringify([{ do: 'writeForever', store, address, credential }] satisfies Operation[]));
    let done = 0;
    const died = new Promise((resolve) => child.once('exit', resolve));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      done = (JSON.parse(line) as { result: number }).result;
      if (done === 20) setTimeout(() => child.kill('SIGKILL'), 3);
    });
    await died;
    const { outcomes } = await runStore(home, [read('AcmeErp'), write('AcmeErp', 'after'), read('AcmeErp')]);
    const [before, , after] = outcomes.map(
      ({ result }) => (result as [[string, { consumerSecret: string }]] | null)?.[0]?.[1].consumerSecret,
    );
    expect(before).to.be.oneOf([done, done + 1].map((count) => `${credential.consumerSecret}-${count}`));
    expect(after).to.equal('after');
  }).timeout(60_000);

  for (const [where, env] of [
    ['log file', {}],
    ['debug output', { DEBUG: '*' }],
  ] as const) {
    it(`leaves no secret in sf's ${where} at trace level, nor in any other file or output`, async () => {
      const { consumerSecret } = credential;
      const packed = [undefined, pem].map((privateKey) => packSecrets({ consumerSecret, privateKey })?.slice(0, -4));
      const secrets = [consumerSecret, 'MIIEvQ', ...packed];
      const { outcomes, printed } = await runStore(
        home,
        [
          { do: 'write', store, address, version: 'current', credential: { ...credential, privateKey: pem } },
          { do: 'readQuietly', store, address },
          { do: 'write', store, address, version: 'next', credential },
          { do: 'remove', store, address, version: 'current' },
        ],
        { SF_LOG_LEVEL: 'trace', SF_DISABLE_LOG_FILE: 'false', ...env },
      );
      expect(outcomes.map(({ result }) => result)).to.deep.equal([null, true, null, null]);
      const files = await readFolder(home);
      const logs = where === 'log file' ? files.filter(({ file: path }) => path.endsWith('.log')) : [{ text: printed }];
      expect(logs.map(({ text }) => text).join()).to.include('keychain');
      for (const { text } of [...files, { text: printed }]) {
        for (const secret of secrets) expect(text).not.to.include(secret);
      }
    });
  }
});
