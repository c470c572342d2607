import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import { detail } from '../../src/report/detail.js';
import { painterFor } from '../../src/report/paint.js';
import { screen } from '../../src/report/screen.js';
import { columnsFor, toRows } from '../../src/report/table.js';
import { aFinding, allSeverities } from '../audit/support.js';
import { aReport } from './support.js';

/** A stream that is a terminal of so many bits of colour, or none. */
const stream = (depth: number | undefined): WriteStream =>
  Object.assign(
    new PassThrough(),
    depth === undefined ? {} : { isTTY: true, getColorDepth: () => depth },
  ) as unknown as WriteStream;

describe('colour', () => {
  const force = process.env['FORCE_COLOR'];
  beforeEach(() => delete process.env['FORCE_COLOR']);
  afterEach(() => {
    if (force !== undefined) process.env['FORCE_COLOR'] = force;
  });

  it('tells severities apart on a terminal', () => {
    const paint = painterFor(stream(8));
    const words = allSeverities.map((severity) => paint(aFinding({ severity }), 'x'));
    expect(new Set(words).size).to.equal(allSeverities.length);
    for (const word of words) expect(stripVTControlCharacters(word)).to.equal('x');
  });

  it('is kept for what asks for work', () => {
    const paint = painterFor(stream(8));
    const waived = { owner: 'Ann', reason: 'r', expires: '2027-01-01' };
    for (const one of [aFinding({ waived }), aFinding({ baseline: true })]) expect(paint(one, 'x')).to.equal('x');
  });

  it('is left out of files and pipes, and where nobody wants it', () => {
    for (const one of [stream(undefined), stream(1)]) expect(painterFor(one)(aFinding(), 'x')).to.equal('x');
  });

  it('is on the severity alone, in the table and in the detail', () => {
    const paint = painterFor(stream(8));
    const [row] = toRows([aFinding()], 200, paint);
    expect(
      Object.entries(row ?? {})
        .filter(([, cell]) => cell.includes('\u001b'))
        .map(([name]) => name),
    ).to.deep.equal(['severity']);
    const lines = detail([aFinding()], 80, paint)
      .split('\n')
      .filter((line) => line.includes('\u001b'));
    expect(lines).to.have.length(1);
    expect(stripVTControlCharacters(lines[0] ?? '')).to.match(/^High {2}full-scope/);
  });
});

describe('the terminal at any width', () => {
  const long = 'chanduvadlapatlaintapp__qtcdevcpq-sandbox__Copilot_Studio';
  const findings = [
    aFinding({ app: long, location: { file: `force-app/${long}.eca-meta.xml`, startLine: 7, startColumn: 1 } }),
    aFinding({
      severity: 3,
      severityName: 'Moderate',
      rule: 'tokens-predate-hardening',
      alsoIn: ['uat'],
      baseline: true,
    }),
  ];

  for (const width of [80, 100, 139, 140, 200]) {
    it(`${width} characters hold a table whose names are whole lines`, () => {
      const columns = columnsFor(width);
      const rows = toRows(findings, width);
      const used = columns
        .filter((column) => column !== 'finding')
        .map((column) => Math.max(...rows.map((row) => row[column].length)));
      const sentences = columns.includes('finding') ? 40 : 0;
      expect(used.reduce((sum, one) => sum + one, 3 * columns.length + 1) + sentences).to.be.at.most(width);
      expect(rows.map(({ rule }) => rule)).to.deep.equal(['full-scope', 'tokens-predate-hardening']);
      expect(rows[0]?.where).to.match(/:7$/);
    });
  }

  it('40 characters hold a list', () => {
    const [part] = screen(aReport({ findings }), { view: 'table', width: 40, text: (key) => key });
    const lines = typeof part === 'string' ? part.trimEnd().split('\n') : [];
    expect(lines[0]).to.equal('High  full-scope');
    // A name stays whole, so that it can be copied.
    for (const line of lines.filter((one) => one.startsWith(' ') && one.length > 40))
      expect(line.trim().split(' ')).to.have.length(1);
    expect(lines).to.include('Moderate (baseline)  tokens-predate-hardening');
  });
});
