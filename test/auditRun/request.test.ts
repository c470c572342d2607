import { expect } from 'chai';
import { defaultConfig } from '../../src/audit/auditConfig.js';
import { catalogue } from '../../src/audit/catalogue.js';
import { rulesOf } from '../../src/auditRun/request.js';

const chosen = (selectors: string[] | undefined, rules: { include: string[]; exclude: string[] }) => {
  const { rules: selected, coverage } = rulesOf(selectors, { ...defaultConfig, rules });
  return { ids: selected.map(({ id }) => id), reason: coverage[0]?.reason };
};

describe('the rules of an audit', () => {
  it('are all of them when nobody says otherwise', () => {
    expect(chosen(undefined, { include: [], exclude: [] })).to.deep.equal({
      ids: catalogue.map(({ id }) => id),
      reason: undefined,
    });
  });

  it('are those that the config file includes and does not exclude, and the coverage says so', () => {
    const some = chosen(undefined, { include: ['full-scope', 'pkce-not-required'], exclude: ['full-scope'] });
    expect(some.ids).to.deep.equal(['pkce-not-required']);
    expect(some.reason).to.equal(`the config file leaves out ${catalogue.length - 1} of ${catalogue.length} rules`);
    const most = chosen(undefined, { include: [], exclude: ['full-scope'] });
    expect(most.ids)
      .to.have.length(catalogue.length - 1)
      .and.not.include('full-scope');
  });

  it('are those of the command line before those of the config file', () => {
    expect(chosen(['full-scope'], { include: [], exclude: ['full-scope'] })).to.deep.equal({
      ids: ['full-scope'],
      reason: undefined,
    });
    expect(() => chosen(['no-such-rule'], { include: [], exclude: [] })).to.throw(/named "no-such-rule"/);
  });
});
