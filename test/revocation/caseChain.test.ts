import { expect } from 'chai';
import { chained, noEntry, verifyCase } from '../../src/revocation/caseChain.js';

const when = new Date('2026-11-23T10:00:00Z');

const linesOf = (actions: readonly string[]): string[] => {
  let prev = noEntry;
  return actions.map((action, seq) => {
    const entry = chained({ action, result: 'done', subject: { app: 'A' }, detail: { n: seq } }, seq, when, prev);
    prev = entry.hash;
    return JSON.stringify(entry);
  });
};

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('a case file', () => {
  const lines = linesOf(['start', 'revoke-token', 'end']);
  const [start = '', revoked = '', end = ''] = lines;

  it('is intact as it was written', () => {
    expect(verifyCase(textOf(lines))).to.deep.equal({
      intact: true,
      entries: 3,
      last: (JSON.parse(end) as { hash: string }).hash,
    });
  });

  const broken: Array<[string, string, number]> = [
    ['a changed result', textOf([start, revoked.replace('"done"', '"failed"'), end]), 2],
    ['a changed detail', textOf([start, revoked.replace('"n":1', '"n":2'), end]), 2],
    ['a changed time', textOf([start.replace('T10:', 'T09:'), revoked, end]), 1],
    ['a line that is missing', textOf([start, end]), 2],
    ['a line that is missing at the start', textOf([revoked, end]), 1],
    ['lines that changed places', textOf([start, end, revoked]), 2],
    ['a line twice', textOf([start, revoked, revoked, end]), 3],
    ['a line of another case', textOf([start, linesOf(['x', 'y'])[1] ?? '', end]), 2],
    ['text that is no JSON', textOf([start, '{', end]), 2],
    ['a line that breaks off', textOf(lines).slice(0, -1), 3],
    ['nothing', '', 1],
  ];
  for (const [what, text, line] of broken)
    it(`shows ${what}`, () => {
      expect(verifyCase(text)).to.include({ intact: false, line });
    });

  it('shows lines cut off at the end by the digest of the last one', () => {
    const whole = verifyCase(textOf(lines));
    const cut = verifyCase(textOf([start, revoked]));
    expect(cut.intact && whole.intact && cut.last !== whole.last).to.equal(true);
  });
});
