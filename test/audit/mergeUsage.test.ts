import { expect } from 'chai';
import { mergeUsage } from '../../src/audit/mergeUsage.js';
import { aUsage } from './rules/aUsage.js';

const address = (ip: string, firstSeen: string, lastSeen: string) => ({ ip, calls: 2, firstSeen, lastSeen });

describe('usage of an app that the log has under several keys', () => {
  it('is the one where there is one', () => {
    const usage = aUsage();
    expect(mergeUsage(usage)).to.equal(usage);
  });

  it('has every address once, from the first time to the last, whichever comes first', () => {
    const early = aUsage({ addresses: [address('203.0.113.7', '2026-11-01', '2026-11-05')] });
    const late = aUsage({
      addresses: [
        address('203.0.113.7', '2026-11-10', '2026-11-20'),
        address('198.51.100.1', '2026-11-11', '2026-11-12'),
      ],
    });
    const whole = [
      { ip: '203.0.113.7', calls: 4, firstSeen: '2026-11-01', lastSeen: '2026-11-20' },
      { ip: '198.51.100.1', calls: 2, firstSeen: '2026-11-11', lastSeen: '2026-11-12' },
    ];
    expect(mergeUsage(early, late).addresses).to.have.deep.members(whole);
    expect(mergeUsage(late, early).addresses).to.have.deep.members(whole);
  });
});
