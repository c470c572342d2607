import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TestContext } from '@salesforce/core/testSetup';
import { stubSfCommandUx } from '@salesforce/sf-plugins-core';
import { expect } from 'chai';
import ClientAppGenerateRunbook from '../../src/commands/clientapp/generate/runbook.js';
import type { ClientAppGenerateRunbookResult } from '../../src/commands/clientapp/generate/runbook.js';
import { JournalFile } from '../../src/rotation/journalFile.js';
import { backendManifest } from '../nut/appFiles.js';

const file = 'docs/runbooks/AcmeErp.md';

describe('clientapp generate runbook', () => {
  const $$ = new TestContext();
  const home = process.cwd();
  let root: string;

  const path = (name: string): string => join(root, name);
  const read = (name: string): string => readFileSync(path(name), 'utf8');
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  const run = async (...args: string[]): Promise<ClientAppGenerateRunbookResult> => ClientAppGenerateRunbook.run(args);
  const failure = async (...args: string[]): Promise<Error & { result?: ClientAppGenerateRunbookResult }> => {
    try {
      await run(...args);
    } catch (error) {
      if (error instanceof Error) return error;
    }
    throw new Error('the command did not fail');
  };

  beforeEach(() => {
    // TestContext would stub the project; this one is real.
    $$.restore();
    root = realpathSync(mkdtempSync(join(tmpdir(), 'generate-runbook-')));
    write('sfdx-project.json', JSON.stringify({ packageDirectories: [{ path: 'force-app', default: true }] }));
    mkdirSync(path('force-app'));
    write('clientapps/AcmeErp.clientapp.yaml', backendManifest('AcmeErp', 'external-client-app'));
    process.chdir(root);
    stubSfCommandUx($$.SANDBOX);
    $$.SANDBOX.stub(JournalFile.prototype, 'getPath').returns(path('journal.json'));
  });
  afterEach(() => {
    process.chdir(home);
    rmSync(root, { recursive: true, force: true });
  });

  it('writes the same bytes again, and says so', async () => {
    expect((await run('--name', 'AcmeErp')).runbooks).to.deep.equal([{ name: 'AcmeErp', file, state: 'created' }]);
    const text = read(file);
    expect(text).to.include('| Purpose | Exports orders to Acme ERP every night |');
    expect(text).to.include('sf clientapp rotate start --name AcmeErp --target-org ORG');
    expect((await run('--all')).runbooks).to.deep.equal([{ name: 'AcmeErp', file, state: 'unchanged' }]);
    expect(read(file)).to.equal(text);
    expect((await run('--all', '--check')).runbooks[0]?.state).to.equal('unchanged');
  });

  it('fails the check with file and line, and writes nothing', async () => {
    const missing = await failure('--all', '--check');
    expect(missing).to.have.property('name', 'StaleRunbookError');
    expect(missing.message).to.include(`${file}: there is no such file.`);

    await run('--name', 'AcmeErp');
    const text = read(file);
    const line = text.split('\n').findIndex((one) => one.includes('203.0.113.0')) + 1;
    write(
      'clientapps/AcmeErp.clientapp.yaml',
      read('clientapps/AcmeErp.clientapp.yaml').replace('203.0.113.0', '198.51.100.0'),
    );
    const stale = await failure('--name', 'AcmeErp', '--check');
    expect(stale.message).to.include(
      `${file}:${line}: should be "| Addresses | 198.51.100.0/24 |", is "| Addresses | 203.0.113.0/24 |".`,
    );
    expect(stale.result?.runbooks[0]).to.deep.include({ state: 'stale' });
    expect(read(file)).to.equal(text);
    expect((await run('--name', 'AcmeErp')).runbooks[0]?.state).to.equal('updated');
  });

  it('takes no difference in line ends, and keeps notes', async () => {
    await run('--name', 'AcmeErp');
    write(file, `${read(file)}\nBob knows the firewall.\n`.replaceAll('\n', '\r\n'));
    expect((await run('--name', 'AcmeErp', '--check')).runbooks[0]?.state).to.equal('unchanged');
    write(
      'clientapps/AcmeErp.clientapp.yaml',
      read('clientapps/AcmeErp.clientapp.yaml').replace('every night', 'daily'),
    );
    expect((await run('--name', 'AcmeErp')).runbooks[0]?.state).to.equal('updated');
    expect(read(file)).to.match(/daily[^]*it is kept. -->\n\nBob knows the firewall.\n$/);
  });

  it('leaves a file of somebody else alone', async () => {
    write(file, '# Our own runbook\n');
    expect(await failure('--name', 'AcmeErp')).to.have.property('name', 'ForeignRunbookError');
    expect(read(file)).to.equal('# Our own runbook\n');
  });

  it('does not know an app that nothing names', async () => {
    expect(await failure('--name', 'Nobody')).to.have.property('name', 'ClientAppNotFoundError');
  });

  it('says the line of a mistake in a manifest', async () => {
    write('clientapps/Broken.clientapp.yaml', 'name: Broken\nmodel: wrong\n');
    expect((await failure('--all')).message).to.include('clientapps/Broken.clientapp.yaml:2:8');
  });
});
