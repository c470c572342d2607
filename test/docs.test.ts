import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { expect } from 'chai';
import { mentionProblemOf, problemOf, shellWords } from './commandLine.js';
import { anchorsOf, fencedLines, internalLinks, markdownIn, prose, read, root } from './markdown.js';

const pages = [...markdownIn('.'), ...markdownIn('docs', true)];
const messages = markdownIn('messages');

/** The command reference is generated from the messages, with lines of usage that nobody types. */
const textOf = (page: string): string =>
  read(page).replace(/<!-- commands -->[^]*<!-- commandsstop -->/, '<!-- commands -->');

/** Messages say `sf` and their command by variables. */
const messageText = (file: string): string =>
  read(file)
    .replaceAll('<%= config.bin %>', 'sf')
    .replaceAll('<%= command.id %>', posix.basename(file, '.md').replaceAll('.', ' '))
    .replace(/\\\n\s*/g, '');

/** Behind `sf`, wherever it stands in the line. */
const typedIn = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => /(?:^|[\s(])sf (clientapp .*)$/.exec(line)?.[1] ?? []);

/** Commands in code spans of pages, in quotes of messages. */
const mentionedIn = (text: string, marks: RegExp): string[] =>
  [...text.matchAll(marks)].flatMap(
    ([, code = '']) => /^(?:\$ )?(?:sf )?(clientapp [a-z].*)$/.exec(code.replace(/\s*\n\s*/g, ' '))?.[1] ?? [],
  );

const problemsOf = async (
  found: ReadonlyArray<readonly [place: string, line: string]>,
  check: (words: readonly string[]) => Promise<string | undefined>,
): Promise<string[]> => {
  const problems: string[] = [];
  for (const [place, line] of found) {
    const problem = await check(shellWords(line));
    if (problem !== undefined) problems.push(`${place}: ${line}: ${problem}`);
  }
  return problems;
};

/** Remedies name these before they are there. */
const planned = ['clientapp migrate', 'clientapp recommend'];

describe('the documentation', () => {
  it('has only commands that the commands themselves take', async function () {
    this.timeout(120_000);
    const typed = [
      ...pages.flatMap((page) => typedIn(fencedLines(textOf(page))).map((line) => [page, line] as const)),
      ...messages.flatMap((file) =>
        typedIn(messageText(file).match(/^ {2,}sf .*$/gm) ?? []).map((line) => [file, line] as const),
      ),
    ];
    expect(typed.length).to.be.greaterThan(80);
    expect(await problemsOf(typed, problemOf)).to.deep.equal([]);
  });

  it('mentions only commands and flags that there are', async function () {
    this.timeout(120_000);
    const mentioned = [
      ...pages.flatMap((page) =>
        mentionedIn(prose(textOf(page)), /`((?:[^`\n]|\n(?!\n))+)`/g).map((line) => [page, line] as const),
      ),
      ...messages.flatMap((file) =>
        mentionedIn(messageText(file), /"([^"\n]+)"/g).map((line) => [file, line] as const),
      ),
    ];
    expect(mentioned.length).to.be.greaterThan(80);
    const built = mentioned.filter(([, line]) => !planned.includes(line));
    expect(await problemsOf(built, mentionProblemOf)).to.deep.equal([]);
    for (const line of planned) expect(await mentionProblemOf(line.split(' ')), line).to.be.a('string');
  });

  it('has no link that leads nowhere', () => {
    const broken = pages.flatMap((page) =>
      internalLinks(read(page))
        .filter((target) => {
          const [path = '', anchor] = target.split('#');
          const file = path === '' ? page : posix.join(dirname(page), path);
          if (!existsSync(join(root, file))) return true;
          return anchor !== undefined && file.endsWith('.md') && !anchorsOf(read(file)).includes(anchor);
        })
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).to.deep.equal([]);
  });

  it('names only files that there are', () => {
    const missing = pages.flatMap((page) =>
      [...prose(textOf(page)).matchAll(/`((?:src|test|scripts|schemas|messages)\/[\w./-]+|\.ci\/run)`/g)]
        .map(([, path = '']) => path)
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `${page}: ${path}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('has no page that nobody finds from the index', () => {
    const reached = new Set(['docs/README.md']);
    for (const page of reached) {
      for (const target of internalLinks(read(page))) {
        const file = posix.join(dirname(page), target.split('#')[0] ?? '');
        if (file.startsWith('docs/') && file.endsWith('.md') && existsSync(join(root, file))) reached.add(file);
      }
    }
    expect(markdownIn('docs', true).filter((page) => !reached.has(page))).to.deep.equal([]);
    expect(internalLinks(read('README.md'))).to.include.members([
      'docs/README.md',
      ...markdownIn('.').filter((page) => page !== 'README.md'),
    ]);
  });
});

describe('a page about a task', () => {
  const tasks = [
    ...markdownIn('docs').filter((page) => posix.basename(page).startsWith('register-')),
    ...['adopt-what-exists', 'audit-an-org', 'rotate', 'respond-to-a-stolen-token', 'review'].map(
      (name) => `docs/${name}.md`,
    ),
  ];

  for (const page of tasks) {
    it(`${posix.basename(page)} begins with what you get, shows commands, and ends with what to check`, () => {
      const text = read(page);
      expect(text).to.match(/^# .+\n\n\*\*You get\*\*/);
      expect(text.match(/^## .+$/gm)?.at(-1)).to.equal('## Check');
      expect(typedIn(fencedLines(text)).length).to.be.greaterThan(1);
    });
  }
});

describe('the page about dependencies', () => {
  it('has a row for each that users install, and no other', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    // The first table; what comes under a heading of its own is about something else.
    const [table = ''] = read('docs/dependencies.md').split('\n## ');
    const rows = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    expect(rows).to.deep.equal(Object.keys(dependencies));
  });
});
