import { expect } from 'chai';
import { readConfig } from '../../src/audit/config.js';
import { withWaiver, type NewWaiver } from '../../src/review/waiverText.js';

const waiver: NewWaiver = {
  rule: 'full-scope',
  fingerprint: 'ab'.repeat(32),
  owner: 'ann@acme.example',
  reason: 'Vendor: "needs" it # for now\nreally',
  expires: '2027-01-31',
};

const waiversIn = (text: string): unknown[] => {
  const reading = readConfig(text, 'clientapp-audit.yml', { ruleIds: new Set(['full-scope']) });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.config.waivers.map(({ at: _, ...rest }) => rest);
};

const other = { rule: 'full-scope', app: 'Other', owner: 'a', reason: 'b', expires: '2026-12-31' };
const block = '- rule: full-scope\n  app: Other\n  owner: a\n  reason: b\n  expires: 2026-12-31';

describe('a waiver more in an audit config', () => {
  const texts: Record<string, [text: string, before: unknown[]]> = {
    'no file': ['', []],
    comments: ['# ours\n', []],
    'other keys': ['maxWaiverDays: 400', []],
    'an empty list': ['waivers: []\nmaxWaiverDays: 400\n', []],
    'an empty list and nothing else': ['waivers: []\n', []],
    'no value': ['waivers:\nmaxWaiverDays: 400\n', []],
    'a list': [`waivers:\n${block}\n`, [other]],
    'a list deeper': [`waivers:\n${block.replace(/^/gm, '    ')} # soon\n\n# end\nmaxWaiverDays: 400\n`, [other]],
    'a list without a line break at the end': [`maxWaiverDays: 400\nwaivers:\n${block}`, [other]],
    'Windows line ends': [`waivers:\n${block}\nmaxWaiverDays: 400\n`.replaceAll('\n', '\r\n'), [other]],
    'a list on one line': [
      'waivers: [{ rule: full-scope, app: Other, owner: a, reason: b, expires: 2026-12-31 }]\n',
      [other],
    ],
    'a map on one line': ['{ maxWaiverDays: 400 }\n', []],
  };
  for (const [kind, [text, before]] of Object.entries(texts)) {
    it(`beside ${kind}`, () => {
      if (kind !== 'no value') expect(waiversIn(text)).to.deep.equal(before);
      const after = withWaiver(text, waiver);
      expect(waiversIn(after)).to.deep.equal([...before, waiver]);
      for (const comment of text.match(/# \w+/g) ?? []) expect(after).to.include(comment);
      if (text.includes('\r\n')) expect(after.replaceAll('\r\n', '')).to.not.include('\n');
    });
  }

  it('renews one that accepts the same already', () => {
    const renewed = { ...waiver, expires: '2027-06-30' };
    const text = withWaiver(withWaiver('# ours\n', waiver), renewed);
    expect(waiversIn(text)).to.deep.equal([renewed]);
    expect(text).to.match(/^# ours\n/);
  });
});
