import { expect } from 'chai';
import { elementsAt, parentPathAt, spanOf } from '../../../src/registration/edit/located.js';
import { readXml } from '../../../src/registration/xml/read.js';
import type { XmlElement } from '../../../src/registration/xml/element.js';

const text = `<A>
  <b><c>1</c></b>
  <b>
    <?keep <c> ?>
    <c>2</c>
    <d><e>3</e></d>
  </b>
</A>`;

const parse = (xml: string): XmlElement => {
  const { root } = readXml(xml);
  if (!root) throw new Error(`malformed: ${xml}`);
  return root;
};
const root = parse(text);

describe('the place of an element', () => {
  it('is told by the path of its parent, exact among siblings of one name', () => {
    expect(parentPathAt(root, { line: 3, column: 3 })).to.equal('');
    expect(parentPathAt(root, { line: 2, column: 6 })).to.equal('b[0]');
    expect(parentPathAt(root, { line: 5, column: 5 })).to.equal('b[1]');
    expect(parentPathAt(root, { line: 6, column: 8 })).to.equal('b[1].d[0]');
    expect(parentPathAt(root, { line: 6, column: 9 })).to.equal(undefined);
  });

  it('is found again by such a path', () => {
    const texts = (path: string): string[] => elementsAt(root, path).map((element) => element.text);
    expect(texts('b.c')).to.deep.equal(['1', '2']);
    expect(texts('b[1].c')).to.deep.equal(['2']);
    expect(texts('b[1].d[0].e')).to.deep.equal(['3']);
    expect(texts('b[2].c')).to.deep.equal([]);
    for (const path of ['b[one].c', 'b..c', '']) expect(texts(path), `no path: "${path}"`).to.deep.equal([]);
  });

  it('reaches from its tag to its end, whatever tags an instruction seems to hold', () => {
    const [, second] = elementsAt(root, 'b');
    const { start, end, tag } = spanOf(text, second ?? root);
    expect(text.slice(start, end)).to.match(/^<b>\n {4}<\?keep[^]*<\/d>\n {2}<\/b>$/);
    expect(tag).to.equal('b');
  });
});
