import type { NewUser } from '../org/users.js';
import type { UserRequest } from './types.js';

export type NewUserDefaults = { language: string; timeZone: string; locale: string; emailEncoding: string };

const maxAlias = 8;
const maxLastName = 80;

/** The user of an app: named after it, with its owner's address. */
export const newUser = (
  { app, username }: UserRequest,
  profileId: string,
  { language, timeZone, locale, emailEncoding }: NewUserDefaults,
): NewUser => ({
  Username: username,
  LastName: app.label.slice(0, maxLastName),
  Alias: app.name.toLowerCase().slice(0, maxAlias),
  Email: app.owner.email,
  ProfileId: profileId,
  TimeZoneSidKey: timeZone,
  LocaleSidKey: locale,
  EmailEncodingKey: emailEncoding,
  LanguageLocaleKey: language,
});
