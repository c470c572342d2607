import { expect } from 'chai';
import { fingerprint } from '../../src/audit/fingerprint.js';
import { aDraft, aRule, run } from './support.js';

describe('the fingerprint of a finding', () => {
  it('never changes: waivers and code scanning keep it', () => {
    expect(
      fingerprint({ rule: 'full-scope', registration: 'connected-app', app: 'Billing', subject: 'full' }),
    ).to.equal('358a1d6dd2f51e9c54d6a7ff7cf9c7fce17a7c5ab91f5cdde3e10158df6b9d3b');
  });

  it('takes what is absent for empty', () => {
    const parts = { rule: 'r', registration: '', app: '', subject: '' };
    expect(fingerprint({ rule: 'r' })).to.equal(fingerprint(parts));
  });

  it('is another one for another rule, registration, app or subject', () => {
    const parts = { rule: 'r', registration: 'g', app: 'a', subject: 's' };
    const all = [parts, ...Object.keys(parts).map((key) => ({ ...parts, [key]: 'x' }))].map(fingerprint);
    expect(new Set(all)).to.have.length(5);
  });

  it('does not let one part pass for the border between two', () => {
    for (const border of [',', '|', '","', '\0', '\n']) {
      const joined = fingerprint({ rule: 'a', app: `b${border}c` });
      expect(joined).to.not.equal(fingerprint({ rule: 'a', app: 'b', subject: 'c' }));
      expect(fingerprint({ rule: `a${border}`, app: 'b' })).to.not.equal(fingerprint({ rule: 'a', app: `${border}b` }));
    }
  });

  it('has nothing of place or wording', () => {
    const prints = [
      aDraft({ message: 'one', location: { file: 'a.xml', startLine: 1, startColumn: 1 } }),
      aDraft({ message: 'two', location: { file: 'b.xml', startLine: 2, startColumn: 2 }, org: 'uat' }),
    ].map((draft) => run([aRule('r', [draft])]).findings[0]?.fingerprint);
    expect(prints[0]).to.equal(prints[1]);
  });
});
