import { expect } from 'chai';
import { declaredRanges } from '../../src/audit/addresses.js';
import { known, unknown } from '../../src/inventory/types.js';
import { aClientApp, aManifest, anApp } from './rules/anInventory.js';

const manifest = aManifest({ policies: { ...aClientApp().policies, ipRanges: ['no range', '203.0.113.0/24'] } });

describe('declared ranges', () => {
  it('are those of manifest and registration, without what is no range', () => {
    const ipRanges = known([
      { start: 'nobody', end: 'knows' },
      { start: '198.51.100.1', end: '198.51.100.9' },
    ]);
    expect(declaredRanges(anApp({ manifest, ipRanges })).map(({ start, end }) => `${start}-${end}`)).to.deep.equal([
      '203.0.113.0-203.0.113.255',
      '198.51.100.1-198.51.100.9',
    ]);
    expect(declaredRanges(anApp({ ipRanges: unknown('not read') }))).to.deep.equal([]);
  });
});
