import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkCredential, parseCredential } from '../../src/secrets/credential.js';
import { openEnvStore } from '../../src/secrets/envStore.js';
import type { StoredCredential } from '../../src/secrets/store.js';
import { address, makeTempFolder, pem, runStore } from './support.js';

const prepared: StoredCredential = {
  consumerKey: '',
  privateKey: pem,
  storedAt: '2026-11-23T10:00:00.000Z',
  state: 'prepared',
};
const confirmed: StoredCredential = { ...prepared, consumerKey: '3MVG9.acme', state: 'confirmed' };

describe('a private key whose app has no consumer key yet', () => {
  it('is kept without a consumer key and read with an empty one', () => {
    const kept = checkCredential(prepared);
    expect(kept).not.to.have.property('consumerKey');
    expect(parseCredential(kept)).to.deep.equal(prepared);
  });

  it('is nothing for a secret, nor once the org holds it', () => {
    const { privateKey: _, ...keyless } = prepared;
    for (const wrong of [
      { ...keyless, consumerSecret: 'AcmeSecret' },
      { ...prepared, state: 'confirmed' as const },
    ])
      expect(() => checkCredential(wrong))
        .to.throw('wrong or missing: consumerKey')
        .with.property('name', 'InvalidCredentialError');
  });

  it('goes into a dotenv file and gets its consumer key later', async () => {
    const folder = await makeTempFolder();
    const store = await openEnvStore('.env', folder);
    await store.write(address, 'current', prepared);
    expect(await store.read(address)).to.deep.equal({ current: prepared });
    expect(await readFile(join(folder, '.env'), 'utf8')).not.to.include('CONSUMER_KEY');
    await store.write(address, 'current', confirmed);
    expect(await store.read(address)).to.deep.equal({ current: confirmed });
  });

  it("goes into sf's store and gets its consumer key later", async () => {
    const at = { store: 'sf', address };
    const { outcomes } = await runStore(await makeTempFolder(), [
      { do: 'write', ...at, version: 'current', credential: prepared },
      { do: 'read', ...at },
      { do: 'write', ...at, version: 'current', credential: confirmed },
      { do: 'read', ...at },
    ]);
    const read = outcomes.map(({ result }) => result);
    expect(read[1]).to.deep.equal([['current', prepared]]);
    expect(read[3]).to.deep.equal([['current', confirmed]]);
  });
});
