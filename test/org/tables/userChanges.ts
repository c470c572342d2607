import { apiError } from '../http/exchange.js';
import type { Org, Profile } from '../org.js';
import { isUsernameTaken } from '../world.js';
import { timestamp, type Change, type Row } from './table.js';
import { addUser, assignProfileSet, findUser, profileOf, usedSeats } from './users.js';

const refuseTakenUsername = (org: Org, username: string, except?: Row): void => {
  const holder = findUser(org, username);
  if ((holder && holder !== except) || isUsernameTaken(org.world, username, org))
    throw apiError(
      400,
      'DUPLICATE_USERNAME',
      "Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address). ",
      ['Username'],
    );
};

const refuseWithoutSeat = (org: Org, profile: Profile): void => {
  const license = org.records('UserLicense').find(({ Name }) => Name === profile.license);
  if (usedSeats(org, profile.license) >= Number(license?.TotalLicenses ?? 0))
    throw apiError(400, 'LICENSE_LIMIT_EXCEEDED', 'License Limit Exceeded', ['ProfileId']);
};

const findProfile = (org: Org, profileId: unknown): Profile => {
  const found = org.state.profiles.find((profile) => profile.id === profileId);
  if (!found) throw apiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  return found;
};

const refuseBadUsername = (username: string): void => {
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(username))
    throw apiError(
      400,
      'INVALID_EMAIL_ADDRESS',
      'Username must be in the form of an email address (for example, john@acme.com)',
      ['Username'],
    );
};

export const createUser = (org: Org, change: Change): string => {
  const username = String(change.Username);
  refuseBadUsername(username);
  refuseTakenUsername(org, username);
  const profile = findProfile(org, change.ProfileId);
  if (change.IsActive !== false) refuseWithoutSeat(org, profile);
  return addUser(org, { ...change, Username: username, LastName: String(change.LastName), profile: profile.name });
};

export const updateUser = (org: Org, row: Row, change: Change): void => {
  if (change.Username !== undefined) {
    refuseBadUsername(String(change.Username));
    refuseTakenUsername(org, String(change.Username), row);
  }
  const profile = findProfile(org, change.ProfileId ?? row.ProfileId);
  const wakes = change.IsActive === true && row.IsActive === false;
  const moves = row.IsActive === true && profile.license !== profileOf(org, row)?.license;
  if (wakes || moves) refuseWithoutSeat(org, profile);
  Object.assign(row, change, { LastModifiedDate: timestamp(org.clock.now()) });
  assignProfileSet(org, row.Id, profile);
};
