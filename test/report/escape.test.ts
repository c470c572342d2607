import { expect } from 'chai';
import { visible } from '../../src/report/escape.js';
import { acting, hostile } from './support.js';

describe('text for people', () => {
  it('leaves ordinary text of any language alone', () => {
    for (const text of ['Acme ERP', 'Müller & Söhne', '株式会社', 'שלום', '🚀 launch', '<U+0041>']) {
      expect(visible(text)).to.equal(text);
    }
  });

  it('shows what would act or hide, and acts on none of it', () => {
    const shown = visible(hostile);
    expect(shown).to.not.match(acting);
    for (const name of ['001B', '0007', '009B', '202E', '2066', '200B', 'E0041', 'D800']) {
      expect(shown).to.include(`<U+${name}>`);
    }
  });

  it('is one line', () => {
    expect(visible('a\r\n\t b\u2028c\u0085d')).to.equal('a  b c d');
  });

  it('is never longer than asked, and cuts no character in half', () => {
    expect(visible('x'.repeat(1_000_000), 20)).to.equal(`${'x'.repeat(19)}…`);
    expect(visible('\u001b'.repeat(1000), 20).length).to.equal(20);
    expect(visible('🚀'.repeat(10), 4)).to.equal('🚀…');
  });
});
