import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readPlainXml } from '../../../src/registration/xml/plain.js';
import { readXml } from '../../../src/registration/xml/read.js';
import { corpusDirectory, corpusFiles, needCorpus } from '../corpus.js';

/** A comment behind the root changes nothing but who reads the file. */
const byParser = (text: string) => readXml(`${text}<!-- -->`).root;

const head = '<?xml version="1.0" encoding="UTF-8"?>\n<A xmlns="http://soap.sforce.com/2006/04/metadata">';

describe('readPlainXml', () => {
  const plain: Record<string, string> = {
    'text, an empty element and a group': `${head}\n  <b>one</b>\n  <c></c><d>\n\t<e> two \n three\n</e></d>\n</A>\n`,
    'no declaration': '<A><b>true</b></A>',
    'letters outside ASCII': `${head}<b>Käse  日本</b></A>`,
    'a ">" in text': `${head}<b>a > b</b></A>`,
    'blanks alone': `${head}<b>  \n </b></A>`,
    'a root without elements': '<A>text</A>',
  };
  for (const [what, text] of Object.entries(plain)) {
    it(`reads as the parser does: ${what}`, () => {
      expect(readPlainXml(text)).to.not.equal(undefined);
      expect(readPlainXml(text)).to.deep.equal(byParser(text));
    });
  }

  const others: Record<string, string> = {
    'an attribute': '<A><b c="d">e</b></A>',
    'a prefix': '<x:A>b</x:A>',
    'an empty-element tag': '<A><b/></A>',
    'a reference': '<A>&amp;</A>',
    'a comment': '<A><!-- b --></A>',
    CDATA: '<A><![CDATA[b]]></A>',
    'the end of CDATA': '<A>]]></A>',
    'a carriage return': '<A>\r\n</A>',
    'a control character': '<A>\u0001</A>',
    'two code units': '<A>\u{1F511}</A>',
    'a space that XML does not know': '<A>\u00a0</A>',
    'such a space behind the declaration': '<?xml version="1.0" encoding="UTF-8"?>\u00a0<A></A>',
    'text before an element': '<A>b<c></c></A>',
    'text behind an element': '<A><c></c>b</A>',
    'a tag of another name': '<A><b></c></A>',
    'a tag that does not end': '<A><b></b></A',
    'an element that does not end': '<A><b></b>',
    'text that does not end': '<A>b',
    'two roots': '<A></A><B></B>',
    'text behind the root': '<A></A>b',
    'a closing tag first': '</A>',
    'blanks in a closing tag': '<A></A >',
    'another version of XML': '<?xml version="1.1" encoding="UTF-8"?><A></A>',
    'deep elements': `${'<A>'.repeat(51)}${'</A>'.repeat(51)}`,
    nothing: '',
  };
  for (const [what, text] of Object.entries(others)) {
    it(`leaves to the parser: ${what}`, () => {
      expect(readPlainXml(text)).to.equal(undefined);
    });
  }

  it('reads every file of the corpus as the parser does', function () {
    needCorpus(this);
    let read = 0;
    for (const file of corpusFiles()) {
      const text = readFileSync(join(corpusDirectory, file), 'utf8').replace(/^\uFEFF/, '');
      const root = readPlainXml(text);
      if (!root) continue;
      read += 1;
      expect(root, file).to.deep.equal(byParser(text));
    }
    expect(read).to.be.greaterThan(100);
  });
});
