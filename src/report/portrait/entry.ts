import type { RefreshTokenPolicy } from '../../app/clientApp.js';
import { usesAuthorizationCode } from '../../audit/clientFlow.js';
import { either, not } from '../../audit/conditions.js';
import type { Fact, InventoryApp } from '../../inventory/types.js';
import { mapFact, tellOf } from './told.js';
import type { AppPortrait, FlowPortrait } from './types.js';

const sorted = (values: ReadonlyArray<{ value: string }>): string[] =>
  [...new Set(values.map(({ value }) => value))].sort();

const refreshTokenText = (policy: RefreshTokenPolicy): string => {
  if (!('days' in policy) && !('hours' in policy)) return policy.rule === 'never' ? 'never expires' : 'expires at once';
  const { rule } = policy;
  const span = 'days' in policy ? `${policy.days} days` : `${policy.hours} hours`;
  return rule === 'inactivity' ? `expires after ${span} without use` : `expires after ${span}`;
};

/** On only when settings and policies agree (platform.md 8.9). */
const clientCredentials = ({ clientCredentials: { settings, policy } }: InventoryApp): Fact<boolean> =>
  not(either(not(settings), not(policy)));

const flowFacts: ReadonlyArray<[string, (app: InventoryApp) => Fact<boolean>]> = [
  ['authorization code', usesAuthorizationCode],
  ['client credentials', clientCredentials],
  ['JWT bearer', ({ certificate }) => mapFact(certificate, (text) => text !== undefined && text.trim() !== '')],
  ['device', ({ deviceFlow }) => deviceFlow],
  ['guest code and credential', ({ guestCodeCredentialFlow }) => guestCodeCredentialFlow],
];

const flowsOf = (records: readonly InventoryApp[]): FlowPortrait[] =>
  flowFacts.map(([flow, factOf]) => ({ flow, state: tellOf(records, factOf) }));

type Entry = Pick<
  AppPortrait,
  | 'enabled'
  | 'flows'
  | 'permittedUsers'
  | 'permissionSets'
  | 'profiles'
  | 'ipRelaxation'
  | 'ipRanges'
  | 'refreshToken'
  | 'sessionTimeout'
  | 'pkceRequired'
  | 'callbackUrls'
>;

/** What lets an app in: its flows, who may use it, from where and for how long. */
export const entryOf = (records: readonly InventoryApp[]): Entry => ({
  enabled: tellOf(records, ({ enabled }) => enabled),
  flows: flowsOf(records),
  permittedUsers: tellOf(records, ({ permittedUsers }) => permittedUsers),
  permissionSets: tellOf(records, ({ grants }) => mapFact(grants, ({ permissionSets }) => sorted(permissionSets))),
  profiles: tellOf(records, ({ grants }) => mapFact(grants, ({ profiles }) => sorted(profiles))),
  ipRelaxation: tellOf(records, ({ ipRelaxation }) => ipRelaxation),
  ipRanges: tellOf(records, ({ ipRanges }) =>
    mapFact(ipRanges, (ranges) =>
      [...new Set(ranges.map(({ start, end }) => (start === end ? start : `${start} to ${end}`)))].sort(),
    ),
  ),
  refreshToken: tellOf(records, ({ refreshToken }) => mapFact(refreshToken, refreshTokenText)),
  sessionTimeout: tellOf(records, ({ sessionTimeoutMinutes }) =>
    mapFact(sessionTimeoutMinutes, (minutes) =>
      minutes === undefined ? 'left to profile and org' : `${minutes} minutes`,
    ),
  ),
  pkceRequired: tellOf(records, ({ pkceRequired }) => pkceRequired),
  callbackUrls: tellOf(records, ({ callbackUrls }) => mapFact(callbackUrls, sorted)),
});
