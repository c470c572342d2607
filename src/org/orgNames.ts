import type { Org } from '@salesforce/core';

/** Every name that people and manifests know an org by: its aliases, then its username. The first is the one to show. */
export const orgNames = async (org: Org): Promise<[string, ...string[]]> => {
  const username = org.getUsername();
  if (!username) return [org.getOrgId()];
  const { StateAggregator } = await import('@salesforce/core');
  const [first = username, ...others] = (await StateAggregator.getInstance()).aliases.getAll(username);
  return [...new Set([first, ...others, username])] as [string, ...string[]];
};
