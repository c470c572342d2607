import type { Org } from '@salesforce/core';

/**
 * Every name that people and manifests know an org by: its aliases, then its username. The first is the one to show.
 * @param called the name that a person used, which comes first if it is one of the org's
 */
export const orgNames = async (org: Org, called?: string): Promise<[string, ...string[]]> => {
  const username = org.getUsername();
  if (!username) return [org.getOrgId()];
  const { StateAggregator } = await import('@salesforce/core');
  const names = [...(await StateAggregator.getInstance()).aliases.getAll(username), username];
  const first = names.find((name) => name === called) ?? names[0] ?? username;
  return [...new Set([first, ...names])] as [string, ...string[]];
};
