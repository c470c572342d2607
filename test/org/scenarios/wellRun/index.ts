import { stringify } from 'yaml';
import { startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from '../../index.js';
import { putApps } from './apps.js';
import { release } from './names.js';
import { putEveryone, putOrgSettings } from './settings.js';
import { putUse } from './use.js';

export { wellRunProject } from './project.js';

/**
 * An org where everything is as the references want it: apps of both families, each with its own integration user, least
 * scopes and rights, strict policies, fresh secrets, a manifest; logs kept for longer than a month; one vendor's app that
 * keeps the partner rules; one app that only does SAML.
 */
export const startWellRunOrg = async (options: LoopbackOrgOptions = {}): Promise<LoopbackOrg> => {
  const org = await startLoopbackOrg({
    integrationSeats: 10,
    switches: { useAnyApiClient: true, ...options.switches },
    metadata: { apiAccessControl: true, pollsUntilDone: 0 },
    ...options,
  });
  putOrgSettings(org);
  putEveryone(org);
  putApps(org);
  putUse(org);
  return org;
};

/** Who they are and when they deploy, as the people of the org write it down. */
export const wellRunConfig = (org: LoopbackOrg): string =>
  stringify({ administrators: [org.username], deploymentUsers: [release] });
