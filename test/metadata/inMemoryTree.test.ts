import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { InMemoryTree } from '../../src/metadata/inMemoryTree.js';

const folder = resolve('/nowhere/force-app');
const first = join(folder, 'permissionsets', 'A.permissionset-meta.xml');
const second = join(folder, 'permissionsets', 'B.permissionset-meta.xml');

describe('a project held in memory', () => {
  const tree = new InMemoryTree(
    new Map([
      [first, '<a>ä</a>'],
      [second, '<b/>'],
    ]),
  );

  it('has the files and all folders above them', () => {
    expect(tree.readDirectory(join(folder, 'permissionsets'))).to.deep.equal([
      'A.permissionset-meta.xml',
      'B.permissionset-meta.xml',
    ]);
    expect(tree.readDirectory(folder)).to.deep.equal(['permissionsets']);
    expect(tree.readDirectory(resolve('/nowhere'))).to.deep.equal(['force-app']);
    expect(tree.readDirectory(resolve('/'))).to.deep.equal(['nowhere']);
    expect(tree.isDirectory(folder)).to.equal(true);
    expect(tree.isDirectory(first)).to.equal(false);
    for (const path of [first, second, folder]) expect(tree.exists(path), path).to.equal(true);
  });

  it('has nothing else', () => {
    expect(tree.exists(join(folder, 'C'))).to.equal(false);
    expect(tree.exists(resolve('package.json')), 'a file of the disk').to.equal(false);
    expect(tree.readDirectory(join(folder, 'C'))).to.deep.equal([]);
    expect(() => tree.readFileSync(join(folder, 'C'))).to.throw('No such file in memory');
  });

  it('gives the bytes of a file at once, later and as a stream', async () => {
    expect(tree.readFileSync(first).toString()).to.equal('<a>ä</a>');
    expect((await tree.readFile(first)).toString()).to.equal('<a>ä</a>');
    expect(await text(tree.stream(first))).to.equal('<a>ä</a>');
  });
});
