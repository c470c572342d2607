import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { ClientApp, Flow, IntegrationModel } from '../../src/app/clientApp.js';
import { createCertificate } from '../../src/certificate/createCertificate.js';
import { privateKeyText } from '../../src/certificate/privateKey.js';
import { defaultsOf, starterOrg, type StarterDefaults } from '../../src/starter/defaults.js';
import { startLoopbackOrg, type LoopbackOrg } from '../org/index.js';
import { integrationProfile } from '../org/names.js';
import { assign, putExternalClientApp, putPermissionSet } from '../org/testing.js';
import { makeApp } from '../registration/apps.js';

const robot = 'acme-erp@acme.example.integration';
export const ann = 'ann@acme.example';

/** An org with one app for each flow, and what a starter needs to know of it. */
export type StarterBench = {
  org: LoopbackOrg;
  app: ClientApp;
  defaults: StarterDefaults;
  /** What the program's environment must hold. */
  env: Record<string, string>;
  /** Nothing of it may be seen anywhere. */
  secrets: string[];
};

const makeKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
let key: KeyObject | undefined;

/** Sessions end, as by time or by an administrator; sf's own stays. */
export const endTokens = ({ state, accessToken }: LoopbackOrg): void => {
  state.sessions = state.sessions.filter(({ token }) => token === accessToken);
};

const models: Record<Flow, IntegrationModel> = {
  'authorization-code': 'cli',
  'jwt-bearer': 'backend',
  'client-credentials': 'backend',
};

export const startBench = async (flow: Flow, callbackUrl = 'http://localhost:1717/cb'): Promise<StarterBench> => {
  const org = await startLoopbackOrg({ users: [{ username: robot, profile: integrationProfile }, { username: ann }] });
  const access = putPermissionSet(org, 'AcmeErp_Access');
  key ??= makeKey();
  const certificate = await createCertificate({ privateKey: key, commonName: 'AcmeErp', days: 30, now: new Date() });
  const { key: consumerKey, secret } = putExternalClientApp(org, 'AcmeErp', {
    global: {
      callbackUrl,
      isPkceRequired: 'true',
      isConsumerSecretOptional: 'true',
      isSecretRequiredForRefreshToken: 'false',
      isRefreshTokenRotationEnabled: 'true',
      isClientCredentialsFlowEnabled: 'true',
      ...(flow === 'jwt-bearer' ? { certificate } : {}),
    },
    policy: { clientCredentialsFlowUser: robot, commaSeparatedPermissionSet: 'AcmeErp_Access' },
  });
  for (const user of [robot, ann]) assign(org, user, access);
  const app = makeApp({ model: models[flow], flow, callbackUrls: [callbackUrl] });
  const query = 'SELECT Id, Name FROM Organization';
  const privateKey = privateKeyText(key);
  return {
    org,
    app,
    defaults: { ...defaultsOf(app, starterOrg(org.url)), query },
    env: {
      ACMEERP_CONSUMER_KEY: consumerKey,
      ...(flow === 'client-credentials' ? { ACMEERP_CONSUMER_SECRET: secret } : {}),
      ...(flow === 'jwt-bearer' ? { ACMEERP_PRIVATE_KEY: privateKey } : {}),
    },
    secrets: [secret, ...privateKey.split('\n').filter((line) => line.length > 60)],
  };
};
