import { expect } from 'chai';
import { parseIpRange } from '../../src/app/ipRanges.js';
import { addressRangeText } from '../../src/import/addressRange.js';

const cases: Array<[start: string, end: string, text: string | undefined]> = [
  ['203.0.113.7', '203.0.113.7', '203.0.113.7'],
  ['203.0.113.0', '203.0.113.255', '203.0.113.0/24'],
  ['0.0.0.0', '255.255.255.255', '0.0.0.0/0'],
  ['203.0.113.1', '203.0.113.8', '203.0.113.1-203.0.113.8'],
  ['203.0.113.0', '203.0.113.254', '203.0.113.0-203.0.113.254'],
  ['2001:db8::', '2001:db8::ffff', '2001:db8::/112'],
  ['2001:db8::1', '2001:db8::1', '2001:db8::1'],
  [' 203.0.113.7 ', '203.0.113.7', '203.0.113.7'],
  ['203.0.113.9', '203.0.113.1', undefined],
  ['203.0.113.9', '2001:db8::1', undefined],
  ['', '', undefined],
  ['203.0.113.9-1', '203.0.113.10', undefined],
];

describe('address range of metadata in a manifest', () => {
  for (const [start, end, text] of cases)
    it(`${start} to ${end}: ${text}`, () => {
      expect(addressRangeText(start, end)).to.equal(text);
      if (text !== undefined) expect(parseIpRange(text)).to.include({ start: start.trim(), end: end.trim() });
    });
});
