import { expect } from 'chai';
import { maxRowBytes } from '../../../src/inventory/usage/csvRows.js';
import { readRows } from './support.js';

const text = [
  'A,B,C',
  '"1","2","3"',
  '"with, comma","with ""quotes""","with\nbreak"',
  '"é","日本","🎉"',
  ',,',
  '"","",""',
  'plain,"mixed",plain\r',
  '"x","y","z"\r',
  '',
].join('\n');
const rows = [
  ['A', 'B', 'C'],
  ['1', '2', '3'],
  ['with, comma', 'with ""quotes""', 'with\nbreak'],
  ['é', '日本', '🎉'],
  ['', '', ''],
  ['', '', ''],
  ['plain', 'mixed', 'plain'],
  ['x', 'y', 'z'],
];

describe('rows of a CSV text in chunks', () => {
  it('finds cells, quoted or not, with either line break', () => {
    expect(readRows(text)).to.deep.equal({ rows, brokenLines: 0 });
  });

  it('gives the same rows however the text is cut', () => {
    const bytes = new TextEncoder().encode(text);
    for (let size = 1; size <= bytes.length; size += 1)
      expect(readRows(bytes, size), `chunks of ${size} bytes`).to.deep.equal({ rows, brokenLines: 0 });
  });

  it('reads a last row without a line break, wherever it ends', () => {
    for (const last of ['a,b', '"a","b"', '"a","b"\r'])
      expect(readRows(`A,B\n${last}`).rows[1]).to.deep.equal(['a', 'b']);
    expect(readRows('A,B\na,').rows[1]).to.deep.equal(['a', '']);
  });

  it('passes over blank lines', () => {
    expect(readRows('A\n\n\r\nb\n').rows).to.deep.equal([['A'], ['b']]);
  });

  it('loses one line to a broken one', () => {
    for (const broken of ['"a"x,b', '"a,b', '"a""', '"'])
      expect(readRows(`A,B\n"1","2"\n${broken}\n"3","4"\n`), broken).to.deep.equal({
        rows: [
          ['A', 'B'],
          ['1', '2'],
          ['3', '4'],
        ],
        brokenLines: 1,
      });
  });

  it('goes on after a quote that is never closed, also at the end', () => {
    expect(readRows('A\n"open\n1\n2\n')).to.deep.equal({ rows: [['A'], ['1'], ['2']], brokenLines: 1 });
  });

  it('takes a row up to its bound, whole or in chunks, and passes over a longer one', () => {
    const cell = 'x'.repeat(maxRowBytes - 10);
    const long = 'y'.repeat(maxRowBytes * 5);
    for (const size of [7777, 1_000_000, 100_000_000]) {
      const { rows: found, brokenLines } = readRows(`"${cell}"\n"1"\n"2"\n`, size);
      expect(found.map(([one]) => one?.length)).to.deep.equal([cell.length, 1, 1]);
      expect(brokenLines).to.equal(0);
      const after = readRows(`"0"\n"${long}\n"1"\n`, size);
      expect(after.rows, `chunks of ${size}`).to.deep.equal([['0'], ['1']]);
      expect(after.brokenLines).to.equal(1);
    }
  });

  it('takes no row of more cells than any log has', () => {
    expect(readRows(`${','.repeat(1000)}\na,b\n`)).to.deep.equal({ rows: [['a', 'b']], brokenLines: 1 });
  });

  it('gives up on what is no CSV at all', () => {
    const { rows: found, brokenLines } = readRows('"a"x\n'.repeat(50_000) + 'a,b\n');
    expect(found).to.deep.equal([]);
    expect(brokenLines).to.equal(10_000);
  });

  it('does not slow down on quotes that are open on every line', () => {
    const start = performance.now();
    readRows('"",""\n"""\n'.repeat(100_000));
    readRows('""","\n'.repeat(100_000));
    expect(performance.now() - start).to.be.lessThan(5000);
  });
});
