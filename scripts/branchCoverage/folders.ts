import { branchesOf } from './branches.js';
import { countAt, type ScriptCoverage } from './counts.js';

export type SourceFile = { name: string; text: string; runs: readonly ScriptCoverage[] };

export type FolderCoverage = {
  folder: string;
  files: number;
  branches: number;
  taken: number;
  percent: number;
  /** `src/audit/run.ts:12`, one for each branch that no test takes. */
  missing: string[];
};

const missingIn = ({ name, text, runs }: SourceFile): { branches: number; missing: string[] } => {
  const branches = branchesOf(text);
  const missing = branches
    .filter(({ at, less }) =>
      runs.every((run) => countAt(run, at) - (less === undefined ? 0 : countAt(run, less)) <= 0),
    )
    .map(({ line }) => `${name}:${line}`);
  return { branches: branches.length, missing };
};

/** The branches of a folder, with everything below it. A folder without branches is none that could be covered. */
export const folderCoverage = (folder: string, files: readonly SourceFile[]): FolderCoverage => {
  const results = files.map(missingIn);
  const missing = results.flatMap((result) => result.missing);
  const branches = results.reduce((sum, result) => sum + result.branches, 0);
  const taken = branches - missing.length;
  const percent = branches === 0 ? 0 : (100 * taken) / branches;
  return { folder, files: files.length, branches, taken, percent, missing };
};
