import type { LoopbackOrg } from '../index.js';
import { integrationPermissionSetLicense, integrationProfile } from '../names.js';
import { putUser, userNamed, type SeededUser } from '../testing.js';

/** A user who is a program: API only, on the licence made for it, with the permission set licence for objects. */
export const putIntegrationUser = (
  org: LoopbackOrg,
  username: string,
  more: Omit<SeededUser, 'username'> = {},
): string => {
  const id = putUser(org, { username, profile: integrationProfile, daysAgo: 300, ...more });
  const license = org.org
    .records('PermissionSetLicense')
    .find(({ DeveloperName }) => DeveloperName === integrationPermissionSetLicense);
  org.org
    .records('PermissionSetLicenseAssign')
    .push({ Id: org.org.newId('2LA'), AssigneeId: id, PermissionSetLicenseId: license?.Id ?? '' });
  return id;
};

export const putPeople = (org: LoopbackOrg, names: readonly string[]): void => {
  for (const name of names)
    putUser(org, { username: `${name}@acme.example`, name, daysAgo: 800, lastLogin: { daysAgo: 1 } });
};

export const shortUserId = (org: LoopbackOrg, username: string): string => userNamed(org, username).Id.slice(0, 15);
