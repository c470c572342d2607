import { expect } from 'chai';
import { rowsRead } from '../../src/audit/texts.js';

describe('the rows that a finding rests on', () => {
  it('are named with the time, and the time alone where no row has an id', () => {
    expect(rowsRead('User', ['b', 'a', 'b'], '2026-11-23')).to.equal('User a and b; read 2026-11-23');
    expect(rowsRead('User', ['', ''], '2026-11-23')).to.equal('read 2026-11-23');
    expect(rowsRead('User', [])).to.equal('');
  });
});
