import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { corpusDirectory } from '../registration/corpus.js';

/** Folders of single files, which are audited together; those of real repositories come under the path that they had there. */
const singleFiles = ['connectedApp', 'eca', 'history', 'permissionset', 'permissionsetgroup', 'profile', 'settings'];

/** Two versions of one file cannot lie at one path. */
const placeOf = (file: string, repository: string, path: string): string => {
  const [folder = '', name = ''] = file.split('/');
  const home = folder === 'history' ? name.split('__').slice(0, 3).join('__') : repository.replace('/', '__');
  return join(folder, home, path);
};

/**
 * A copy of the corpus in which the files have the names and places that they had in their repositories, and git tracks them:
 * the corpus itself puts the repository into the name, which then looks like a package. The folders to audit, one by one.
 */
export const restoreCorpus = (): { root: string; projects: string[] } => {
  const root = mkdtempSync(join(tmpdir(), 'corpus-'));
  const [, ...rows] = readFileSync(join(corpusDirectory, 'INDEX.tsv'), 'utf8').trim().split('\n');
  for (const row of rows) {
    const [file = '', repository = '', path = ''] = row.split('\t');
    const folder = file.split('/')[0] ?? '';
    if (!singleFiles.includes(folder)) continue;
    const target = join(root, placeOf(file, repository, path));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(corpusDirectory, file), target);
  }
  for (const folder of ['projects', 'synthetic']) {
    cpSync(join(corpusDirectory, folder), join(root, folder), { recursive: true });
  }
  execFileSync('git', ['init', '-q'], { cwd: root });
  execFileSync('git', ['add', '-A', '-f'], { cwd: root });
  const projects = readdirSync(join(root, 'projects')).map((name) => join('projects', name));
  return { root, projects: [...singleFiles, 'synthetic', ...projects].map((folder) => join(root, folder)) };
};
