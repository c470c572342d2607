import { expect } from 'chai';
import { generateConsumerKey, generateConsumerSecret } from '../../src/secrets/generate.js';

describe('generating consumer keys and secrets', () => {
  it('gives letters and digits, within the 8 to 256 that an org takes', () => {
    expect(generateConsumerKey()).to.match(/^[A-Za-z0-9]{85}$/);
    expect(generateConsumerSecret()).to.match(/^[A-Za-z0-9]{64}$/);
  });

  it('uses every character about equally often', () => {
    const counts = new Map<string, number>();
    const rounds = 2000;
    for (let round = 0; round < rounds; round += 1) {
      for (const character of generateConsumerSecret()) counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    // A byte modulo 62 would make eight of the characters a quarter more frequent; chance makes 15 % of a difference less
    // often than once in 10^10 runs.
    const expected = (rounds * 64) / 62;
    expect(counts.size).to.equal(62);
    for (const count of counts.values()) expect(count / expected).to.be.within(0.85, 1.15);
  });

  it('never gives the same twice', () => {
    expect(new Set(Array.from({ length: 100 }, generateConsumerKey)).size).to.equal(100);
  });
});
