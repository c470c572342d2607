import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { renderRulePages, rulePages } from '../../scripts/ruleDocs.js';
import { defaultConfig } from '../../src/audit/auditConfig.js';
import { catalogue, type CatalogueRule } from '../../src/audit/catalogue.js';
import { loadConfig } from '../../src/audit/loadConfig.js';
import type { AuditResult } from '../../src/audit/result.js';
import { ruleContext } from '../../src/audit/ruleContext.js';
import { audit } from '../../src/audit/run.js';
import { inventoryFromSource } from '../../src/inventory/fromSource.js';
import { exampleOf, filesOf, writeExample, type Example } from './ruleExamples.js';

/** Rules about what the config file says are shown with what it is about. */
const rulesFor = (rule: CatalogueRule): readonly CatalogueRule[] =>
  rule.tags.includes('waivers') ? catalogue : [rule];

describe('the page of each rule', () => {
  it('is there, and none besides; what is generated is current (npm run docs:rules)', async () => {
    const rendered = await renderRulePages();
    expect(readdirSync(rulePages).sort()).to.deep.equal([...rendered.keys()].sort());
    for (const [name, text] of rendered) expect(readFileSync(new URL(name, rulePages), 'utf8'), name).to.equal(text);
  });

  for (const { id } of catalogue) {
    it(`of ${id} has a bad and a good example`, () => {
      for (const example of ['Bad', 'Good'] as const) {
        expect(exampleOf(id, example), `${id}: ${example}`).to.match(/^```|^\| /m);
      }
    });
  }

  it('shows files wherever the rule looks at source', () => {
    for (const { id, modes } of catalogue) {
      if (!modes.includes('source')) continue;
      expect(filesOf(exampleOf(id, 'Bad')), id).to.not.be.empty;
      expect(filesOf(exampleOf(id, 'Good')), id).to.not.be.empty;
    }
  });
});

describe('the example on the page of', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rule-docs-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const auditExample = async (rule: CatalogueRule, example: Example): Promise<AuditResult> => {
    writeExample(root, rule.id, example);
    const name = 'clientapp-audit.yml';
    const ruleIds = new Set(catalogue.map(({ id }) => id));
    const reading = await loadConfig(join(root, name), { name, optional: true, ruleIds });
    const config = 'config' in reading ? reading.config : defaultConfig;
    const rules = rulesFor(rule);
    return audit(
      await inventoryFromSource({ root }),
      rules,
      ruleContext(config, new Date('2026-11-23T12:00:00Z')),
      config,
    );
  };

  for (const rule of catalogue.filter(({ modes }) => modes.includes('source'))) {
    it(`${rule.id}: the bad one is a finding of it, the good one none`, async () => {
      const bad = await auditExample(rule, 'Bad');
      const found = bad.findings.filter(({ rule: id }) => id === rule.id);
      expect(found, JSON.stringify(bad.inconclusive)).to.not.be.empty;
      rmSync(root, { recursive: true });
      mkdirSync(root);
      const good = await auditExample(rule, 'Good');
      const left = good.findings.filter(({ rule: id }) => id === rule.id);
      expect(left.map(({ message }) => message)).to.deep.equal([]);
      expect(good.inconclusive.filter(({ rule: id }) => id === rule.id)).to.deep.equal([]);
    });
  }
});
