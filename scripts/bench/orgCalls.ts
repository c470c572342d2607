import { createWorkbench, type Workbench } from '../../test/nut/workbench.js';
import { backendManifest, integrationUserSeed, writeApp } from '../../test/nut/appFiles.js';
import type { Measurement } from './statistics.js';

const printed = (what: string, calls: number): Measurement => ({
  what,
  ours: `${calls} calls`,
  baseline: '',
  ratio: '',
  bound: '',
  holds: true,
});

const callsOf = async ({ clientapp }: Workbench, args: string[]): Promise<number> => {
  const { stdout, stderr } = await clientapp([...args, '--json']);
  const { result } = JSON.parse(stdout) as { result?: { apiCalls: number } };
  if (!result) throw new Error(`${args.join(' ')}: ${stdout}${stderr}`);
  return result.apiCalls;
};

/** What a deploy with capture and an audit ask of an org, for one app and for ten. */
export const measureOrgCalls = async (): Promise<Measurement[]> => {
  const bench = await createWorkbench({
    users: [integrationUserSeed],
    adminPermissions: { add: ['ViewClientSecret'] },
  });
  try {
    const names = Array.from({ length: 10 }, (_, index) => `App${index}`);
    for (const name of names) await writeApp(bench.project, name, backendManifest(name, 'external-client-app'));
    const measurements: Measurement[] = [];
    measurements.push(
      printed(
        'deploy of one new app with capture',
        await callsOf(bench, ['deploy', '--name', 'App0', '-o', 'dev', '--allow-setting-change']),
      ),
    );
    measurements.push(printed('audit of an org with one app', await callsOf(bench, ['audit', 'run', '-o', 'dev'])));
    measurements.push(
      printed(
        'deploy of ten apps, one there already',
        await callsOf(bench, ['deploy', '--all', '-o', 'dev', '--allow-setting-change']),
      ),
    );
    measurements.push(printed('audit of an org with ten apps', await callsOf(bench, ['audit', 'run', '-o', 'dev'])));
    return measurements;
  } finally {
    await bench.dispose();
  }
};
