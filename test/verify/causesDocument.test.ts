import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

const root = resolve(import.meta.dirname, '../..');

const readAll = async (folder: string): Promise<string> => {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries
    .filter(({ name }) => name.endsWith('.ts'))
    .map(({ parentPath, name }) => join(parentPath, name));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
};

const named = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, id = '']) => id);

/** Every cause that the sources can give. */
const causesIn = (source: string): string[] => {
  const ids = [
    ...named(source, /\bid: '([a-z-]+)',\s*(?:find|pattern)/g),
    ...named(source, /cause: '([a-z-]+)'/g),
    ...named(source, /cause: [^'\n]*\? '([a-z-]+)'/g),
    ...named(source, /cause: [^'\n]*\? '[a-z-]+' : '([a-z-]+)'/g),
    ...named(source, /'([a-z-]+-(?:accepted|registered))'/g),
  ];
  return [...new Set(ids)].sort();
};

describe('docs/verify-causes.md', () => {
  it('lists every cause, and no other', async () => {
    const document = await readFile(join(root, 'docs/verify-causes.md'), 'utf8');
    const listed = named(document, /^\| `([a-z-]+)` \|/gm);
    expect([...listed].sort()).to.deep.equal(causesIn(await readAll('src/verify')));
    expect(new Set(listed).size).to.equal(listed.length);
  });

  it('lists none without a test that plants its fault', async () => {
    const tests = await readAll('test/verify');
    const untested = causesIn(await readAll('src/verify')).filter((id) => !tests.includes(`'${id}'`));
    expect(untested).to.deep.equal([]);
  });
});
