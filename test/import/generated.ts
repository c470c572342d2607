import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Flow, IntegrationModel, Registration } from '../../src/app/clientApp.js';
import type { Answers } from '../../src/generate/answers.js';
import { generateApp } from '../../src/generate/generateApp.js';
import { appFromFlags } from '../../src/generate/prepareApp.js';
import { projectSource } from '../../src/import/fromProject.js';
import { chooseFrom, importApps } from '../../src/import/importApps.js';
import type { ImportedManifest } from '../../src/import/imported.js';

/** A project of its own for one test, with a certificate. */
export const createProject = (): { root: string; dispose: () => void } => {
  const root = mkdtempSync(join(tmpdir(), 'clientapp-import-'));
  mkdirSync(join(root, 'force-app'));
  writeFileSync(join(root, 'sfdx-project.json'), JSON.stringify({ packageDirectories: [{ path: 'force-app' }] }));
  return { root, dispose: () => rmSync(root, { recursive: true, force: true }) };
};

export const createCertificate = (root: string, file = 'acme.crt'): string => {
  const request = ['req', '-x509', '-nodes', '-newkey', 'rsa:2048', '-keyout', '/dev/null', '-out', file];
  execFileSync('openssl', [...request, '-days', '365', '-subj', '/CN=Acme'], { cwd: root, stdio: 'ignore' });
  return join(root, file);
};

const callbacks: Partial<Record<IntegrationModel, string>> = {
  web: 'https://a.example/cb',
  mobile: 'com.acme.app:/cb',
};

type Kind = { registration: Registration; model: IntegrationModel; flow: Flow };

/** What somebody says to "generate app" for each kind of app. */
export const answersFor = ({ registration, model, flow }: Kind): Answers => {
  const callback = callbacks[model];
  return {
    name: 'AcmeErp',
    model,
    flow,
    registration,
    label: 'Acme ERP',
    description: undefined,
    ownerEmail: 'a@b.example',
    scopes: undefined,
    callbackUrls: callback === undefined ? undefined : [callback],
    ipRanges: ['203.0.113.0/24', '198.51.100.7', '192.0.2.1-192.0.2.6'],
    integrationUser: flow === 'client-credentials' ? 'acme@b.example' : undefined,
    objects: ['Account:read', 'Order:read,create,edit'],
    certificateFile: undefined,
  };
};

/** Generates an app into a project; the text is that of its manifest. */
export const generate = async (root: string, answers: Answers): Promise<{ manifest: string; text: string }> => {
  const { app, manifest, manifestText = '' } = await appFromFlags(answers, { root, sourceFiles: [], overwrite: true });
  const request = { app, manifest, manifestText, root, outputDir: 'force-app', sourceFiles: [] };
  await generateApp({ ...request, overwrite: true, dryRun: false });
  return { manifest, text: manifestText };
};

type Options = { overwrite?: boolean; dryRun?: boolean; names?: string[]; paths?: string[] };

/** Imports from the files of a project, as the command does. */
export const importProject = async (root: string, options: Options = {}): Promise<ImportedManifest[]> => {
  const { overwrite = false, dryRun = false, names, paths = [] } = options;
  const source = await projectSource(root, paths);
  return importApps(source, chooseFrom(source, names), { root, overwrite, dryRun });
};
