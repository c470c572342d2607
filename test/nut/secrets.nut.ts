import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { backendManifest, integrationUserSeed, writeApp } from './appFiles.js';
import { filesBelow, loggedRequests, spellings, tracing, watchProcesses } from './secretSearch.js';
import { createWorkbench, type Workbench } from './workbench.js';

describe('secrets of a run', () => {
  for (const registration of ['external-client-app', 'connected-app']) {
    describe(registration, () => {
      let bench: Workbench;
      let printed = '';
      let processes = '';

      const run = async (args: string[]): Promise<void> => {
        const { result, seen } = await watchProcesses(
          bench.clientapp(args, { ...tracing, SF_MDAPI_TEMP_DIR: join(bench.sf.home, 'mdapi') }),
        );
        printed += result.stdout + result.stderr;
        processes += seen;
      };

      before(async () => {
        bench = await createWorkbench({
          users: [integrationUserSeed],
          switches: { connectedAppCreationAllowed: true },
        });
        await writeApp(bench.project, 'Quiet', backendManifest('Quiet', registration));
        await run(['deploy', '--name', 'Quiet', '--target-org', 'dev', '--allow-setting-change']);
        await run(['deploy', '--name', 'Quiet', '--target-org', 'dev', '--json']);
        await run(['credential', 'display', '--name', 'Quiet', '--target-org', 'dev', '--json']);
        await run(['credential', 'display', '--name', 'Quiet', '--target-org', 'dev']);
        await run(['display', '--name', 'Quiet', '--target-org', 'dev', '--json']);
        await run(['list', '--target-org', 'dev', '--json']);
        await run([
          'audit',
          'run',
          '--target-org',
          'dev',
          '--source-dir',
          'force-app',
          '--output-file',
          'audit.sarif',
          '--output-file',
          'audit.json',
          '--json',
        ]);
      });
      after(() => bench.dispose());

      const secretOfRun = (): string => {
        const [consumer] = bench.org.state.metadata.consumers;
        if (!consumer) throw new Error(`Nothing was deployed: ${printed}`);
        return consumer.secret;
      };

      it('are stored, so that there is something to find', async () => {
        const { stdout } = await bench.clientapp([
          'credential',
          'display',
          '--name',
          'Quiet',
          '--target-org',
          'dev',
          '--reveal-secret',
          '--no-prompt',
        ]);
        expect(stdout).to.include(secretOfRun());
      });

      it('are in no output', () => {
        expect(printed).to.include('Quiet');
        for (const spelling of spellings(secretOfRun())) expect(printed).not.to.include(spelling);
      });

      it('are in no argument and no environment of any process', () => {
        expect(processes).to.include('clientapp');
        for (const spelling of spellings(secretOfRun())) expect(processes).not.to.include(spelling);
      });

      it('are in no file: neither of the project, nor of the home, nor of the logs at trace level', async () => {
        const files = [...(await filesBelow(bench.project)), ...(await filesBelow(bench.sf.home))];
        const logged = (await loggedRequests(bench.sf.home)).join('\n');
        expect(logged, 'the log has the requests').to.match(/FROM OauthToken/);
        expect(
          files.some((file) => file.endsWith('audit.sarif')),
          'a report',
        ).to.equal(true);
        for (const file of files) {
          const text = await readFile(file, 'latin1');
          for (const spelling of spellings(secretOfRun())) expect(text.includes(spelling), file).to.equal(false);
        }
      });

      it('leave the session token out of everything that is printed', () => {
        expect(printed).not.to.include(bench.org.accessToken);
      });
    });
  }
});
