import { expect } from 'chai';
import { rm } from 'node:fs/promises';
import type { SfError } from '@salesforce/core/sfError';
import { openKeychainStore } from '../../src/secrets/keychainStore.js';
import type { FindEntry } from '../../src/secrets/keychainStore.js';
import { address, credential, makeTempFolder, pem, runStore } from './support.js';

const keychain = (items: Map<string, Uint8Array>): FindEntry => {
  return (account) =>
    Promise.resolve({
      getSecret: () => Promise.resolve(items.has(account) ? [...(items.get(account) ?? [])] : null),
      setSecret: (secret) => Promise.resolve(void items.set(account, secret)),
      deleteCredential: () => Promise.resolve(items.delete(account)),
    });
};

const failure = (promise: Promise<unknown>): Promise<SfError | undefined> =>
  promise.then(
    () => undefined,
    (error: SfError) => error,
  );

describe('the keychain store', () => {
  it('keeps one item per address and version', async () => {
    const items = new Map<string, Uint8Array>();
    const store = await openKeychainStore(keychain(items));
    const next = { ...credential, privateKey: pem, state: 'prepared' } as const;
    expect(await store.read(address)).to.deep.equal({});
    await store.write(address, 'current', credential);
    await store.write(address, 'next', next);
    expect([...items.keys()]).to.deep.equal(['00D000000000001/AcmeErp/current', '00D000000000001/AcmeErp/next']);
    expect(await store.read(address)).to.deep.equal({ current: credential, next });
    expect(await store.read({ ...address, app: 'Other' })).to.deep.equal({});
    await store.remove(address, 'current');
    await store.remove(address, 'current');
    expect(await store.read(address)).to.deep.equal({ next });
  });

  it('stores again what it read, secrets and all', async () => {
    const store = await openKeychainStore(keychain(new Map()));
    await store.write(address, 'next', credential);
    await store.write(address, 'current', (await store.read(address)).next!);
    expect((await store.read(address)).current).to.deep.equal(credential);
  });

  it('fits a 2048-bit key into what Windows takes for one item', async () => {
    const items = new Map<string, Uint8Array>();
    const store = await openKeychainStore(keychain(items));
    const long = {
      ...credential,
      consumerKey: 'k'.repeat(85),
      consumerSecret: 's'.repeat(64),
      privateKey: 'p'.repeat(1708),
    };
    await store.write(address, 'current', { ...long, validUntil: credential.storedAt });
    expect([...items.values()][0]?.length).to.be.at.most(2560);
  });

  it('does not take an odd item for a credential, and does not quote it', async () => {
    const store = await openKeychainStore(
      keychain(new Map([['00D000000000001/AcmeErp/current', Buffer.from('hunter2')]])),
    );
    const error = await failure(store.read(address));
    expect(error?.name).to.equal('CorruptedCredentialsError');
    expect(JSON.stringify(error) + error?.stack).not.to.include('hunter2');
  });

  it('blames the keychain for what the keychain says only', async () => {
    const store = await openKeychainStore(keychain(new Map()));
    expect((await failure(store.read({ ...address, orgId: 'dev' })))?.name).to.equal('InvalidOrgIdError');
    const locked: FindEntry = (account) =>
      account.startsWith('00D')
        ? Promise.resolve({
            getSecret: () => Promise.reject(new Error('it is locked')),
            setSecret: () => Promise.reject(new Error('it is locked')),
            deleteCredential: () => Promise.reject(new Error('it is locked')),
          })
        : keychain(new Map())(account);
    const error = await failure((await openKeychainStore(locked)).read(address));
    expect(error?.name).to.equal('KeychainUnavailableError');
    expect(error?.message).to.contain('it is locked');
  });

  it('names the store to use when there is no keychain', async () => {
    const error = await failure(openKeychainStore(() => Promise.reject(new Error('no access'))));
    expect(error?.name).to.equal('KeychainUnavailableError');
    expect(error?.actions?.join()).to.include('--store sf');
  });

  it('does not fall back on the kernel keyring of a Linux without Secret Service', async function () {
    if (process.platform !== 'linux') this.skip();
    const home = await makeTempFolder();
    const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent', XDG_RUNTIME_DIR: home };
    const { outcomes } = await runStore(home, [{ do: 'open', store: 'keychain' }], env);
    await rm(home, { recursive: true });
    expect(outcomes.map(({ error }) => error)).to.deep.equal(['KeychainUnavailableError']);
  });
});
