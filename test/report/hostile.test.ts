import { expect } from 'chai';
import { detail } from '../../src/report/detail.js';
import { summaryLine } from '../../src/report/summaryLine.js';
import { toRows } from '../../src/report/table.js';
import { unchecked } from '../../src/report/unchecked.js';
import { outputFormats, reporterFor } from '../../src/report/writers.js';
import { acting, aContext, aReport, hostile, reportOf } from './support.js';

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
    for (const text of human('x'.repeat(1_000_000))) expect(text.length).to.be.below(20_000);
  });

  for (const ending of outputFormats) {
    for (const [what, hostileText] of [
      ['control characters', hostile],
      ['a megabyte', 'x'.repeat(1_000_000)],
      ['quotes and braces', '"}],{"\\\'</script>${x}%s'],
    ] as const) {
      it(`leaves a ${ending} file that can be read: ${what}`, () => {
        const text = reporterFor(`report${ending}`)?.(reportOf(hostileText), aContext()) ?? '';
        expect(() => JSON.parse(text) as unknown).to.not.throw();
        if (ending === '.json') expect(JSON.parse(text)).to.deep.equal(reportOf(hostileText));
        expect(text).to.not.match(acting);
      });
    }
  }
});

describe('formats of reports', () => {
  it('go by the ending of the file, in any case', () => {
    expect(reporterFor('out/Report.SARIF')).to.equal(reporterFor('x.sarif'));
    expect(reporterFor('x.json')?.(aReport(), aContext())).to.equal(`${JSON.stringify(aReport(), null, 2)}\n`);
    for (const file of ['x.docx', 'x', '.sarif', 'json']) expect(reporterFor(file)).to.equal(undefined);
  });
});
