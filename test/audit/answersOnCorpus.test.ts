import { resolve } from 'node:path';
import { expect } from 'chai';
import { catalogue } from '../../src/audit/catalogue.js';
import { inventoryFromSource } from '../../src/inventory/fromSource.js';
import { corpusDirectory, needCorpus } from '../registration/corpus.js';
import { context } from './support.js';

describe('the answers of rules on real files', () => {
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
