import { SfError } from '@salesforce/core/sfError';
import type { RevocationRequest } from './types.js';

/** The flags that say what is meant. */
export type RevocationFlags = {
  name?: string[] | undefined;
  user?: string[] | undefined;
  'older-than'?: number | undefined;
  'inactive-users'?: boolean;
  'disable-app'?: boolean;
  'end-sessions'?: boolean;
  rotate?: boolean;
};

const nothingChosen = (): SfError =>
  new SfError('Nothing says which tokens to revoke.', 'NothingChosenError', [
    'Name an app with --name, a user with --user, an age with --older-than, or use --inactive-users.',
    'To see all tokens by app, use "--older-than 0 --dry-run".',
  ]);

const nameNeeded = (): SfError =>
  new SfError('--disable-app and --rotate need to know which app.', 'AppNameNeededError', ['Name it with --name.']);

const wholeAppOnly = (): SfError =>
  new SfError(
    '--disable-app and --rotate are about a whole app, whatever its users and the age of its tokens.',
    'WholeAppOnlyError',
    ['Leave out --user, --older-than and --inactive-users, or revoke those tokens with a command of their own.'],
  );

const ageInvalid = (days: number): SfError =>
  new SfError(`${days} days is no age of a token.`, 'AgeInvalidError', ['Use a number from 0 to 36500.']);

/**
 * What is asked for.
 * @throws NothingChosenError, AppNameNeededError, WholeAppOnlyError, AgeInvalidError
 */
export const requestOf = (flags: RevocationFlags): RevocationRequest => {
  const { name: names = [], user: users = [], 'older-than': olderThanDays } = flags;
  // A boolean flag that is not given is absent.
  const {
    'inactive-users': inactiveUsers = false,
    'disable-app': disableApp = false,
    'end-sessions': endSessions = false,
    rotate = false,
  } = flags;
  const isNarrowed = users.length > 0 || olderThanDays !== undefined || inactiveUsers;
  if (names.length === 0 && !isNarrowed) throw nothingChosen();
  if (olderThanDays !== undefined && (olderThanDays < 0 || olderThanDays > 36_500)) throw ageInvalid(olderThanDays);
  const isAboutApps = disableApp || rotate;
  if (isAboutApps && names.length === 0) throw nameNeeded();
  if (isAboutApps && isNarrowed) throw wholeAppOnly();
  return {
    names,
    users,
    inactiveUsers,
    ...(olderThanDays === undefined ? {} : { olderThanDays }),
    disableApp,
    endSessions,
    rotate,
  };
};
