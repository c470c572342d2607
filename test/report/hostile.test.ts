import { expect } from 'chai';
import { detail } from '../../src/report/detail.js';
import { summaryLine } from '../../src/report/summaryLine.js';
import { toRows } from '../../src/report/table.js';
import { unchecked } from '../../src/report/unchecked.js';
import { outputFormats, writerFor } from '../../src/report/writers.js';
import { acting, attacks, aContext, aReport, hostile, reportOf } from './support.js';

const human = (text: string): string[] => {
  const report = reportOf(text);
  return [
    detail(report.findings),
    ...[80, 200].flatMap((width) => toRows(report.findings, width).flatMap((row) => Object.values(row))),
    ...unchecked(report),
    summaryLine(report),
  ];
};

describe('hostile text in every field', () => {
  it('neither acts on a terminal nor hides in what people read', () => {
    for (const text of human(hostile)) expect(text).to.not.match(acting);
  });

  it('starts no line of its own', () => {
    const lines = detail(reportOf('a\nHigh  forged-rule  Billing').findings).split('\n');
    expect(lines.filter((line) => line.startsWith('High  forged'))).to.deep.equal([]);
  });

  it('of a megabyte floods no terminal', () => {
    for (const text of human('x'.repeat(1_000_000))) expect(text.length).to.be.below(40_000);
  });

  for (const ending of outputFormats) {
    for (const [what, text] of attacks) {
      it(`of ${what} neither acts nor hides in a ${ending} file, and makes it no flood`, async () => {
        const written = (await writerFor(`report${ending}`)?.(reportOf(text), aContext())) ?? '';
        // A byte-order mark is how a CSV file says that it is UTF-8; it alone ends its lines as RFC 4180 has it.
        const body = ending === '.csv' ? written.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n') : written;
        expect(body).to.not.match(acting);
        if (ending === '.json') expect(JSON.parse(written)).to.deep.equal(reportOf(text));
        else expect(written.length).to.be.below(400_000);
      });
    }
  }
});

describe('formats of reports', () => {
  it('go by the ending of the file, in any case', async () => {
    expect(writerFor('out/Report.SARIF')).to.equal(writerFor('x.sarif'));
    expect(await writerFor('x.json')?.(aReport(), aContext())).to.equal(`${JSON.stringify(aReport(), null, 2)}\n`);
    for (const file of ['x.docx', 'x', '.sarif', 'json']) expect(writerFor(file)).to.equal(undefined);
  });

  it('give the same bytes for the same audit', async () => {
    for (const ending of outputFormats) {
      const [one, other] = [
        await writerFor(`x${ending}`)?.(aReport(), aContext()),
        await writerFor(`x${ending}`)?.(aReport(), aContext()),
      ];
      expect(one).to.be.a('string').that.equals(other);
    }
  });
});
