import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { backendManifest, integrationUserSeed, writeApp } from './appFiles.js';
import { createWorkbench, type Workbench } from './workbench.js';

/** A secret as it could be written: plain, in base64 at any of the three alignments, in hex. */
const spellings = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('hex'),
  // Whole groups of three bytes, so that what stands around it makes no difference.
  ...[0, 1, 2].map((offset) => {
    const bytes = Buffer.from(secret).subarray(offset);
    return bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
  }),
];

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Arguments and environment of every process of this machine, for as long as the action runs. */
const watchProcesses = async <T>(action: Promise<T>): Promise<{ result: T; seen: string }> => {
  const texts = new Set<string>();
  let running = true;
  const watch = (async (): Promise<void> => {
    while (running) {
      for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
        for (const what of ['cmdline', 'environ'])
          texts.add(await readFile(`/proc/${pid}/${what}`, 'utf8').catch(() => ''));
      }
      await setTimeout(100);
    }
  })();
  try {
    const result = await action;
    running = false;
    await watch;
    return { result, seen: [...texts].join('\n') };
  } finally {
    running = false;
  }
};

describe('secrets of a run', () => {
  for (const registration of ['external-client-app', 'connected-app']) {
    describe(registration, () => {
      let bench: Workbench;
      let printed = '';
      let processes = '';

      const run = async (args: string[]): Promise<void> => {
        const { result, seen } = await watchProcesses(
          bench.clientapp(args, { SF_LOG_LEVEL: 'trace', SF_MDAPI_TEMP_DIR: join(bench.sf.home, 'mdapi') }),
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
        expect(
          files.some((file) => file.endsWith('.log')),
          'a log file',
        ).to.equal(true);
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
