import { expect } from 'chai';
import { soleFlow } from '../../src/audit/soleFlow.js';
import { known } from '../../src/inventory/types.js';
import { aManifest, anApp } from './rules/anInventory.js';

const manifest = aManifest({ flow: 'client-credentials' });
const off = { settings: known(false), policy: known(false), runAsUser: known(undefined) };
const on = { settings: known(true), policy: known(true), runAsUser: known(undefined) };
const certificate = known<string | undefined>('MIIB');

describe('the flow that an app is set up for', () => {
  it('is the declared one, unless its switch is off', () => {
    expect(soleFlow(anApp({ manifest, clientCredentials: on }))).to.deep.equal(
      known({ flow: 'client-credentials', confidence: 'high' }),
    );
    const app = anApp({ manifest, clientCredentials: off, callbackUrls: known([]), certificate });
    expect(soleFlow(app)).to.deep.equal(known({ flow: 'jwt-bearer', confidence: 'high' }));
  });

  it('takes a callback that is no URL for a real one', () => {
    const app = anApp({ callbackUrls: known([{ value: 'no URL' }]), certificate });
    expect(soleFlow(app)).to.deep.equal(known({ flow: 'interactive', confidence: 'high' }));
  });
});
