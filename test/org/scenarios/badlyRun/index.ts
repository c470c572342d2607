import { stringify } from 'yaml';
import { startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from '../../index.js';
import type { Scenario } from '../planted.js';
import { plantApiCalls } from './apiCalls.js';
import { plantApps } from './apps.js';
import { plantLogins } from './logins.js';
import { boss } from './names.js';
import { plantApiClients, plantPeople } from './people.js';
import { plantSettings } from './settings.js';
import { plantTokens } from './tokens.js';

export { badlyRunProject } from './project.js';

export type BadlyRunOrg = Scenario & { org: LoopbackOrg };

const start = (options: LoopbackOrgOptions): Promise<LoopbackOrg> =>
  startLoopbackOrg({
    integrationSeats: 10,
    // Staged credentials are read with it (platform.md 4.3).
    adminPermissions: { add: ['ViewClientSecret', 'ClientSecretRotation'] },
    metadata: { apiAccessControl: true, pollsUntilDone: 0 },
    ...options,
    switches: { useAnyApiClient: true, ...options.switches },
  });

/** An org that does everything wrong that an audit can see, with the list of what it does wrong. */
export const startBadlyRunOrg = async (options: LoopbackOrgOptions = {}): Promise<BadlyRunOrg> => {
  const org = await start(options);
  const planted = [
    ...plantPeople(org),
    ...plantSettings(org),
    ...(await plantApps(org)),
    ...plantTokens(org),
    ...plantLogins(org),
    ...plantApiCalls(org, { from: 34, to: 1 }),
  ];
  return { org, planted, config: badlyRunConfig(org) };
};

/** The same people and apps with what excludes something of the badly run org: API Access Control, and a log of one day. */
export const startForgetfulOrg = async (options: LoopbackOrgOptions = {}): Promise<BadlyRunOrg> => {
  const org = await start(options);
  plantPeople(org);
  const planted = plantApiClients(org);
  await plantApps(org);
  plantApiCalls(org, { from: 1, to: 1 });
  return {
    org,
    planted: [...planted, { rule: 'api-log-retention-short', because: 'the API log reaches back one day' }],
    config: stringify({ administrators: [org.username] }),
  };
};

/** Waivers that nobody looked after; who the administrator is. */
const badlyRunConfig = (org: LoopbackOrg): string =>
  stringify({
    administrators: [org.username],
    deploymentUsers: [boss],
    waivers: [
      {
        rule: 'full-scope',
        app: 'OpenDoor',
        owner: boss,
        reason: 'Will be narrowed next quarter',
        expires: '2025-06-30',
      },
      {
        rule: 'ip-relaxation',
        app: 'Nobody_Remembers',
        owner: boss,
        reason: 'The vendor has no fixed addresses',
        expires: '2099-12-31',
      },
    ],
  });
