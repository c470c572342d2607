import { isAddressAllowed } from '../apps/addresses.js';
import { isPreauthorized } from '../apps/approval.js';
import type { ClientApp } from '../apps/index.js';
import type { Org } from '../org.js';
import type { Row } from '../tables/table.js';
import { refusals, type OauthRefusal } from './errors.js';
import { recordLogin } from './logins.js';

export type Attempt = { app: ClientApp; user: Row; address: string; loginSubType: string | null; isRefresh?: boolean };

const isFrozen = (org: Org, user: Row): boolean =>
  org.records('UserLogin').some(({ UserId, IsFrozen }) => UserId === user.Id && IsFrozen === true);

const findObstacle = (org: Org, { app, user, address, isRefresh = false }: Attempt): OauthRefusal | undefined => {
  if (user.IsActive !== true) return refusals.inactiveUser();
  if (isFrozen(org, user)) return refusals.authenticationFailed();
  if (app.isAdminApproved && !isPreauthorized(org, app, user.Id)) return refusals.notAdminApproved();
  return isAddressAllowed(org, app, user.Id, { address, isRefresh }) ? undefined : refusals.ipRestricted();
};

/** What keeps this user out of this app; a refused attempt is on record. */
export const admitUser = (org: Org, attempt: Attempt): void => {
  const obstacle = findObstacle(org, attempt);
  if (!obstacle) return;
  recordLogin(org, {
    userId: attempt.user.Id,
    application: attempt.app.label,
    status: `Failed: ${obstacle.description}`,
    loginSubType: attempt.loginSubType,
    sourceIp: attempt.address,
  });
  throw obstacle;
};
