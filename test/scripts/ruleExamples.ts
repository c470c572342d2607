import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rulePages } from '../../scripts/ruleDocs.js';
import { examplesOf } from '../../src/report/rulePage.js';

export type Example = 'Bad' | 'Good';

/** What stands below a heading on the page of a rule. */
export const exampleOf = (id: string, example: Example): string =>
  examplesOf(readFileSync(new URL(`${id}.md`, rulePages), 'utf8'))
    .split(/^## /m)
    .find((part) => part.startsWith(`${example}\n`)) ?? '';

/** Names and contents of the files that an example shows. */
export const filesOf = (text: string): Array<[name: string, content: string]> =>
  [...text.matchAll(/^File: `([^`]+)`\n\n```\w+\n([^]*?)\n```$/gm)].map(([, name = '', content = '']) => [
    name,
    content,
  ]);

/** Makes a project of an example, whose files git tracks. */
export const writeExample = (root: string, id: string, example: Example): void => {
  const files = [
    ['sfdx-project.json', '{"packageDirectories": [{"path": "force-app", "default": true}]}'],
    ...filesOf(exampleOf(id, example)),
  ] as const;
  mkdirSync(join(root, 'force-app'), { recursive: true });
  for (const [name, content] of files) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), `${content}\n`);
  }
  execFileSync('git', ['init', '-q'], { cwd: root });
  execFileSync('git', ['add', '-A'], { cwd: root });
};
