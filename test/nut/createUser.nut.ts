import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ClientAppCreateUserResult } from '../../src/commands/clientapp/create/user.js';
import { requestToken } from '../org/testing.js';
import { backendManifest, integrationUser, writeApp } from './appFiles.js';
import { createWorkbench, type Workbench } from './workbench.js';

type Answer = {
  status: number;
  name?: string;
  message?: string;
  actions?: string[];
  warnings?: string[];
  result: ClientAppCreateUserResult;
};

const file = 'clientapps/AcmeErp.clientapp.yaml';

for (const registration of ['external-client-app', 'connected-app']) {
  describe(`the user of one ${registration}, through the real sf`, () => {
    let bench: Workbench;

    before(async () => {
      bench = await createWorkbench({ switches: { connectedAppCreationAllowed: true } });
      await writeApp(bench.project, 'AcmeErp', backendManifest('AcmeErp', registration));
    });
    after(() => bench.dispose());

    const create = async (...args: string[]): Promise<Answer> =>
      (await bench.clientapp(['create', 'user', '--name', 'AcmeErp', '--target-org', 'dev', '--json', ...args])).json();
    const statuses = ({ result }: Answer): string[] => result.steps.map(({ status }) => status);

    it('plans it in a dry run', async () => {
      const answer = await create('--dry-run');
      expect(answer.result).to.include({ app: 'AcmeErp', org: 'dev', username: integrationUser, created: false });
      expect(statuses(answer)).to.deep.equal(Array(6).fill('planned'));
      expect(bench.org.org.records('User')).to.have.length(1);
    });

    it('creates it before the deploy, which then succeeds', async () => {
      const answer = await create();
      expect(answer.result.created, JSON.stringify(answer)).to.equal(true);
      expect(statuses(answer)).to.deep.equal(['done', 'done', 'planned', 'planned', 'planned', 'planned']);
      expect(answer.warnings?.join('\n')).to.contain('sf clientapp deploy --name AcmeErp');
      const deploy = await bench.clientapp([
        ...['deploy', '--name', 'AcmeErp', '--target-org', 'dev', '--allow-setting-change', '--wait', '1', '--json'],
      ]);
      expect(deploy.code, deploy.stdout).to.equal(0);
    });

    it('completes it after the deploy, and the app gets its token', async () => {
      const answer = await create();
      expect(statuses(answer)).to.deep.equal(['already', 'already', 'done', 'done', 'already', 'already']);
      const [consumer] = bench.org.state.metadata.consumers;
      const form = { client_id: consumer?.key ?? '', client_secret: consumer?.secret ?? '' };
      const token = await requestToken(bench.org, { grant_type: 'client_credentials', ...form });
      expect(token.status, JSON.stringify(token.body)).to.equal(200);
    });

    it('has nothing to do a second time, with a handful of calls', async () => {
      const answer = await create();
      expect(statuses(answer)).to.deep.equal(Array(6).fill('already'));
      expect(answer.warnings).to.deep.equal([]);
      expect(answer.result.apiCalls).to.be.lessThan(12);
    });

    it('tells a person the steps and what comes next', async () => {
      const { code, stdout } = await bench.clientapp(['create', 'user', '-n', 'AcmeErp', '-o', 'dev']);
      expect(code).to.equal(0);
      expect(stdout).to.contain('Permission set that opens the app').and.contain('sf clientapp verify --name AcmeErp');
    });

    it('refuses to give it to another app', async () => {
      await writeApp(bench.project, 'Billing', backendManifest('Billing', registration));
      const { name, message, actions } = await create();
      expect(name).to.equal('UserSharedError');
      expect(message).to.contain('Billing (clientapps/Billing.clientapp.yaml names it)');
      expect(actions?.join()).to.contain('--allow-shared');
    });

    it('proposes a username, and writes the given one into the manifest', async () => {
      const path = join(bench.project, file);
      await writeFile(path, (await readFile(path, 'utf8')).replace(/^identity:.*\n/m, ''));
      const { name, actions } = await create();
      expect(name).to.equal('UsernameMissingError');
      const [, proposal = ''] = /--username (\S+)/.exec(actions?.join('\n') ?? '') ?? [];
      const answer = await create('--username', proposal);
      expect(answer.result).to.include({ username: proposal, created: true });
      expect(await readFile(path, 'utf8')).to.contain(`user: ${proposal}`);
      expect(answer.warnings?.join('\n')).to.contain(`AcmeErp runs as ${integrationUser}`);
    });
  });
}
