import { expect } from 'chai';
import { copyCredential } from '../../src/secrets/copyCredential.js';
import type { CredentialVersion, SecretStore, StoredVersions } from '../../src/secrets/store.js';
import { address, credential } from './support.js';

const memoryStore = (stored: StoredVersions = {}, failing?: CredentialVersion) => {
  const written: CredentialVersion[] = [];
  const store: SecretStore = {
    name: 'memory',
    read: () => Promise.resolve({ ...stored }),
    write: (_, version, value) => {
      if (version === failing) return Promise.reject(new Error('the disk is full'));
      written.push(version);
      stored[version] = value;
      return Promise.resolve();
    },
    remove: () => Promise.reject(new Error('a copy removes nothing')),
  };
  return { store, stored, written };
};

const other = { ...credential, consumerKey: 'another.key.of.the.app' };
const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => expect.fail('it did not fail'),
    (error: Error) => error,
  );

describe('copying a credential to another store', () => {
  it('copies every version, the current one last', async () => {
    const source = memoryStore({ current: credential, next: other, previous: other });
    const target = memoryStore();
    const copied = await copyCredential(source.store, target.store, address);
    expect(target.stored).to.deep.equal({ current: credential, next: other, previous: other });
    expect(target.written).to.deep.equal(['previous', 'next', 'current']);
    expect(copied.map(({ version, status }) => `${version} ${status}`)).to.deep.equal([
      'current copied',
      'next copied',
      'previous copied',
    ]);
    expect(source.written).to.deep.equal([]);
  });

  it('writes nothing that is there already', async () => {
    const target = memoryStore({ current: { ...credential } });
    const [copied] = await copyCredential(memoryStore({ current: credential }).store, target.store, address);
    expect(copied?.status).to.equal('already');
    expect(target.written).to.deep.equal([]);
  });

  it('replaces another credential only when told to', async () => {
    const source = memoryStore({ current: credential });
    const target = memoryStore({ current: other });
    const error = await failure(copyCredential(source.store, target.store, address));
    expect(error.name).to.equal('CredentialDiffersError');
    expect(error.message).not.to.contain(credential.consumerSecret);
    expect(target.stored.current).to.equal(other);
    await copyCredential(source.store, target.store, address, { overwrite: true });
    expect(target.stored.current).to.deep.equal(credential);
  });

  it('asks nothing of a store that gives nothing back', async () => {
    const target = memoryStore();
    const closed: SecretStore = { ...target.store, writeOnly: true, read: () => Promise.reject(new Error('no')) };
    await copyCredential(memoryStore({ current: credential }).store, closed, address);
    expect(target.stored.current).to.deep.equal(credential);
  });

  it('leaves the source whole when the target fails half-way', async () => {
    const source = memoryStore({ current: credential, previous: other });
    await failure(copyCredential(source.store, memoryStore({}, 'current').store, address));
    expect(source.stored).to.deep.equal({ current: credential, previous: other });
  });

  it('says when there is nothing to copy', async () => {
    const error = await failure(copyCredential(memoryStore().store, memoryStore().store, address));
    expect(error.name).to.equal('NoCredentialStoredError');
  });
});
