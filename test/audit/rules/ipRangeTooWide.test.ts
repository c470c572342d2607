import { expect } from 'chai';
import { ipRangeTooWide as rule } from '../../../src/audit/rules/ipRangeTooWide.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const ranges = (...all: Array<[string, string]>) =>
  known(all.map(([start, end], index) => ({ start, end, at: at(30 + index) })));

describe('ip-range-too-wide', () => {
  for (const [start, end] of [
    ['0.0.0.0', '255.255.255.255'],
    ['10.0.0.0', '10.255.255.255'],
    ['2001:db8::', '2001:dbf:ffff:ffff:ffff:ffff:ffff:ffff'],
  ] as const) {
    it(`finds ${start} to ${end}`, () => {
      const app = anApp({ ipRanges: ranges(['203.0.113.7', '203.0.113.7'], [start, end]) });
      const finding = onlyFinding(check(rule, app));
      expect(finding).to.include({ app });
      expect(finding).not.to.have.property('severity');
      expect(finding.location).to.deep.equal(at(31));
      expect(finding.evidence).to.equal(`trustedIpRanges: ${start} to ${end}`);
      expect(rule.severity).to.equal(2);
    });
  }

  it('says how many addresses', () => {
    const app = anApp({ ipRanges: ranges(['0.0.0.0', '255.255.255.255']) });
    expect(onlyFinding(check(rule, app)).message).to.contain('4,294,967,296 addresses');
  });

  it('holds up to the limit, and for one IPv6 site', () => {
    const narrow = ranges(['203.0.0.0', '203.0.255.255'], ['2001:db8::', '2001:db8:0:ffff:ffff:ffff:ffff:ffff']);
    expect(check(rule, anApp({ ipRanges: narrow }), anApp({ ipRanges: known([]) }))).to.be.empty;
    expect(onlyFinding(check(rule, anApp({ ipRanges: ranges(['203.0.0.0', '203.1.0.0']) }))).kind).to.equal('finding');
  });

  it('is inconclusive for what is no range, and without the ranges', () => {
    expect(onlyReason(check(rule, anApp({ ipRanges: ranges(['203.0.113.9', '203.0.113.1']) })))).to.contain(
      '203.0.113.9',
    );
    expect(onlyReason(check(rule, anApp({ ipRanges: unknown('no settings') })))).to.equal('no settings');
  });
});
