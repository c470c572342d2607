import { join } from 'node:path';
import { backendManifest, integrationUser, integrationUserSeed, writeApp } from '../../test/nut/appFiles.js';
import { createWorkbench, type Workbench } from '../../test/nut/workbench.js';
import { sfEnvironment } from '../../test/org/sf.js';
import { assign, putSettings } from '../../test/org/testing.js';
import { run, type Run } from './run.js';
import { median, type Measurement } from './statistics.js';

const latencyMs = 100;
const rounds = 3;
/** One is rotated by the command, whose store has its pair, and one by the bare calls. */
const [ours, bare] = ['Erp', 'Shop'] as const;

/** What one rotation asked of the org, and how long it took. */
type Figures = { calls: number; ms: number };

/** The switch that lets admins read secrets; where it is off, the command raises it and puts it back. */
const turnSecretAccess = ({ org }: Workbench, on: boolean): void => {
  putSettings(org, 'ExternalClientApp', { enableClientSecretInRestApiAccess: String(on) });
};

/** Two deployed apps with client credentials, whose user may use them. */
const createBench = async (): Promise<Workbench> => {
  const bench = await createWorkbench({
    users: [integrationUserSeed],
    adminPermissions: { add: ['ViewClientSecret'] },
  });
  turnSecretAccess(bench, true);
  for (const name of [ours, bare]) {
    const manifest = backendManifest(name, 'external-client-app', 'credentials: { store: sf, rotateEveryDays: 90 }\n');
    await writeApp(bench.project, name, manifest);
  }
  const deployed = await bench.clientapp(['deploy', '--all', '--target-org', 'dev', '--json']);
  if (deployed.code !== 0) throw new Error(`${deployed.stdout}${deployed.stderr}`);
  for (const { type, fullName, id } of bench.org.state.metadata.components)
    if (type === 'PermissionSet' && /^(?:Erp|Shop)_/.test(fullName)) assign(bench.org, integrationUser, id);
  bench.org.state.switches.latencyMs = latencyMs;
  return bench;
};

const figuresOf = async ({ org }: Workbench, rotate: () => Promise<Run>): Promise<Figures> => {
  const before = org.requests.length;
  const { code, stdout, stderr, wallMs } = await rotate();
  if (code !== 0) throw new Error(`${stdout}${stderr}`);
  return { calls: org.requests.length - before, ms: wallMs };
};

const byCommand = (bench: Workbench): Promise<Figures> =>
  figuresOf(bench, () => {
    const target = ['--name', ours, '--target-org', 'dev'];
    const args = ['rotate', 'start', ...target, '--retire-now', '--no-prompt', '--allow-setting-change', '--json'];
    const options = { cwd: bench.project, env: sfEnvironment(bench.sf.home) };
    return run(process.execPath, [bench.bin, 'clientapp', ...args], options);
  });

const byBareCalls = (bench: Workbench): Promise<Figures> =>
  figuresOf(bench, () => {
    const { url, accessToken } = bench.org;
    return run(process.execPath, [join(import.meta.dirname, 'bareRotation.js'), url, accessToken, bare]);
  });

const seconds = (all: readonly Figures[]): string => `${(median(all.map(({ ms }) => ms)) / 1000).toFixed(1)} s`;
const calls = (all: readonly Figures[]): number => median(all.map((figures) => figures.calls));

const rows = (what: string, command: readonly Figures[], baseline: readonly Figures[]): Measurement[] => {
  const slower = median(command.map(({ ms }, round) => ms / (baseline[round]?.ms ?? Number.NaN)));
  return [
    {
      what: `${what}: calls / the calls that no rotation can do without`,
      ours: `${calls(command)} calls`,
      baseline: `${calls(baseline)} calls`,
      ratio: (calls(command) / calls(baseline)).toFixed(1),
      bound: '',
      holds: true,
    },
    {
      what: `${what}: time / that of those calls in a program of their own, at ${latencyMs} ms a call`,
      ours: seconds(command),
      baseline: seconds(baseline),
      ratio: slower.toFixed(1),
      bound: '',
      holds: true,
    },
  ];
};

/** What a rotation of a secret costs beyond the calls themselves: looking again before each step, proofs, the journal. */
export const measureRotation = async (): Promise<Measurement[]> => {
  const bench = await createBench();
  try {
    const figures = { bare: [] as Figures[], on: [] as Figures[], off: [] as Figures[] };
    for (let round = 0; round < rounds; round += 1) {
      turnSecretAccess(bench, true);
      figures.bare.push(await byBareCalls(bench));
      figures.on.push(await byCommand(bench));
      turnSecretAccess(bench, false);
      figures.off.push(await byCommand(bench));
    }
    return [
      ...rows('rotation of a secret, start to retired', figures.on, figures.bare),
      ...rows('the same, where access to secrets has to be raised and put back', figures.off, figures.bare),
    ];
  } finally {
    await bench.dispose();
  }
};
