import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { ruleName, withRule } from '../../scripts/newRule.js';

const index = readFileSync(new URL('../../src/audit/rules/index.ts', import.meta.url), 'utf8');

describe('a new rule', () => {
  it('is named after its id', () => {
    expect(ruleName('sso-not-enforced-2')).to.equal('ssoNotEnforced2');
  });

  it('stands in the catalogue once, its import in alphabetical order', () => {
    const lines = withRule(index, 'full-moon').split('\n');
    const imports = lines.filter((line) => line.startsWith('import {')).map((line) => line.split(' ')[2]);
    expect(imports.indexOf('fullMoon')).to.equal(imports.indexOf('fullScope') - 1);
    expect(lines.filter((line) => line === '  fullMoon,')).to.have.length(1);
    expect(lines.slice(-3)).to.deep.equal(['  fullMoon,', '];', '']);
    expect(lines).to.have.length(index.split('\n').length + 2);
  });

  it('comes after all others when its name does', () => {
    const lines = withRule(index, 'zone-unknown').split('\n');
    expect(lines.lastIndexOf("import { zoneUnknown } from './zoneUnknown.js';")).to.equal(
      lines.findLastIndex((line) => line.startsWith('import ')),
    );
  });

  it('is refused when the catalogue is not understood', () => {
    expect(() => withRule('export const rules = [];\n', 'full-moon')).to.throw('does not look as expected');
  });
});
