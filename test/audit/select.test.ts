import { expect } from 'chai';
import { selectRules } from '../../src/audit/select.js';

const rules = [
  { id: 'full-scope', severity: 2, tags: ['scopes'] },
  { id: 'token-sprawl', severity: 4, tags: ['tokens'] },
  { id: 'stale-token', severity: 3, tags: ['tokens'] },
  { id: 'secret-in-source', severity: 1, tags: ['secrets', 'source-control'] },
] as const;

const ids = (...selectors: string[]): string[] => selectRules(rules, selectors).rules.map(({ id }) => id);

describe('rule selectors', () => {
  it('select every rule when there is none', () => {
    expect(ids()).to.have.length(4);
  });

  const cases: Record<string, string[]> = {
    all: ['full-scope', 'token-sprawl', 'stale-token', 'secret-in-source'],
    Recommended: ['full-scope', 'token-sprawl', 'stale-token', 'secret-in-source'],
    'full-scope': ['full-scope'],
    'FULL-SCOPE': ['full-scope'],
    tokens: ['token-sprawl', 'stale-token'],
    High: ['full-scope'],
    '1': ['secret-in-source'],
    'High,Critical': ['full-scope', 'secret-in-source'],
    'tokens:Low': ['token-sprawl'],
    'secrets,tokens:3': ['stale-token', 'secret-in-source'],
    '(secrets,tokens):3': ['stale-token'],
    'tokens:(Low,Moderate)': ['token-sprawl', 'stale-token'],
    '((scopes))': ['full-scope'],
    ' scopes , secrets ': ['full-scope', 'secret-in-source'],
    Info: [],
    'all:tokens:4': ['token-sprawl'],
  };
  for (const [selector, expected] of Object.entries(cases)) {
    it(`read "${selector}" as Code Analyzer does`, () => {
      expect(ids(selector)).to.deep.equal(expected);
      expect(selectRules(rules, [selector]).problems).to.deep.equal([]);
    });
  }

  it('add up when there are several, in the order of the catalogue', () => {
    expect(ids('secrets', 'scopes')).to.deep.equal(['full-scope', 'secret-in-source']);
  });

  for (const selector of ['', '()', 'a:()', 'scopes,', ',scopes', 'scopes:', '(scopes', 'scopes)', 'scopes(tokens)']) {
    it(`call "${selector}" malformed`, () => {
      expect(selectRules(rules, [selector]).problems).to.deep.include({ selector, reason: 'malformed' });
    });
  }

  it('call a name that nothing has unknown, so that a typing error is no audit without findings', () => {
    const { rules: selected, problems } = selectRules(rules, ['ful-scope,tokens']);
    expect(problems).to.deep.equal([{ selector: 'ful-scope', reason: 'unknown' }]);
    expect(selected).to.have.length(2);
  });
});
