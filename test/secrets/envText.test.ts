import { expect } from 'chai';
import type { SfError } from '@salesforce/core/sfError';
import { parseEnv } from 'node:util';
import { editEnvText, readEnvText } from '../../src/secrets/envText.js';

const others = [
  '# a comment with KEY=value in it',
  'export PLAIN=one two # and a comment',
  "  INDENTED = 'single # quoted'",
  'MULTI="first',
  'ACME_KEY=not an assignment',
  'last"',
  "SINGLE='first",
  'ACME_KEY=neither',
  "last'",
  'UNTERMINATED="',
  'not an assignment at all',
  '',
  'EMPTY=',
];

describe('the text of a dotenv file', () => {
  it('is read as Node reads it', () => {
    const text = others.filter((line) => !line.startsWith('UNTERMINATED')).join('\n');
    const { PLAIN, ...rest } = Object.fromEntries(readEnvText(text));
    const { PLAIN: expected, ...expectedRest } = parseEnv(text);
    expect(rest).to.deep.equal(expectedRest);
    expect(PLAIN).to.match(new RegExp(`^${expected}`));
  });

  for (const [kind, end] of [
    ['Unix', '\n'],
    ['Windows', '\r\n'],
  ] as const) {
    it(`keeps ${kind} lines that are not to be changed, to the byte`, () => {
      const before = others.join(end);
      const text = `${before}${end}ACME_KEY=old${end}# after${end}`;
      const edited = editEnvText(text, new Map([['ACME_KEY', 'new']]));
      expect(edited).to.equal(`${before}${end}ACME_KEY=new\n# after${end}`);
      expect(editEnvText(edited, new Map([['ACME_KEY', undefined]]))).to.equal(`${before}${end}# after${end}`);
      expect(editEnvText(text, new Map())).to.equal(text);
    });
  }

  it('ends an unfinished last line before it adds one', () => {
    expect(editEnvText('A=1', new Map([['B', '2']]))).to.equal('A=1\nB=2\n');
    expect(editEnvText('', new Map([['B', '2']]))).to.equal('B=2\n');
  });

  it('leaves one of several assignments of a name, and had read the last', () => {
    const text = 'A=1\nB=2\nexport A="3"\n';
    expect(readEnvText(text).get('A')).to.equal('3');
    expect(editEnvText(text, new Map([['A', '4']]))).to.equal('A=4\nB=2\n');
  });

  it('replaces a value over several lines as a whole', () => {
    expect(editEnvText("A='1\n2'\nB=3\n", new Map([['A', '4']]))).to.equal('A=4\nB=3\n');
  });

  it('quotes so that every reader agrees, and refuses what they would not agree on', () => {
    expect(editEnvText('', new Map([['A', 'two words\n# "three"']]))).to.equal('A=\'two words\n# "three"\'\n');
    for (const value of ["it's", 'back\\slash', '$HOME', 'bell\x07', 'é', '', 'line\rline']) {
      const edit = (): string => editEnvText('', new Map([['A', value]]));
      expect(edit)
        .to.throw(/The value of A has a character/)
        .and.have.property('name', 'UnquotableValueError');
    }
  });

  it('does not quote the value that it refuses', () => {
    try {
      editEnvText('', new Map([['A', "hunter'2"]]));
      expect.fail('was not refused');
    } catch (error) {
      expect((error as SfError).message).not.to.include('hunter');
    }
  });
});
