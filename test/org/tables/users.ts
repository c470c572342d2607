import type { Org, Profile } from '../org.js';
import { timestamp, type Change, type Row } from './table.js';

export const profileOf = (org: Org, user: Row): Profile | undefined =>
  org.state.profiles.find(({ id: profileId }) => profileId === user.ProfileId);

export const findUser = (org: Org, username: string): Row | undefined =>
  org.records('User').find(({ Username }) => String(Username).toLowerCase() === username.toLowerCase());

export const licenseOf = (org: Org, userId: string): string | undefined => {
  const user = org.records('User').find(({ Id }) => Id === userId);
  return user && profileOf(org, user)?.license;
};

/** Active users that hold a licence: the seats in use. */
export const usedSeats = (org: Org, license: string): number =>
  org.records('User').filter((user) => user.IsActive === true && profileOf(org, user)?.license === license).length;

/** The profile's hidden permission set shows up among a user's assignments (platform.md 7.2). */
export const assignProfileSet = (org: Org, userId: string, profile: Profile): void => {
  const assignments = org.records('PermissionSetAssignment');
  const own = assignments.find(
    ({ AssigneeId, PermissionSetId }) =>
      AssigneeId === userId && org.state.profiles.some(({ permissionSetId }) => permissionSetId === PermissionSetId),
  );
  if (own) own.PermissionSetId = profile.permissionSetId;
  else
    assignments.push({
      Id: org.newId('0Pa'),
      AssigneeId: userId,
      PermissionSetId: profile.permissionSetId,
      IsActive: true,
      SystemModstamp: timestamp(org.clock.now()),
    });
};

type NewUser = Change & { Username: string; LastName: string; profile: string };

/** Puts a user into the org with what the platform adds by itself. */
export const addUser = (org: Org, { profile: profileName, ...change }: NewUser): string => {
  const profile = org.state.profiles.find(({ name }) => name === profileName);
  if (!profile) throw new Error(`The scenario has no profile ${profileName}.`);
  const userId = org.newId('005');
  const now = timestamp(org.clock.now());
  const row: Row = {
    Email: change.Username,
    Alias: change.LastName.slice(0, 8),
    TimeZoneSidKey: 'Europe/Berlin',
    LocaleSidKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    LanguageLocaleKey: 'en_US',
    IsActive: true,
    UserType: 'Standard',
    ...change,
    Id: userId,
    Name: [change.FirstName, change.LastName].filter(Boolean).join(' '),
    ProfileId: profile.id,
    CreatedDate: now,
    LastModifiedDate: now,
    SystemModstamp: now,
  };
  org.records('User').push(row);
  org.records('UserLogin').push({ Id: org.newId('0Yw'), UserId: userId, IsFrozen: false, IsPasswordLocked: false });
  assignProfileSet(org, userId, profile);
  return userId;
};
