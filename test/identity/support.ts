import type { SfError } from '@salesforce/core/sfError';
import type { ClientApp } from '../../src/app/clientApp.js';
import type { UserOptions, UserRequest } from '../../src/identity/types.js';
import { readManifest } from '../../src/manifest/read.js';
import type { ReadManifest } from '../../src/manifest/read.js';
import type { LoopbackOrg } from '../org/index.js';
import type { OrgRequest } from '../org/http/exchange.js';
import { integrationPermissionSetLicense } from '../org/names.js';
import { assign, putExternalClientApp, putPermissionSet } from '../org/testing.js';
import { backendManifest, integrationUser } from '../nut/appFiles.js';

export { integrationUser };

/** A manifest of a backend app with client credentials, as the project has it. */
export const manifestOf = (name: string, user = integrationUser, more = ''): ReadManifest =>
  readManifest(
    backendManifest(name, 'external-client-app', more).replace(integrationUser, user),
    `clientapps/${name}.clientapp.yaml`,
  );

export const appOf = ({ app, problems }: ReadManifest): ClientApp => {
  if (!app) throw new Error(JSON.stringify(problems));
  return app;
};

export const requestFor = (name: string, username = integrationUser): UserRequest => ({
  app: appOf(manifestOf(name, username)),
  username,
});

export const options = (more: Partial<UserOptions> = {}): UserOptions => ({ org: 'dev', manifests: [], ...more });

/** What a deploy of the app leaves in the org. */
export const putApp = (org: LoopbackOrg, name: string, runAs = integrationUser): { access: string; data: string } => {
  const access = putPermissionSet(org, `${name}_Access`);
  const data = putPermissionSet(org, `${name}_Data`, { objectPermissions: { object: 'Account', allowRead: 'true' } });
  putExternalClientApp(org, name, {
    policy: { commaSeparatedPermissionSet: `${name}_Access`, clientCredentialsFlowUser: runAs },
  });
  return { access, data };
};

/** A user with the integration licence and its permission set licence, as the org's options want it. */
export const integrationUserNamed = (username = integrationUser) => ({
  username,
  profile: 'Minimum Access - API Only Integrations',
  permissionSetLicenses: [integrationPermissionSetLicense],
});

export const giveSets = (org: LoopbackOrg, username: string, ...ids: string[]): void => {
  for (const id of ids) assign(org, username, id);
};

export const userIn = ({ org }: LoopbackOrg, username = integrationUser): Record<string, unknown> | undefined =>
  org.records('User').find(({ Username }) => Username === username);

/** Requests that change records. */
export const writes = ({ requests }: LoopbackOrg): string[] =>
  requests.filter(isWrite).map(({ path }) => path.replace(/^.*\/sobjects\//, ''));

const isWrite = ({ method, path }: OrgRequest): boolean => method !== 'GET' && path.includes('/sobjects/');

export const failureOf = async (work: Promise<unknown>): Promise<SfError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error as SfError;
  }
  throw new Error('it did not fail');
};
