import { resolve } from 'node:path';
import { expect } from 'chai';
import { answersOf } from '../../src/audit/answers.js';
import { defaultConfig } from '../../src/audit/auditConfig.js';
import { catalogue } from '../../src/audit/catalogue.js';
import type { Rule } from '../../src/audit/rule.js';
import { inventoryFromSource } from '../../src/inventory/fromSource.js';
import { finding } from '../../src/audit/outcomes.js';
import { corpusDirectory, needCorpus } from '../registration/corpus.js';
import { anApp, anInventory } from './rules/anInventory.js';
import { aDraft, aRule, context } from './support.js';

const manyApps = anInventory({ apps: Array.from({ length: 200 }, (_, index) => anApp({ name: `App${index}` })) });

const eachApp: Rule['check'] = ({ apps }) => apps.map((app) => finding(app, aDraft({ subject: app.name })));

describe('the answers of rules', () => {
  it('name every app once and in order, from a rule that is given a part of them', () => {
    const rule = aRule('each', [], { perApp: true, check: eachApp });
    const [answer] = answersOf([rule], manyApps, context, defaultConfig);
    expect(answer?.findings.map(({ app }) => app)).to.deep.equal(manyApps.apps.map(({ name }) => name));
  });

  it('give every app at once to a rule that compares them', () => {
    const sizes: number[] = [];
    const compares = aRule('compares', [], { check: ({ apps }) => (sizes.push(apps.length), []) });
    answersOf([compares], manyApps, context, defaultConfig);
    expect(sizes).to.deep.equal([200]);
  });

  it('hold nothing of a rule that failed at a later app, and say so once', () => {
    const check: Rule['check'] = (inventory) => {
      if (inventory.apps.some(({ name }) => name === 'App150')) throw new Error('no such thing');
      return eachApp(inventory, context);
    };
    const answers = answersOf([aRule('fails', [], { perApp: true, check })], manyApps, context, defaultConfig);
    expect(answers).to.deep.equal([
      { findings: [], inconclusive: [{ rule: 'fails', reason: 'the rule itself failed: no such thing' }] },
    ]);
  });

  it('are the same one app at a time, of every rule that says so', async function () {
    needCorpus(this);
    const root = resolve(corpusDirectory);
    const inventory = await inventoryFromSource({ root, paths: [root] });
    const singles = inventory.apps.map((app) => ({ ...inventory, apps: [app] }));
    const perApp = catalogue.filter((rule) => rule.perApp);
    expect(perApp.length).to.be.greaterThan(20);
    for (const { id, check } of perApp) {
      const oneByOne = singles.flatMap((single) => check?.(single, context) ?? []);
      expect(check?.(inventory, context), id).to.deep.equal(oneByOne);
    }
  });
});
