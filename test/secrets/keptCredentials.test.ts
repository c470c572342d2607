import { PassThrough, Readable } from 'node:stream';
import { expect } from 'chai';
import { keepCredential } from '../../src/secrets/keepCredential.js';
import { readPiped } from '../../src/secrets/readPiped.js';
import { readStored } from '../../src/secrets/storedCredential.js';
import type { SecretStore, StoredCredential, StoredVersions } from '../../src/secrets/store.js';

const address = { orgId: '00D000000000001AAA', app: 'AcmeErp' };

const memory = (versions: StoredVersions = {}): SecretStore & { versions: StoredVersions } => ({
  name: 'memory',
  versions,
  read: () => Promise.resolve({ ...versions }),
  write: (_address, version, credential) => {
    versions[version] = credential;
    return Promise.resolve();
  },
  remove: () => Promise.reject(new Error('nothing is removed here')),
});

const old: StoredCredential = {
  consumerKey: 'old-key',
  consumerSecret: 'old-secret',
  privateKey: 'pem',
  storedAt: '2026-01-01',
  state: 'prepared',
};

describe('keeping a credential that a person brings', () => {
  it('confirms it', async () => {
    const store = memory();
    expect(await keepCredential(store, address, { consumerKey: 'key', consumerSecret: 'secret' })).to.equal('nothing');
    expect(store.versions.current).to.include({ consumerKey: 'key', consumerSecret: 'secret', state: 'confirmed' });
  });

  it('moves another key to previous and leaves the private key where it is', async () => {
    const store = memory({ current: old });
    expect(await keepCredential(store, address, { consumerKey: 'key', consumerSecret: 'secret' })).to.equal(
      'moved-to-previous',
    );
    expect(store.versions.previous).to.deep.equal(old);
    expect(store.versions.current).to.include({ consumerKey: 'key', consumerSecret: 'secret', privateKey: 'pem' });
  });

  it('replaces the secret of the same key, and says when there was nothing to do', async () => {
    const store = memory({ current: old });
    const brought = { consumerKey: 'old-key', consumerSecret: 'new-secret' };
    expect(await keepCredential(store, address, brought)).to.equal('replaced');
    expect(await keepCredential(store, address, brought)).to.equal('unchanged');
    expect(store.versions.previous).to.equal(undefined);
  });

  it('does not give the secret of one key to another', async () => {
    const store = memory({ current: old });
    await keepCredential(store, address, { consumerKey: 'key' });
    expect(store.versions.current).not.to.have.property('consumerSecret');
  });
});

describe('reading a secret from a pipe', () => {
  const piped = (...chunks: string[]): Promise<string | undefined> =>
    readPiped(Readable.from(chunks.map((chunk) => Buffer.from(chunk))));

  it('takes off one line break and nothing else', async () => {
    expect(await piped('sec', 'ret\n')).to.equal('secret');
    expect(await piped('secret\r\n')).to.equal('secret');
    expect(await piped(' secret\n\n')).to.equal(' secret\n');
  });

  it('has none when nothing comes, or too much', async () => {
    expect(await piped()).to.equal(undefined);
    expect(await piped('\n')).to.equal(undefined);
    expect(await piped('x'.repeat(8193))).to.equal(undefined);
  });

  it('does not wait for ever', async () => {
    expect(await readPiped(new PassThrough(), 50)).to.equal(undefined);
  });

  it('does not take a pipe that breaks for an empty one', async () => {
    const input = new PassThrough();
    input.write('half a sec');
    input.destroy(new Error('the disk is gone'));
    const error: unknown = await readPiped(input).catch((reason: unknown) => reason);
    expect(error).to.be.an('error').with.property('message', 'the disk is gone');
  });
});

describe('what is stored for an app', () => {
  it('holds no secret', async () => {
    const { versions } = await readStored(
      () => Promise.resolve(memory({ current: old, next: { ...old, consumerKey: 'next' } })),
      address,
    );
    expect(
      versions?.map(({ version, consumerKey, hasSecret, hasPrivateKey }) => [
        version,
        consumerKey,
        hasSecret,
        hasPrivateKey,
      ]),
    ).to.deep.equal([
      ['current', 'old-key', true, true],
      ['next', 'next', true, true],
    ]);
    expect(JSON.stringify(versions)).not.to.match(/old-secret|pem/);
  });

  it('says until when it is good, where that is known', async () => {
    const stored = { current: { ...old, validUntil: '2027-11-24' }, previous: old };
    const { versions } = await readStored(() => Promise.resolve(memory(stored)), address);
    expect(versions?.map(({ validUntil }) => validUntil)).to.deep.equal(['2027-11-24', undefined]);
  });

  it('may be out of reach, which is not "none"', async () => {
    expect(await readStored(() => Promise.reject(new Error('The keychain is locked.')), address)).to.deep.equal({
      unread: 'The keychain is locked',
    });
  });
});
