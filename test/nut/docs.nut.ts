import { expect } from 'chai';
import { shellWords } from '../commandLine.js';
import { fencedLines, read } from '../markdown.js';
import { createWorkbench, type Workbench } from './workbench.js';

/** In the order in which a reader would: later pages take for granted what earlier ones made. */
const pages = [
  'register-backend-service',
  'register-web-app',
  'register-mobile-app',
  'register-cli-in-ci',
  'adopt-what-exists',
  'rotate',
  'audit-an-org',
  'review',
  'respond-to-a-stolen-token',
];

/** What a test cannot type, and why. */
const leftOut: ReadonlyArray<readonly [RegExp, string]> = [
  [/--to exec:/, 'needs the program of somebody’s vault'],
  [/^clientapp verify --name (Portal|FieldApp)/, 'needs a person at a browser'],
  [/^clientapp credential set/, 'asks for a secret'],
  [/^clientapp review --name/, 'asks about each item'],
  [/--from-file/, 'needs the decisions of a meeting'],
  [/LegacySync/, 'needs a person in Setup'],
  [/--credential certificate/, 'has a test of its own'],
];

/** The page says what to do when a rotation stops half-way; on the way there, none has. */
const nothingUnderWay = /^clientapp rotate (resume|cancel) --name AcmeErp --target-org production$/;

/** Nobody is there to answer. */
const asks = /^clientapp (rotate start|revoke) (?!.*--(no-prompt|dry-run))/;

const commandsOf = (page: string): string[] =>
  fencedLines(read(`docs/${page}.md`)).flatMap((line) => /^sf (clientapp .*)$/.exec(line)?.[1] ?? []);

describe('the pages about tasks, typed into the real sf', () => {
  let bench: Workbench;

  before(async () => {
    bench = await createWorkbench({ users: [{ username: 'jane@acme.example' }] });
    for (const alias of ['uat', 'production']) await bench.sf.signIn(bench.org, alias);
  });
  after(() => bench.dispose());

  for (const page of pages) {
    describe(page, () => {
      for (const line of commandsOf(page)) {
        const reason = leftOut.find(([pattern]) => pattern.test(line))?.[1];
        it(reason === undefined ? `sf ${line}` : `sf ${line} (${reason})`, async function () {
          if (reason !== undefined) this.skip();
          const more = asks.test(line) ? ['--no-prompt'] : [];
          const { code, stdout, stderr } = await bench.sf.run([...shellWords(line), ...more], { cwd: bench.project });
          expect(code, `${stdout}\n${stderr}`).to.equal(nothingUnderWay.test(line) ? 1 : 0);
        });
      }
    });
  }
});
