import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { folderCoverage, type FolderCoverage } from '../../scripts/branchCoverage/folders.js';
import { readRuns, sourceFiles } from '../../scripts/branchCoverage/read.js';

const loader = pathToFileURL(resolve(import.meta.dirname, '../../scripts/typeScript.js')).href;

/** One line for each kind of branch, so that a line says which one is missing. */
const source = `
export type Choice = { word?: string; list: readonly number[] };

export const choose = (on: boolean, { word, list }: Choice): string => {
  if (on) list.at(0);
  if (!on) return 'off';
  if (list.length > 1) list.at(1);
  else list.at(2);
  const chosen: string = list.length > 0
    ? 'some'
    : 'none';
  const has = list.length > 0
    && 'listed';
  const name = word
    ?? 'nameless';
  const long = list.length > 5
    || 'short';
  for (const item of list)
    void item;
  switch (list.length) {
    case 0:
      return 'empty';
    default:
  }
  try {
    JSON.parse(name);
  } catch {
    return 'no JSON';
  }
  return [chosen, has, long].join(' ');
};

export const nobodyCalls = (on: boolean): number =>
  on
    ? 1
    : 2;
`;

describe('branch coverage', () => {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'clientapp-')));
    mkdirSync(join(root, 'src/parts'), { recursive: true });
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(root, 'src/parts/choose.ts'), source);
    writeFileSync(join(root, 'src/other.ts'), 'export const other = (on: boolean): number => (on ? 1 : 2);\n');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const run = (call: string): void => {
    const script = `import { choose } from './src/parts/choose.js'; ${call};`;
    writeFileSync(join(root, 'run.ts'), script);
    execFileSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', `--import=${loader}`, join(root, 'run.ts')],
      {
        env: { ...process.env, MOCHA_WORKER_ID: undefined, NODE_V8_COVERAGE: join(root, 'raw') },
      },
    );
  };
  const coverageOf = (folder: string): FolderCoverage => {
    const wanted = pathToFileURL(join(root, 'src')).href;
    const runs = readRuns(join(root, 'raw'), (url) => url.startsWith(`${wanted}/`));
    return folderCoverage(folder, sourceFiles(root, folder, runs));
  };
  const missingLines = (folder: string): number[] =>
    coverageOf(folder).missing.map((place) => Number(/^src\/parts\/choose\.ts:(\d+)$/.exec(place)?.[1]));

  it('names every branch that was not taken, those of a function that nobody calls too', () => {
    run("choose(true, { word: '[1]', list: [1, 2] })");
    // The missing "else" of line 5 is named at its "if".
    expect(missingLines('src/parts')).to.deep.equal([5, 6, 8, 11, 15, 21, 27, 35, 36]);
  });

  it('takes what several processes took together', () => {
    run("choose(true, { word: '[1]', list: [1, 2] })");
    run('choose(false, { list: [] }); choose(true, { list: [] })');
    run("choose(true, { word: 'x', list: [1] })");
    expect(missingLines('src/parts')).to.deep.equal([35, 36]);
  });

  it('counts a file that nobody loads', () => {
    run('choose(false, { list: [] })');
    const { files, branches, taken } = coverageOf('src');
    const parts = coverageOf('src/parts');
    expect({ files, branches, taken }).to.deep.equal({ files: 2, branches: parts.branches + 2, taken: parts.taken });
  });

  it('of nothing is 0 %', () => {
    run('choose(false, { list: [] })');
    expect(coverageOf('src/nothing')).to.include({ files: 0, branches: 0, percent: 0 });
  });
});
