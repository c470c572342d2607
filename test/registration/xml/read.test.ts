import { expect } from 'chai';
import { childText, elementAt } from '../../../src/registration/elements.js';
import { maxXmlSize, readXml } from '../../../src/registration/xml/read.js';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const messages = (source: string | Buffer) => readXml(source).problems;

describe('readXml', () => {
  it('tells the place of every element and of its text', () => {
    const { root } = readXml(`${declaration}\n<A xmlns="x">\n    <b\n      c="1>2">\n      text</b>\n    <d/></A>`);
    expect(root).to.include({ name: 'A', line: 2, column: 1 });
    expect(root?.children[0]).to.include({ name: 'b', text: 'text', line: 3, column: 5, textLine: 5, textColumn: 7 });
    expect(root?.children[1]).to.include({ name: 'd', text: '', line: 6, column: 5 });
  });

  it('tells the same places with carriage returns', () => {
    const { root } = readXml('<A>\r\n  <b>\r\n    one\r\n    two</b>\r\n  <c>x</c>\r\n</A>');
    expect(root?.children[0]).to.include({ text: 'one\n    two', line: 2, column: 3, textLine: 3, textColumn: 5 });
    expect(root?.children[1]).to.include({ line: 5, column: 3 });
  });

  it('reads UTF-8 with a byte order mark and UTF-16 of both byte orders', () => {
    const xml = '<A>\n  <b>Käse</b>\n</A>';
    const littleEndian = Buffer.from(`\uFEFF${xml}`, 'utf16le');
    for (const source of [Buffer.from(`\uFEFF${xml}`), littleEndian, Buffer.from(littleEndian).swap16()]) {
      const { root, problems } = readXml(source);
      expect(problems).to.deep.equal([]);
      expect(childText(root, 'b')).to.equal('Käse');
      expect(root).to.include({ line: 1, column: 1 });
      expect(root?.children[0]).to.include({ line: 2, column: 3 });
    }
  });

  it('resolves the five entities and character references', () => {
    const { root } = readXml('<A><b>&lt;&amp;&gt;&quot;&apos;&#65;&#x42;</b></A>');
    expect(childText(root, 'b')).to.equal('<&>"\'AB');
  });

  it('joins text around comments and CDATA, and finds where it begins', () => {
    const { root } = readXml('<A>\n<b><!-- prod -->\n  one<![CDATA[<two> & ]]>three</b>\n<c><![CDATA[ x]]></c></A>');
    expect(root?.children[0]).to.include({ text: 'one<two> & three', textLine: 3, textColumn: 3 });
    expect(root?.children[1]).to.include({ text: 'x', textLine: 4, textColumn: 14 });
  });

  it('finds where text begins behind an instruction and behind CDATA that holds nothing', () => {
    const { root } = readXml('<A>\n<b><?keep a > b?> one</b>\n<c><![CDATA[]]> two</c></A>');
    expect(root?.children[0]).to.include({ text: 'one', textLine: 2, textColumn: 19 });
    expect(root?.children[1]).to.include({ text: 'two', textLine: 3, textColumn: 17 });
  });

  it('ignores elements in comments', () => {
    const { root } = readXml('<A><!-- <b>no</b> & --><b>yes</b></A>');
    expect(root?.children.map(({ text }) => text)).to.deep.equal(['yes']);
  });

  it('drops prefixes of namespaces', () => {
    const { root } = readXml('<md:A xmlns:md="x"><md:b><md:c>1</md:c></md:b></md:A>');
    expect(elementAt(root, 'b.c')?.text).to.equal('1');
  });

  it('marks nil elements', () => {
    const { root } = readXml('<A xmlns:xsi="y"><b xsi:nil="true"/><c xsi:nil="false">1</c></A>');
    expect(root?.children.map(({ nil }) => nil)).to.deep.equal([true, undefined]);
  });

  it('refuses a DOCTYPE and entities of its own', () => {
    expect(messages('<!DOCTYPE A [<!ENTITY who "x">]>\n<A>&who;</A>')).to.deep.include({
      message: 'a DOCTYPE is not accepted',
      line: 1,
      column: 32,
    });
    expect(messages('<A>\n<b>&who;</b></A>')[0]).to.include({ line: 2, column: 4 });
  });

  it('finds a bare ampersand where it stands, not in comments or CDATA before it', () => {
    const [problem] = messages('<A><!-- a & b --><x><![CDATA[&]]></x>\n  <b>a=1&b=2</b>\n</A>');
    expect(problem).to.include({ line: 2, column: 9 });
    expect(problem?.message).to.include('&amp;');
  });

  it('names the element that is not closed', () => {
    const [problem] = messages('<A>\n  <b>\n    <c>1</c>\n</A>');
    expect(problem).to.deep.equal({ message: '<b> of line 2 is not closed', line: 4, column: 4 });
  });

  it('finds merge conflicts by any of their three markers', () => {
    const conflict = (marker: string) => messages(`<A>\n  <b>1</b>\n${marker}\n  <c>2</c>\n</A>`);
    for (const marker of ['<<<<<<< HEAD', '=======', '>>>>>>> feature', '=======\r']) {
      expect(conflict(marker), marker).to.deep.equal([
        { message: 'a merge conflict is not resolved', line: 3, column: 1 },
      ]);
    }
  });

  it('refuses what is nested too deep, too large, empty, cut off or not text', () => {
    expect(messages('<a>'.repeat(101) + '</a>'.repeat(101))[0]?.message).to.include('nested');
    expect(messages('<a>'.repeat(100) + '</a>'.repeat(100))).to.deep.equal([]);
    expect(messages(' '.repeat(maxXmlSize + 1))[0]).to.include({ kind: 'too-large' });
    expect(messages('')[0]?.message).to.equal('the file is empty');
    expect(messages(Buffer.alloc(0))[0]?.message).to.equal('the file is empty');
    expect(messages(declaration)[0]?.message).to.equal('there is no root element');
    expect(messages('<A>\n  <b>1')[0]).to.include({ message: 'the file ends before </b>', line: 2 });
    expect(messages('<A/><B/>')[0]?.message).to.equal('there is more than one root element');
    expect(messages(Buffer.from('<A>\n <b>caf\xe9</b></A>', 'latin1'))[0]).to.include({
      kind: 'encoding',
      line: 2,
      column: 8,
    });
  });

  it('has no root when there is a problem, and never throws', () => {
    for (const source of [
      '<A><b></A>',
      '<',
      '\0',
      '<A b=1/>',
      '&',
      '<A>]]></A>',
      '<?xml?>',
      '\uFEFF',
      '<A></A>x',
      '</A>',
    ]) {
      const { root, problems } = readXml(source);
      expect(root, source).to.equal(undefined);
      expect(problems, source).to.have.length(1);
    }
  });
});
