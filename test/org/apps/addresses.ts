import { BlockList, isIPv6 } from 'node:net';
import type { Org } from '../org.js';
import { profileOf } from '../tables/users.js';
import type { ClientApp } from './index.js';
import type { Range } from './clientApp.js';

const isInside = (ranges: Range[], address: string): boolean => {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  for (const { start, end } of ranges) if (isIPv6(start) === isIPv6(address)) list.addRange(start, end, family);
  return list.check(address, family);
};

/** Whether the address may be used: the ranges of profile and app together, unless the app's policy lets go of them. */
export const isAddressAllowed = (
  org: Org,
  app: ClientApp,
  userId: string,
  { address, isRefresh = false }: { address: string; isRefresh?: boolean },
): boolean => {
  if (app.ipRelaxation === 'BYPASS' || app.ipRelaxation === 'BYPASS_2FACTOR') return true;
  if (isRefresh && app.ipRelaxation === 'ENFORCE_RELAXREFRESH') return true;
  const user = org.records('User').find(({ Id }) => Id === userId);
  const ranges = [...((user && profileOf(org, user)?.loginIpRanges) ?? []), ...app.ipRanges];
  return ranges.length === 0 || isInside(ranges, address);
};
