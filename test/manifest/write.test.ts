import { expect } from 'chai';
import { readManifest } from '../../src/manifest/read.js';
import { writeManifest } from '../../src/manifest/write.js';
import { exampleManifest } from './example.js';

const file = 'clientapps/AcmeErp.clientapp.yaml';
const { app, environments } = readManifest(exampleManifest, file);
if (!app) throw new Error('the example is wrong');

describe('writeManifest', () => {
  it('writes what it read', () => {
    const again = readManifest(writeManifest(app, environments), file);
    expect(again.problems).to.deep.equal([]);
    expect(again.app).to.deep.equal(app);
    expect(again.environments).to.deep.equal(environments);
  });

  it('has the order, the shape and the comments of the documentation, without what is empty', () => {
    const loose = (text: string): string[] => text.split('\n').map((line) => line.replace(/ +#/, ' #'));
    expect(loose(writeManifest(app, environments))).to.deep.equal(
      loose(exampleManifest).filter((line) => !/^ *(callbackUrls|apexClasses|userPermissions):/.test(line)),
    );
  });

  it('keeps texts that YAML would read as something else', () => {
    for (const text of ['yes', '2026', 'null', '# no', 'a: b', '- a', '"quoted"', "it's", '[x]', 'a\nb', '*x', '%']) {
      const changed = { ...app, description: text, scopes: { api: text }, owner: { ...app.owner, name: text } };
      const again = readManifest(writeManifest(changed), file);
      expect(again.problems).to.deep.equal([]);
      expect(again.app).to.deep.equal(changed);
    }
  });
});
