import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from '../org/index.js';
import { createSf, type Sf, type SfRun } from '../org/sf.js';
import { stagePlugin } from './stagePlugin.js';

/** A person's desk: the real `sf` with the plugin linked, signed in to a loopback org, in an sfdx project. */
export type Workbench = {
  org: LoopbackOrg;
  sf: Sf;
  project: string;
  /** The plugin's own entry point, without sf around it. */
  bin: string;
  /** Runs `sf clientapp …` in the project. */
  clientapp: (args: string[], env?: Record<string, string>) => Promise<SfRun>;
  dispose: () => Promise<void>;
};

/** An empty sfdx project. */
const createProject = async (): Promise<string> => {
  const project = await mkdtemp(join(tmpdir(), 'clientapp-project-'));
  await mkdir(join(project, 'force-app', 'main', 'default'), { recursive: true });
  const definition = { packageDirectories: [{ path: 'force-app', default: true }], sourceApiVersion: '67.0' };
  await writeFile(join(project, 'sfdx-project.json'), JSON.stringify(definition));
  return project;
};

/** @param options of the org; `alias` is always `dev` */
export const createWorkbench = async (options: LoopbackOrgOptions = {}): Promise<Workbench> => {
  const org = await startLoopbackOrg(options);
  const sf = await createSf();
  const project = await createProject();
  const plugin = await stagePlugin();
  const linked = await sf.run(['plugins', 'link', plugin.folder, '--no-install']);
  if (linked.code !== 0) throw new Error(`The plugin could not be linked: ${linked.stderr}`);
  const signedIn = await sf.signIn(org, 'dev');
  if (signedIn.code !== 0) throw new Error(`sf could not sign in: ${signedIn.stdout}${signedIn.stderr}`);
  return {
    org,
    sf,
    project,
    bin: join(plugin.folder, 'bin', 'run.js'),
    clientapp: (args, env = {}) => sf.run(['clientapp', ...args], { cwd: project, env }),
    dispose: async () => {
      await org.stop();
      await sf.dispose();
      await plugin.dispose();
      await rm(project, { recursive: true, force: true });
    },
  };
};
