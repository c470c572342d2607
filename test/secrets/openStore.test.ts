import { expect } from 'chai';
import type { SfError } from '@salesforce/core/sfError';
import { openStore } from '../../src/secrets/openStore.js';

describe('opening a store', () => {
  for (const spec of ['', 'vault', 'SF', 'exec:', 'env', 'env:', 'sf:x', 'constructor']) {
    it(`refuses "${spec}" and says which stores there are`, async () => {
      const error = await openStore(spec, {}).then(
        () => undefined,
        (reason: SfError) => reason,
      );
      expect(error?.name).to.equal('UnknownStoreError');
      expect(error?.actions?.join()).to.include('sf, keychain, env:<file>');
    });
  }

  it('opens the default store', async () => {
    expect((await openStore('sf', {})).name).to.equal('sf');
  });
});
