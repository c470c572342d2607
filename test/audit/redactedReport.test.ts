import { expect } from 'chai';
import { catalogue } from '../../src/audit/catalogue.js';
import { redact } from '../../src/audit/redact.js';
import { aDraft, aRule, run } from './support.js';

const token = `00D5g000004XYZaEAG!AQEAQ${'aB3_.x'.repeat(12)}`;
const upperHex = 'A1B2C3D4'.repeat(8);

describe('text of a whole report', () => {
  it('keeps what rules say about secrets', () => {
    for (const text of catalogue.flatMap(({ description, remedy }) => [description, remedy]))
      expect(redact(text)).to.equal(text);
  });

  it('is cleaned in findings, reasons and coverage, also where it is cut', () => {
    const long = 'x'.repeat(1990) + token;
    const result = run([
      aRule('r', [
        aDraft({ message: `m ${token}`, evidence: long, remedy: `r ${upperHex}` }),
        { kind: 'inconclusive', reason: `the org said ${token}` },
      ]),
    ]);
    const text = JSON.stringify(result);
    expect(text).to.not.contain('AQEAQ').and.not.contain(upperHex);
    expect(text).to.contain('[access token removed]');
  });
});
