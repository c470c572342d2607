import type { LoopbackOrg } from '../../index.js';
import { assign, putPermissionSet, putSettings, putUser } from '../../testing.js';
import type { Planted } from '../planted.js';
import { boss, frozen, leaver, nightlyAdmin, people, person, shared } from './names.js';

const giveOut = (org: LoopbackOrg, set: string, permission: string, username: string): void =>
  assign(org, username, putPermissionSet(org, set, { userPermissions: [{ enabled: 'true', name: permission }] }));

/** Colleagues, leavers, and programs that sign in like colleagues; rights that went to the wrong ones. */
export const plantPeople = (org: LoopbackOrg): Planted[] => {
  const profile = 'System Administrator';
  putUser(org, { username: boss, profile, daysAgo: 900, lastLogin: { daysAgo: 1 } });
  putUser(org, { username: nightlyAdmin, profile, daysAgo: 700, lastLogin: { daysAgo: 1 } });
  putUser(org, { username: shared, daysAgo: 700, lastLogin: { daysAgo: 1 } });
  putUser(org, { username: leaver, isActive: false, daysAgo: 800, lastLogin: { daysAgo: 200 } });
  putUser(org, { username: frozen, isFrozen: true, daysAgo: 800, lastLogin: { daysAgo: 150 } });
  for (let number = 1; number <= people; number += 1)
    putUser(org, { username: person(number), daysAgo: 600, lastLogin: { daysAgo: 1 } });

  giveOut(org, 'Approvers', 'CanApproveUninstalledApps', person(8));
  org.state.profiles.find(({ name }) => name === 'Standard User')?.grants.userPermissions.add('UseAnyApiAuth');
  return [
    { rule: 'uninstalled-app-approvers', user: person(8), because: 'an end user may approve any app in the world' },
    { rule: 'any-api-auth-holders', because: 'a whole profile may sign in with SOAP login()' },
    {
      rule: 'integration-license-unused',
      user: shared,
      because: 'a program sits on a full licence while seats are free',
    },
  ];
};

/** Matters only where API Access Control is on. */
export const plantApiClients = (org: LoopbackOrg): Planted[] => {
  putSettings(org, 'ConnectedApp', {
    enableAdminApprovedAppsOnly: 'true',
    enableAdminApprovedAppsOnlyForExternalUser: 'true',
  });
  giveOut(org, 'Api_Clients', 'UseAnyApiClient', person(9));
  return [{ rule: 'any-api-client-holders', user: person(9), because: 'an end user may pass API Access Control by' }];
};
