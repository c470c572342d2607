import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockTestOrgData, TestContext } from '@salesforce/core/testSetup';
import { stubPrompter, stubSfCommandUx, stubSpinner } from '@salesforce/sf-plugins-core';
import { expect } from 'chai';
import ClientAppCredentialDisplay from '../../../../src/commands/clientapp/credential/display.js';
import ClientAppCredentialSet from '../../../../src/commands/clientapp/credential/set.js';
import { openStore } from '../../../../src/secrets/openStore.js';

const consumerKey = 'TheConsumerKeyOfAcme';
const consumerSecret = 'TheSecretOfAcme0123456789';

const streams = [process.stdin, process.stdout];
const terminals = streams.map(({ isTTY }) => isTTY);

describe('credential commands on a terminal', () => {
  const $$ = new TestContext();
  const org = new MockTestOrgData();
  let folder: string;
  let store: string;
  let ux: ReturnType<typeof stubSfCommandUx>;
  let prompter: ReturnType<typeof stubPrompter>;

  beforeEach(async () => {
    org.orgId = '00D000000000001EAA';
    $$.inProject(false);
    await $$.stubAuths(org);
    folder = await mkdtemp(join(tmpdir(), 'clientapp-env-'));
    store = `env:${join(folder, 'secrets.env')}`;
    ux = stubSfCommandUx($$.SANDBOX);
    stubSpinner($$.SANDBOX);
    prompter = stubPrompter($$.SANDBOX);
    for (const stream of streams) Object.defineProperty(stream, 'isTTY', { value: true, configurable: true });
  });

  afterEach(async () => {
    for (const [index, stream] of streams.entries())
      Object.defineProperty(stream, 'isTTY', { value: terminals[index], configurable: true, writable: true });
    await rm(folder, { recursive: true, force: true });
  });

  const flags = (): string[] => ['--name', 'AcmeErp', '--target-org', org.username, '--store', store];
  const set = (...more: string[]) => ClientAppCredentialSet.run([...flags(), '--consumer-key', consumerKey, ...more]);
  const display = (...more: string[]) => ClientAppCredentialDisplay.run([...flags(), ...more]);
  const shown = (): string => JSON.stringify([ux.table.args, ux.log.args, ux.logSuccess.args, ux.warn.args]);
  const failureOf = async (run: Promise<unknown>): Promise<string | undefined> =>
    run.then(
      () => undefined,
      (error: Error) => error.name,
    );

  it('asks for the secret unseen, and stores it', async () => {
    prompter.secret.resolves(consumerSecret);
    expect(await set()).to.include({ store, consumerKey, secret: 'stored', before: 'nothing', apiCalls: 0 });
    const { current } = await (await openStore(store, {})).read({ orgId: org.orgId, app: 'AcmeErp' });
    expect(current).to.include({ consumerKey, consumerSecret, state: 'confirmed' });
    expect(shown()).to.include('TheCo…Acme').and.not.to.include(consumerSecret).and.not.to.include(consumerKey);
  });

  it('stores nothing when nothing is typed, and cannot ask under --json', async () => {
    prompter.secret.resolves('  ');
    expect(await failureOf(set())).to.equal('NoSecretError');
    expect(await failureOf(set('--json'))).to.equal('NoSecretError');
    expect(prompter.secret.callCount).to.equal(1);
    expect(await (await openStore(store, {})).read({ orgId: org.orgId, app: 'AcmeErp' })).to.deep.equal({});
  });

  it('refuses a key with a space before it asks for a secret', async () => {
    const run = ClientAppCredentialSet.run([...flags(), '--consumer-key', 'two words']);
    expect(await failureOf(run)).to.equal('InvalidConsumerKeyError');
    expect(prompter.secret.callCount).to.equal(0);
  });

  describe('with a stored credential', () => {
    beforeEach(async () => {
      prompter.secret.resolves(consumerSecret);
      await set();
      for (const stub of [ux.table, ux.log, ux.logSuccess, ux.warn]) stub.resetHistory();
    });

    it('shows the key shortened and no secret, without asking', async () => {
      const result = await display();
      expect(result).not.to.have.property('consumerSecret');
      expect(prompter.confirm.callCount).to.equal(0);
      expect(shown()).to.include('TheCo…Acme').and.not.to.include(consumerSecret).and.not.to.include(consumerKey);
    });

    it('shows the secret to a person who confirms', async () => {
      prompter.confirm.resolves(true);
      expect(await display('--reveal-secret')).to.have.property('consumerSecret', consumerSecret);
      expect(prompter.confirm.callCount).to.equal(1);
      expect(shown()).to.include(consumerSecret);
    });

    it('shows it to nobody who does not', async () => {
      prompter.confirm.resolves(false);
      expect(await failureOf(display('--reveal-secret'))).to.equal('ConfirmationDeniedError');
      expect(shown()).not.to.include(consumerSecret);
    });

    it('never shows it under --json alone', async () => {
      expect(await failureOf(display('--reveal-secret', '--json'))).to.equal('ConfirmationRequiredError');
      expect(prompter.confirm.callCount).to.equal(0);
    });
  });
});
