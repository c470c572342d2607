import { expect } from 'chai';
import { foldText } from '../../src/progress/foldText.js';

describe('text on a terminal', () => {
  it('is broken between words', () => {
    const text = 'The secret of the Connected App "OldErp" in production can not be rotated by API.';
    const folded = foldText(text, 44);
    expect(folded.split('\n')).to.deep.equal([
      'The secret of the Connected App "OldErp" in',
      'production can not be rotated by API.',
    ]);
    expect(foldText(text, text.length)).to.equal(text);
    expect(foldText(text, text.length - 1)).to.contain('\n');
  });

  it('goes on below the text of its item', () => {
    expect(foldText('3. Choose Generate, and copy the new key and the new secret.', 40)).to.equal(
      '3. Choose Generate, and copy the new key\n   and the new secret.',
    );
    expect(foldText('  - Choose Generate, and copy the new key there.', 40)).to.equal(
      '  - Choose Generate, and copy the new\n    key there.',
    );
  });

  it('keeps what has no spaces in one piece, and lines as they are', () => {
    const address = `https://acme.my.salesforce.com/${'a'.repeat(60)}`;
    expect(foldText(`Open App Manager: ${address}\n\n- short`, 40)).to.equal(
      `Open App Manager:\n${address}\n\n- short`,
    );
    expect(foldText(address, 40)).to.equal(address);
  });

  it('loses no word', () => {
    const text = 'one two  three '.repeat(20);
    for (const columns of [40, 41, 57, 80])
      expect(foldText(text, columns).split(/\s+/), `${columns}`).to.deep.equal(text.split(/\s+/));
  });

  it('is left alone where there is no room, or the width is unknown', () => {
    const text = 'word '.repeat(30);
    expect(foldText(text, 39)).to.equal(text);
    expect(foldText(text, 0)).to.equal(text);
  });
});
