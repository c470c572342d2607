import { expect } from 'chai';
import type { ClientApp } from '../../src/app/clientApp.js';
import { readManifest } from '../../src/manifest/read.js';
import type { SecretStore, StoredCredential, StoredVersions } from '../../src/secrets/store.js';
import type { Check, VerifyOptions, VerifyResult } from '../../src/verify/types.js';
import { verifyApp } from '../../src/verify/verifyApp.js';
import { connect } from '../inventory/org/connect.js';
import { startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from '../org/index.js';
import type { Consumer } from '../org/metadata/index.js';
import { integrationPermissionSetLicense, integrationProfile } from '../org/names.js';
import { assign, putExternalClientApp, putPermissionSet, putSettings, type PutApp } from '../org/testing.js';

export const robot = 'erp@acme.example';
export const person = 'ann@acme.example';

/** An app from its manifest, as commands get it. */
export const appOf = (more: string): ClientApp => {
  const { app, problems } = readManifest(
    `name: Erp
label: Erp
description: Exports orders every night
owner: { email: it@acme.example }
${more}`,
    'clientapps/Erp.clientapp.yaml',
  );
  if (!app) throw new Error(JSON.stringify(problems));
  return app;
};

export const backendApp = (more = ''): ClientApp =>
  appOf(`model: backend
flow: client-credentials
scopes: { api: Reads orders }
identity: { user: ${robot} }
${more}`);

/** A store in memory. */
export const storeOf = (versions: StoredVersions): SecretStore => ({
  name: 'memory',
  read: () => Promise.resolve(versions),
  write: () => Promise.resolve(),
  remove: () => Promise.resolve(),
});

export const credentialOf = ({ key, secret }: Consumer, more: Partial<StoredCredential> = {}): StoredCredential => ({
  consumerKey: key,
  consumerSecret: secret,
  storedAt: new Date().toISOString(),
  state: 'confirmed',
  ...more,
});

/** An org with the integration user, its permission sets, and the app open to it. */
export type Stage = {
  org: LoopbackOrg;
  consumer: Consumer;
  access: string;
  data: string;
  /** Puts the app again, otherwise. */
  put: (parts?: PutApp) => Consumer;
  verify: (
    app: ClientApp,
    options?: Partial<VerifyOptions> & { apiVersion?: string },
    versions?: StoredVersions,
  ) => Promise<VerifyResult>;
};

const policy = { clientCredentialsFlowUser: robot, commaSeparatedPermissionSet: 'Erp_Access' };

const merged = (parts: PutApp): PutApp => ({
  ...parts,
  settings: { commaSeparatedOauthScopes: 'Api', ...parts.settings },
  global: { callbackUrl: '', ...parts.global },
  policy: { ...policy, ...parts.policy },
});

export const createStage = async (options: LoopbackOrgOptions & { parts?: PutApp } = {}): Promise<Stage> => {
  const { parts = {}, ...orgOptions } = options;
  const org = await startLoopbackOrg({
    users: [
      { username: robot, profile: integrationProfile, permissionSetLicenses: [integrationPermissionSetLicense] },
      { username: person },
    ],
    ...orgOptions,
  });
  const access = putPermissionSet(org, 'Erp_Access');
  const data = putPermissionSet(org, 'Erp_Data', { objectPermissions: { object: 'Order', allowRead: 'true' } });
  putSettings(org, 'OauthOidc', { blockOAuthUsrAgtFlow: 'true' });
  const consumer = putExternalClientApp(org, 'Erp', merged(parts));
  // The credentials in the metadata, as a retrieve gives them.
  const put = (more: PutApp = {}): Consumer => putExternalClientApp(org, 'Erp', merged(more));
  assign(org, robot, access);
  assign(org, robot, data);
  return {
    org,
    consumer,
    access,
    data,
    put,
    verify: async (app, { apiVersion, ...more } = {}, versions = { current: credentialOf(consumer) }) =>
      verifyApp(await connect(org, apiVersion), app, storeOf(versions), { org: 'dev', ...more }),
  };
};

export const checkOf = ({ checks }: VerifyResult, id: string): Check => {
  const check = checks.find((one) => one.id === id);
  if (!check) throw new Error(`There is no check ${id}: ${checks.map((one) => one.id).join(', ')}`);
  return check;
};

/** The causes of all failures, with their checks. */
export const causesOf = ({ checks }: VerifyResult): Record<string, string> =>
  Object.fromEntries(checks.flatMap(({ id, cause }) => (cause === undefined ? [] : [[id, cause]])));

/** The check failed for this cause, and says what to do. */
export const expectCause = (result: VerifyResult, id: string, cause: string): Check => {
  const check = checkOf(result, id);
  expect(check, JSON.stringify(check)).to.include({ status: 'fail', cause });
  expect(check.actions, 'actions').to.not.be.empty;
  expect(result.status).to.equal('fail');
  return check;
};

/** Nothing that the org gave or the store has is in the result, and no token is left alive. */
export const expectNoTrace = ({ org, consumer }: Stage, result: VerifyResult): void => {
  const text = JSON.stringify(result);
  expect(text).to.not.contain(consumer.secret);
  expect(text).to.not.match(/00D\w{12}!AQ/);
  expect(org.state.sessions.filter(({ appName }) => appName === 'Erp')).to.deep.equal([]);
  expect(org.state.grants).to.deep.equal([]);
};
