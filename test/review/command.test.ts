import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TestContext } from '@salesforce/core/testSetup';
import { stubSfCommandUx } from '@salesforce/sf-plugins-core';
import { expect } from 'chai';
import ClientAppReview from '../../src/commands/clientapp/review.js';
import type { ClientAppReviewResult } from '../../src/commands/clientapp/review.js';
import { terminalAsker } from '../../src/generate/askMissing.js';
import { checkChanges } from '../../src/review/changes.js';
import { evidenceProblems, type ReviewRecord } from '../../src/review/record.js';
import { JournalFile } from '../../src/rotation/journalFile.js';
import { backendManifest, writeApp } from '../nut/appFiles.js';

const manifest = 'clientapps/AcmeErp.clientapp.yaml';
const reviewer = ['--reviewer', 'ann@acme.example'];
const today = new Date().toISOString().slice(0, 10);
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('clientapp review', () => {
  const $$ = new TestContext();
  const home = process.cwd();
  let root: string;
  const cleanups: Array<() => void> = [];

  const path = (name: string): string => join(root, name);
  const read = (name: string): string => readFileSync(path(name), 'utf8');
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  const tree = (): string[] =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => `${file.slice(root.length + 1)} ${readFileSync(file, 'utf8')}`)
      .sort();
  const run = async (...args: string[]): Promise<ClientAppReviewResult> => ClientAppReview.run(args);
  const failure = async (...args: string[]): Promise<Error & { actions?: string[] }> => {
    const before = tree();
    try {
      await run(...args);
    } catch (error) {
      expect(tree(), 'an error that wrote something').to.deep.equal(before);
      if (error instanceof Error) return error;
    }
    throw new Error('the command did not fail');
  };
  const evidence = (file: string): ReviewRecord => JSON.parse(read(file)) as ReviewRecord;
  const decide = (decisions: string, more = ''): void =>
    write(
      'decisions.yaml',
      `reviewer: bob@acme.example\napps:\n  - name: AcmeErp\n${more}    decisions:\n${decisions}`,
    );

  beforeEach(async () => {
    // TestContext would stub the project; this one is real.
    $$.restore();
    root = realpathSync(mkdtempSync(join(tmpdir(), 'clientapp-review-')));
    write('sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }] }));
    mkdirSync(path('force-app'));
    const text = backendManifest('AcmeErp', 'external-client-app').replace(
      'scopes:\n',
      'scopes: # least\n  chatter_api: Posts to feeds # once\n',
    );
    await writeApp(root, 'AcmeErp', text);
    process.chdir(root);
    stubSfCommandUx($$.SANDBOX);
    $$.SANDBOX.stub(JournalFile.prototype, 'getPath').returns(path('journal.json'));
  });
  afterEach(() => {
    for (const cleanup of cleanups.splice(0)) cleanup();
    process.chdir(home);
    rmSync(root, { recursive: true, force: true });
  });

  it('records what was kept: manifest, and evidence whose digests hold', async () => {
    const before = read(manifest);
    const { reviews } = await run('--name', 'AcmeErp', '--approve', ...reviewer);
    const [review] = reviews;
    expect(review).to.include({ name: 'AcmeErp', recorded: true, reviewer: 'ann@acme.example', date: today, manifest });
    expect(review?.files).to.deep.equal([
      `clientapp-reviews/AcmeErp-${today}.json`,
      `clientapp-reviews/AcmeErp-${today}.md`,
    ]);
    expect(review?.items.map(({ id }) => id)).to.include.members([
      'ownership/owner',
      'scope/api',
      'scope/chatter_api',
      'policy/permitted-users',
      'address-range/203.0.113.0/24',
      'user/acme-erp@acme.example.integration',
      'permission/Order',
      'credential/secret',
    ]);
    expect(new Set(review?.items.map(({ decision }) => decision))).to.deep.equal(new Set(['keep']));
    expect(read(manifest)).to.equal(`${before}review: { last: ${today}, by: ann@acme.example }\n`);

    const record = evidence(review?.files[0] ?? '');
    expect(evidenceProblems(record)).to.deep.equal([]);
    expect(record.digest).to.equal(review?.digest);
    expect(record.summary).to.include({ items: record.items.length, kept: record.items.length });
    expect(evidenceProblems({ ...record, reviewer: 'eve@acme.example' })).to.have.lengthOf(1);
    expect(evidenceProblems({ ...record, items: record.items.slice(1) })).to.have.lengthOf(2);
  });

  it('never approves what nobody could look at', async () => {
    const { reviews } = await run('--name', 'AcmeErp', '--approve', ...reviewer);
    expect(reviews[0]?.notLookedAt).to.deep.include({ what: 'tokens', reason: 'no org was named' });
    expect(reviews[0]?.items.some(({ kind }) => kind === 'token')).to.equal(false);
    const page = read(reviews[0]?.files[1] ?? '');
    expect(page).to.include('## Not looked at, and so not approved\n\n- what the app did: no org was named');
    expect(page).to.include('use: not looked at');
  });

  it('gives the same digest and the same bytes for the same, and never replaces evidence of something else', async () => {
    const [first] = (await run('--name', 'AcmeErp', '--approve', ...reviewer)).reviews;
    const after = tree();
    const [second] = (await run('--name', 'AcmeErp', '--approve', ...reviewer)).reviews;
    expect(second?.digest).to.equal(first?.digest);
    expect(tree()).to.deep.equal(after);

    const [third] = (await run('--name', 'AcmeErp', '--approve', '--reviewer', 'bob@acme.example')).reviews;
    expect(third?.digest).to.equal(first?.digest);
    expect(third?.files[0]).to.equal(`clientapp-reviews/AcmeErp-${today}-2.json`);
    expect(evidence(first?.files[0] ?? '').reviewer).to.equal('ann@acme.example');
  });

  it('takes decisions of a file: removes what it says, and notes what is to be done', async () => {
    decide(
      [
        '      - { item: scope/chatter_api, decision: change, todo: Deploy without it, remove: true }',
        '      - { item: address-range/203.0.113.0/24, decision: change, todo: Ask for one address }',
        '      - { item: scope/api, decision: keep, reason: Needed every night }',
      ].join('\n'),
    );
    const { reviews } = await run('--name', 'AcmeErp', '--from-file', 'decisions.yaml', '--approve');
    expect(reviews[0]?.todos).to.deep.equal([
      { item: 'scope/chatter_api', todo: 'Deploy without it', removed: true },
      { item: 'address-range/203.0.113.0/24', todo: 'Ask for one address', removed: false },
    ]);
    expect(reviews[0]?.reviewer).to.equal('bob@acme.example');
    const text = read(manifest);
    expect(text).to.include('scopes: # least\n  api: Reads orders through the REST API\n');
    expect(text).to.include('ipRanges: [203.0.113.0/24]');
    expect(read(reviews[0]?.files[1] ?? '')).to.include(
      '- [ ] scope/chatter&#95;api: Deploy without it (removed from the manifest)',
    );
  });

  it('writes a waiver into the audit config, beside what is there', async () => {
    await writeApp(root, 'AcmeErp', read(manifest).replace('203.0.113.0/24', '8.0.0.0/8'));
    write(
      'clientapp-audit.yml',
      '# ours\nmaxWaiverDays: 100\nwaivers:\n  # old\n  - rule: full-scope\n    app: Other\n    owner: a@b.example\n    reason: x\n    expires: 2026-12-31 # soon\nadministrators: [root@acme.example]\n',
    );
    const [dry] = (await run('--name', 'AcmeErp', '--dry-run')).reviews;
    const finding = dry?.items.find(({ kind }) => kind === 'finding');
    expect(finding?.subject).to.equal('ip-range-too-wide');
    const until = inDays(60);
    decide(
      `      - { item: "${finding?.id}", decision: waive, owner: bob@acme.example, reason: "Known: #12", expires: ${until} }\n`,
    );
    await run('--name', 'AcmeErp', '--from-file', 'decisions.yaml', '--approve');
    const config = read('clientapp-audit.yml');
    expect(config).to.match(
      /^# ours\n[^]*# old\n[^]*expires: 2026-12-31 # soon\n {2}- rule: [^]*\nadministrators: \[root@acme\.example\]\n$/,
    );
    expect(config).to.include(`owner: bob@acme.example\n    reason: "Known: #12"\n    expires: ${until}\n`);
    const [again] = (await run('--name', 'AcmeErp', '--dry-run')).reviews;
    expect(again?.items.map(({ id }) => id)).to.not.include(finding?.id);
    expect(again?.items.some(({ kind, subject }) => kind === 'waiver' && subject === finding?.subject)).to.equal(true);
  });

  it('names the line of every mistake in a decisions file', async () => {
    decide(
      [
        '      - { item: scope/apy, decision: keep }',
        '      - { item: scope/api, decision: waive, owner: a, reason: b, expires: 2099-01-01 }',
        '      - { item: user/acme-erp@acme.example.integration, decision: change, todo: x, remove: true }',
        '      - { item: ownership/owner, decision: keep }',
        '      - { item: ownership/owner, decision: keep }',
      ].join('\n'),
    );
    const mistakes = await failure('--name', 'AcmeErp', '--from-file', 'decisions.yaml', '--approve');
    expect(mistakes).to.have.property('name', 'InvalidDecisionsError');
    expect(
      mistakes.message
        .split('\n')
        .slice(1)
        .map((line) => line.split(' ')[0]),
    ).to.deep.equal([5, 6, 7, 9].map((line) => `decisions.yaml:${line}:9`));
    expect(mistakes.message).to.include('There is no "scope/apy" to decide on. Did you mean');

    decide('      - { item: scope/api, decision: approve }\n', '    digests: x\n');
    const unknown = await failure('--name', 'AcmeErp', '--from-file', 'decisions.yaml');
    expect(unknown.message).to.include('decisions.yaml:4:5 "apps.0.digests" is not a key of a decisions file.');
    expect(unknown.message).to.match(/decisions.yaml:6:\d+ apps\.0\.decisions\.0\.decision/);
  });

  it('refuses decisions on what has changed since', async () => {
    const [dry] = (await run('--name', 'AcmeErp', '--dry-run')).reviews;
    decide('      - { item: scope/api, decision: keep }\n', `    digest: ${dry?.digest}\n`);
    write(manifest, read(manifest).replace('203.0.113.0/24', '203.0.112.0/22'));
    const changed = await failure('--name', 'AcmeErp', '--from-file', 'decisions.yaml', '--approve');
    expect(changed.message).to.match(/decisions.yaml:3:\d+ What is to be reviewed of AcmeErp has changed/);
    write(manifest, read(manifest).replace('203.0.112.0/22', '203.0.113.0/24'));
    expect(
      (await run('--name', 'AcmeErp', '--from-file', 'decisions.yaml', '--approve')).reviews[0]?.recorded,
    ).to.equal(true);
  });

  it('writes nothing while something is undecided, or nobody reviews', async () => {
    expect(await failure('--name', 'AcmeErp', '--approve')).to.have.property('name', 'ReviewerRequiredError');
    decide('      - { item: scope/api, decision: keep }\n');
    const undecided = await failure('--name', 'AcmeErp', '--from-file', 'decisions.yaml');
    expect(undecided).to.have.property('name', 'UndecidedError');
    expect(undecided.message).to.include('AcmeErp: scope/chatter_api').and.not.include('AcmeErp: scope/api');
    expect(await failure(...reviewer)).to.have.property('name', 'NothingNamedError');
    expect(existsSync(path('clientapp-reviews'))).to.equal(false);
  });

  it('takes no scope away that the flow needs, and leaves no manifest that is wrong', async () => {
    const jwt = read(manifest).replace('client-credentials', 'jwt-bearer').replace('  chatter_api', '  refresh_token');
    write(manifest, jwt);
    decide('      - { item: scope/refresh_token, decision: change, todo: x, remove: true }\n');
    const refused = await failure('--name', 'AcmeErp', '--from-file', 'decisions.yaml', '--approve');
    expect(refused.message).to.include('decisions.yaml:5:9 "scope/refresh_token" is nothing that can be removed');

    const place = { root, file: manifest, declared: new Set<string>(), ipRanges: [] };
    const wrong = await checkChanges(place, [{ path: ['review', 'last'], value: 'yesterday' }]).catch(
      (error: unknown) => error,
    );
    expect(wrong).to.have.property('name', 'ReviewChangeRefusedError');
    expect(wrong).to.have.property('message').that.includes('"yesterday" is not a date');
  });

  it('asks on a terminal about what nothing else decides, and records nothing of a review that was stopped', async () => {
    decide('      - { item: scope/api, decision: keep }\n');
    const args = ['--name', 'AcmeErp', '--from-file', 'decisions.yaml'];
    const before = process.stdin.isTTY;
    process.stdin.isTTY = true;
    cleanups.push(() => (process.stdin.isTTY = before));
    const asked: string[] = [];
    let stopAt = 3;
    $$.SANDBOX.stub(terminalAsker, 'select').callsFake(({ message, choices }) => {
      asked.push(message);
      const wanted = asked.length === stopAt ? 'stop' : 'keep';
      return Promise.resolve(choices.find(({ name }) => name === wanted)!.value);
    });
    expect(await failure(...args)).to.have.property('name', 'StoppedError');
    expect(asked).to.have.lengthOf(3);

    stopAt = 0;
    asked.length = 0;
    const [review] = (await run(...args)).reviews;
    expect(review?.recorded).to.equal(true);
    expect(asked).to.have.lengthOf((review?.items.length ?? 0) - 1);
    expect(asked).to.include('What about scope/chatter_api?').and.not.include('What about scope/api?');
  });

  it('writes nothing when the manifest was broken while the person was asked', async () => {
    const isTerminal = process.stdin.isTTY;
    process.stdin.isTTY = true;
    cleanups.push(() => (process.stdin.isTTY = isTerminal));
    $$.SANDBOX.stub(terminalAsker, 'select').callsFake(({ choices }) => {
      write(manifest, read(manifest).replace('model: backend', 'model: beckend'));
      return Promise.resolve(choices.find(({ name }) => name === 'keep')!.value);
    });
    const refused = await run('--name', 'AcmeErp', ...reviewer).catch((error: unknown) => error);
    expect(refused).to.have.property('name', 'ReviewChangeRefusedError');
    expect(existsSync(path('clientapp-reviews'))).to.equal(false);
    expect(read(manifest)).to.not.include('review:');
  });

  it('writes no evidence through a link that leads out of the project', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'clientapp-outside-'));
    symlinkSync(outside, path('clientapp-reviews'));
    expect(await failure('--name', 'AcmeErp', '--approve', ...reviewer)).to.have.property(
      'name',
      'OutsideProjectError',
    );
    expect(readdirSync(outside)).to.deep.equal([]);
    rmSync(outside, { recursive: true });
  });

  it('lists what is due, the longest overdue first', async () => {
    const of = (name: string, review: string): void =>
      write(`clientapps/${name}.clientapp.yaml`, `${backendManifest(name, 'external-client-app')}${review}`);
    of('Fresh', `review: { everyDays: 30, last: ${inDays(-29)} }\n`);
    of('Today', `review: { everyDays: 30, last: ${inDays(-30)} }\n`);
    of('Old', `review: { everyDays: 30, last: ${inDays(-300)} }\n`);
    of('Ahead', `review: { everyDays: 30, last: ${inDays(5)} }\n`);
    write('clientapps/Broken.clientapp.yaml', 'name: Broken\nmodel: wrong\n');
    const { due, reviews } = await run('--due');
    expect(reviews).to.deep.equal([]);
    expect(due.map(({ name, reason, overdueDays }) => [name, reason, overdueDays])).to.deep.equal([
      ['AcmeErp', 'never-reviewed', undefined],
      ['Ahead', 'date-in-the-future', undefined],
      ['Broken', 'manifest-unreadable', undefined],
      ['Old', 'overdue', 270],
      ['Today', 'overdue', 0],
    ]);
    expect((await run('--due', '--name', 'Fresh')).due).to.deep.equal([]);
  });
});
