import { expect } from 'chai';
import { longestChain } from '../../scripts/bench/longestChain.js';

const call = (start: number, end: number): { start: number; end: number } => ({ start, end });

describe('the longest chain of calls', () => {
  it('is the one that took the longest, not the one of most calls', () => {
    expect(longestChain([call(0, 10), call(10, 20), call(20, 30), call(0, 50)])).to.deep.equal({ ms: 50, calls: 1 });
    expect(longestChain([call(20, 30), call(0, 10), call(12, 20), call(5, 15)])).to.deep.equal({ ms: 28, calls: 3 });
  });

  it('never has two calls at one time', () => {
    expect(longestChain([call(0, 10), call(9, 19)])).to.deep.equal({ ms: 10, calls: 1 });
    expect(longestChain([])).to.deep.equal({ ms: 0, calls: 0 });
  });
});
