import { expect } from 'chai';
import { answersOf } from '../../src/audit/answers.js';
import { defaultConfig } from '../../src/audit/auditConfig.js';
import type { Rule } from '../../src/audit/rule.js';
import { finding } from '../../src/audit/outcomes.js';
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

  it('come from parts of 64 apps, and from none where there are no apps', () => {
    const sizesFor = (apps: number): number[] => {
      const sizes: number[] = [];
      const rule = aRule('sizes', [], { perApp: true, check: ({ apps: part }) => (sizes.push(part.length), []) });
      const inventory = anInventory({ apps: Array.from({ length: apps }, () => anApp()) });
      answersOf([rule], inventory, context, defaultConfig);
      return sizes;
    };
    expect(sizesFor(130)).to.deep.equal([64, 64, 2]);
    expect(sizesFor(128)).to.deep.equal([64, 64]);
    expect(sizesFor(0)).to.deep.equal([]);
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
});
