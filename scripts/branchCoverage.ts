import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { folderCoverage, type FolderCoverage } from './branchCoverage/folders.js';
import { readRuns, sourceFiles } from './branchCoverage/read.js';

/** What decides over access and secrets, and how many of its branches the tests have to take, in percent. */
const folders = ['src/audit', 'src/rotation', 'src/secrets', 'src/registration'];
const wanted = 95;

const root = resolve(import.meta.dirname, '..');
const raw = join(root, 'coverage');
const [flag, ...rest] = process.argv.slice(2);
const showsMissing = flag === '--missing';
const tests = showsMissing || flag === undefined ? rest : [flag, ...rest];

const runTests = (): number => {
  rmSync(raw, { recursive: true, force: true });
  // Those that wait longest come first; what is named twice would run twice.
  const files =
    tests.length > 0 ? tests : ['test/rotation/*.test.ts', 'test/!(rotation)/**/*.test.ts', 'test/*.test.ts'];
  const { status } = spawnSync('mocha', ['--parallel', '--jobs', '5', ...files], {
    cwd: root,
    env: { ...process.env, NODE_V8_COVERAGE: raw },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status ?? 1;
};

const row = ({ folder, files, branches, taken, percent }: FolderCoverage): string =>
  [folder.padEnd(18), files, branches, taken, `${percent.toFixed(1)} %`]
    .map((cell) => String(cell).padStart(9))
    .join('');

const status = runTests();
const sourceUrl = pathToFileURL(join(root, 'src')).href;
const runs = readRuns(raw, (url) => url.startsWith(`${sourceUrl}/`));
const results = folders.map((folder) => folderCoverage(folder, sourceFiles(root, folder, runs)));

console.log(
  ['Branches taken'.padEnd(18), 'files', 'branches', 'taken', 'percent'].map((cell) => cell.padStart(9)).join(''),
);
for (const result of results) console.log(row(result));

const short = results.filter(({ percent }) => percent < wanted);
for (const { missing } of showsMissing ? results : short) for (const place of missing) console.log(place);
for (const { folder, percent } of short) {
  console.log(`${folder}: ${percent.toFixed(1)} % of its branches are taken, and ${wanted} % is wanted.`);
}
process.exitCode = status === 0 && short.length === 0 ? 0 : 1;
