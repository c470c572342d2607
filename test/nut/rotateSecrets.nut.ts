import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { readRotations } from '../../src/rotation/journal.js';
import { createRotateBench, endOf, startArgs, type RotateBench } from './rotateBench.js';
import { filesBelow, loggedRequests, spellings, tracing, watchProcesses } from './secretSearch.js';

describe('secrets of a rotation', () => {
  let bench: RotateBench;
  let printed = '';
  let processes = '';
  const secrets = new Set<string>();
  const { HOME, SF_USE_GENERIC_UNIX_KEYCHAIN } = process.env;

  const collect = (): undefined => {
    secrets.add(bench.consumer.secret);
    if (bench.consumer.staged) secrets.add(bench.consumer.staged.secret);
  };

  /** Through the real sf, which writes logs. */
  const run = async (...args: string[]): Promise<number | null> => {
    const { result, seen } = await watchProcesses(bench.clientapp(args, tracing));
    printed += result.stdout + result.stderr;
    processes += seen;
    return result.code;
  };

  const about = ['--name', 'Erp', '--target-org', 'dev', '--allow-setting-change'];

  before(async function () {
    this.timeout(600_000);
    bench = await createRotateBench();
    const { faults } = bench.org;
    faults.afterRequest = collect;

    faults.onRequest = ({ path }) =>
      path.endsWith('/oauth2/token') ? { status: 400, body: { error: 'invalid_client' } } : undefined;
    expect(await run('rotate', 'start', ...about, '--no-prompt'), 'fails at the proof').to.equal(1);
    expect(await run('rotate', 'cancel', ...about)).to.equal(0);

    faults.onRequest = ({ method }) => (method === 'PATCH' ? 'truncate' : undefined);
    expect(await run('rotate', 'start', ...about, '--no-prompt', '--json'), 'fails at the promotion').to.equal(1);
    delete faults.onRequest;
    expect(await run('rotate', 'report')).to.equal(0);
    expect(await run('rotate', 'resume', ...about)).to.equal(0);
    expect(await run('rotate', 'report', '--all', '--json')).to.equal(0);
    expect(await run('credential', 'display', '--name', 'Erp', '--target-org', 'dev')).to.equal(0);
    expect(await run('rotate', 'resume', ...about, '--retire-now', '--json')).to.equal(0);

    const child = bench.spawn(startArgs.filter((word) => word !== '--json'));
    const ended = endOf(child);
    faults.onRequest = ({ path }) => {
      if (path.endsWith('/oauth2/token')) child.kill('SIGABRT');
      return undefined;
    };
    const crashed = await ended;
    printed += crashed.stdout + crashed.stderr;
    delete faults.onRequest;
    expect(await run('rotate', 'resume', ...about, '--retire-now')).to.equal(0);
    Object.assign(process.env, { HOME: bench.sf.home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true' });
  });
  after(async () => {
    for (const [name, value] of Object.entries({ HOME, SF_USE_GENERIC_UNIX_KEYCHAIN }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    await bench.dispose();
  });

  const all = (): string[] => [...secrets].flatMap(spellings);

  it('are several, so that there is something to find', () => {
    expect(secrets.size).to.be.greaterThan(3);
    expect(printed).to.contain('Erp');
    expect(processes).to.contain('rotate');
  });

  it('are in no output, not even that of a failure or a crash', () => {
    for (const spelling of all()) expect(printed.includes(spelling)).to.equal(false);
  });

  it('are in no argument and no environment of any process', () => {
    for (const spelling of all()) expect(processes.includes(spelling)).to.equal(false);
  });

  it('are in no file of the project or the home, nor in the logs at trace level', async () => {
    const files = [...(await filesBelow(bench.project)), ...(await filesBelow(bench.sf.home))];
    const logged = (await loggedRequests(bench.sf.home)).join('\n');
    expect(logged, 'the log has the requests')
      .to.match(/\/credentials/)
      .and.match(/\/staged\//);
    for (const file of files) {
      const text = await readFile(file, 'latin1');
      for (const spelling of all()) expect(text.includes(spelling), file).to.equal(false);
    }
  });

  it('are not in the journal, opened', async () => {
    const records = await readRotations();
    expect(records.map(({ stage }) => stage)).to.deep.equal(['cancelled', 'retired', 'retired']);
    for (const spelling of all()) expect(JSON.stringify(records).includes(spelling)).to.equal(false);
  });

  it('are gone with it: the manifest has the day, and nothing else new', async () => {
    const manifest = await readFile(join(bench.project, 'clientapps', 'Erp.clientapp.yaml'), 'utf8');
    expect(manifest).to.contain(`lastRotated: ${bench.org.clock.now().toISOString().slice(0, 10)}`);
  });
});
