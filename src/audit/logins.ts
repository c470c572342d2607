import type { LoginGroup, Logins } from '../inventory/evidence.js';
import type { InventoryApp } from '../inventory/types.js';
import type { AuditedOrg } from './auditedOrgs.js';
import { shortId } from './outcomes.js';

/** Documents spell `OauthUsernamePassword`, orgs also "OAuth Username-Password" (audit.md A.6): letters and digits decide. */
const plain = (text: string | undefined): string => (text ?? '').toLowerCase().replace(/[^a-z0-9]/g, '');

/** Flows that LoginHistory tells apart. For jwt-bearer and the device flow no subtype is documented. */
const flowsBySubType = {
  'username-password-flow': ['oauthusernamepassword'],
  'user-agent-flow': ['oauthuseragent', 'oauthuseragentidtoken'],
  'hybrid-user-agent-flow': ['oauthhybriduseragent'],
  'client-credentials': ['oauthclientcredentials'],
} as const;
export type LoginFlow = keyof typeof flowsBySubType | 'soap-login';

const oauth2Types = new Set(['oauth2', 'remoteaccess20']);
const soapTypes = new Set(['otherapi', 'otherapexapi']);

const bySubType = new Map<string, LoginFlow>(
  Object.entries(flowsBySubType).flatMap(([flow, types]) => types.map((type) => [type, flow as LoginFlow] as const)),
);

/** True for a login by OAuth 2. */
export const isOauthLogin = ({ loginType }: LoginGroup): boolean => oauth2Types.has(plain(loginType));

/** The flow of a login, where LoginHistory says so. */
export const flowOf = (group: LoginGroup): LoginFlow | undefined => {
  const bySub = bySubType.get(plain(group.loginSubType));
  if (bySub) return bySub;
  const soap =
    soapTypes.has(plain(group.loginType)) || (!isOauthLogin(group) && plain(group.apiType).startsWith('soap'));
  return soap ? 'soap-login' : undefined;
};

/** True for a login that no person was there for: client credentials, or OAuth without a subtype, as jwt-bearer. */
export const isMachineLogin = (group: LoginGroup): boolean =>
  flowOf(group) === 'client-credentials' || (isOauthLogin(group) && plain(group.loginSubType) === '');

/** Undefined where the org did not tell how a login ended. */
export const hasSucceeded = ({ status }: LoginGroup): boolean | undefined =>
  status === undefined ? undefined : plain(status) === 'success';

/** Logins of one kind by what they have in common. */
export type LoginUse = {
  /** What the logins call the app; empty where they name none. */
  application: string;
  app: InventoryApp | undefined;
  count: number;
  first: string;
  last: string;
  userIds: string[];
  versions: string[];
};

const noName = new Set(['', 'na', 'unknown']);

/** Name of the app as a login gives it; empty for "N/A". */
export const applicationOf = ({ application }: LoginGroup): string =>
  application === undefined || noName.has(plain(application)) ? '' : application.trim();

const add = (use: LoginUse | undefined, group: LoginGroup, app: InventoryApp | undefined): LoginUse => {
  const first = group.first ?? group.last;
  const one = use ?? {
    application: applicationOf(group),
    app,
    count: 0,
    first,
    last: group.last,
    userIds: [],
    versions: [],
  };
  one.count += group.count;
  if (first < one.first) one.first = first;
  if (group.last > one.last) one.last = group.last;
  if (!one.userIds.includes(shortId(group.userId)) && one.userIds.length < mostUsers) {
    one.userIds.push(shortId(group.userId));
  }
  if (group.apiVersion && !one.versions.includes(group.apiVersion)) one.versions.push(group.apiVersion);
  return one;
};

/** So many are enough to name a few and to say that there are more. */
const mostUsers = 100;

/** Sums logins by a key, in the order of their first group. */
export const sumLogins = (
  { index }: Pick<AuditedOrg, 'index'>,
  groups: readonly LoginGroup[],
  keyOf: (group: LoginGroup) => string,
): LoginUse[] => {
  const uses = new Map<string, LoginUse>();
  for (const group of groups) {
    const key = keyOf(group);
    uses.set(key, add(uses.get(key), group, index.byName.get(applicationOf(group).toLowerCase())));
  }
  return [...uses.values()];
};

/** Logins by app that went through by one of some flows, and whether others may have, because no status was told. */
export const loginsBy = (
  { index }: Pick<AuditedOrg, 'index'>,
  { groups }: Logins,
  flows: readonly LoginFlow[],
  passes: (app: InventoryApp | undefined, flow: LoginFlow) => boolean = () => false,
): { uses: LoginUse[]; untold: boolean } => {
  const wanted = groups.filter((group) => {
    const flow = flowOf(group);
    if (flow === undefined || !flows.includes(flow)) return false;
    return !passes(index.byName.get(applicationOf(group).toLowerCase()), flow);
  });
  const through = wanted.filter((group) => hasSucceeded(group) === true);
  return {
    uses: sumLogins({ index }, through, (group) => applicationOf(group).toLowerCase()),
    untold: through.length === 0 && wanted.some((group) => hasSucceeded(group) === undefined),
  };
};
