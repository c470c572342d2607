import { resolve } from 'node:path';
import { AuthInfo, Connection } from '@salesforce/core';
import { Duration } from '@salesforce/kit';
import type { DeployAppsOptions } from '../../src/deployment/deployApps.js';
import type { AppToDeploy, Existing, SourceFile } from '../../src/deployment/types.js';
import { resolveEnvironment } from '../../src/manifest/environment.js';
import { readManifest } from '../../src/manifest/read.js';
import { readDocument } from '../../src/registration/readDocument.js';
import { renderClientApp } from '../../src/registration/render.js';
import { serialize } from '../../src/registration/serialize.js';
import type { PreparedFile } from '../../src/deployment/prepare.js';
import type { SecretStore, StoredVersions } from '../../src/secrets/store.js';
import { backendManifest, integrationUserSeed } from '../nut/appFiles.js';
import { startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from '../org/index.js';

export { failureOf } from '../identity/support.js';
export { createStore as memoryStore } from '../certificate/support.js';

/** Where the files of these projects would lie. */
const root = resolve('/projects/acme');

export const startOrg = (options: LoopbackOrgOptions = {}): Promise<LoopbackOrg> =>
  startLoopbackOrg({ users: [integrationUserSeed], ...options });

type DeploymentOptions = {
  environment?: string;
  certificate?: string;
  baseCertificate?: string;
  /** Changes the text of a file that a person has edited. */
  edit?: (type: string, contents: string) => string;
};

/** An app as its manifest has it, with all its files. */
export const deploymentOf = (
  text: string,
  { environment, certificate, baseCertificate = certificate, edit = (_, contents) => contents }: DeploymentOptions = {},
): AppToDeploy => {
  const name = /^name: (\w+)/.exec(text)?.[1] ?? '';
  const read = readManifest(text, `clientapps/${name}.clientapp.yaml`);
  if (!read.app) throw new Error(JSON.stringify(read.problems));
  const material = baseCertificate === undefined ? {} : { certificate: baseCertificate };
  return {
    app: resolveEnvironment(read, environment),
    base: read.app,
    manifestFile: resolve(root, read.file),
    environment,
    certificate,
    baseCertificate,
    sources: renderClientApp(read.app, material).map(({ type, path, contents }) =>
      sourceOf(resolve(root, 'force-app/main/default', path), edit(type, contents)),
    ),
  };
};

export const sourceOf = (path: string, contents: string): SourceFile => {
  const { type, name, root: element, problems } = readDocument(path, contents);
  if (!element || problems.length > 0) throw new Error(`${path}: ${JSON.stringify(problems)}`);
  return { type, fullName: name, path, root: element };
};

export const backend = (name: string, registration: string, more = ''): AppToDeploy =>
  deploymentOf(backendManifest(name, registration, more));

export const nothing: Existing = { connectedApps: new Set(), externalClientApps: new Set(), satellites: new Map() };

/** The text that a component is deployed with. */
export const textOf = (files: readonly PreparedFile[], type: string): string => {
  const file = files.find((one) => one.type === type);
  if (!file) throw new Error(`${type} is not deployed`);
  return serialize(file.root);
};

/** What was reported while something ran. */
export type Reported = { stages: string[]; statuses: string[]; notices: string[] };

export const optionsFor = (
  store: SecretStore,
  more: Partial<DeployAppsOptions> = {},
): { options: DeployAppsOptions; reported: Reported } => {
  const reported: Reported = { stages: [], statuses: [], notices: [] };
  return {
    reported,
    options: {
      storeOf: () => Promise.resolve(store),
      dryRun: false,
      wait: Duration.minutes(1),
      allowSettingChange: true,
      events: {
        stage: (stage) => reported.stages.push(stage),
        status: (status) => reported.statuses.push(status),
        notice: (text) => reported.notices.push(text),
      },
      ...more,
    },
  };
};

/** A store of several apps, by name. */
export const storeOfMany = (): SecretStore & { apps: Record<string, StoredVersions> } => {
  const apps: Record<string, StoredVersions> = {};
  return {
    name: 'memory',
    apps,
    read: ({ app }) => Promise.resolve({ ...apps[app] }),
    write: ({ app }, version, credential) => {
      apps[app] = { ...apps[app], [version]: credential };
      return Promise.resolve();
    },
    remove: ({ app }, version) => {
      const { [version]: _, ...rest } = apps[app] ?? {};
      apps[app] = rest;
      return Promise.resolve();
    },
  };
};

const signedIn = new WeakMap<LoopbackOrg, AuthInfo>();

/** A connection as after "sf org login": under the name of the user, where that of an access token alone has the token. */
export const signIn = async (org: LoopbackOrg, version = '67.0'): Promise<Connection> => {
  const authInfo = signedIn.get(org) ?? (await authenticate(org));
  signedIn.set(org, authInfo);
  return Connection.create({ authInfo, connectionOptions: { version } });
};

const authenticate = async ({ url, username, organizationId, accessToken }: LoopbackOrg): Promise<AuthInfo> => {
  const authInfo = await AuthInfo.create({
    username,
    accessTokenOptions: { accessToken, instanceUrl: url, loginUrl: url },
  });
  return authInfo.update({ username, orgId: organizationId });
};
