import { expect } from 'chai';
import { makeElement } from '../../../src/registration/codec.js';
import { flagFact, type Part } from '../../../src/registration/read/facts.js';
import { flag } from '../../../src/registration/schema/field.js';

const part = (element: Part['element']): Part => ({
  element,
  fields: { documented: flag({ default: 'true' }), open: flag() },
  place: () => undefined,
});

describe('a fact of a file', () => {
  it('is the default where the file leaves it out, and unknown where no default is documented', () => {
    for (const element of [undefined, makeElement('A', ''), makeElement('A', '', [makeElement('open', '')])]) {
      expect(flagFact(part(element), 'documented')).to.deep.equal({ known: true, value: true });
      expect(flagFact(part(element), 'open')).to.deep.equal({
        known: false,
        reason: 'the file does not say <open>, and its default is not documented',
      });
    }
  });
});
