import { SfError } from '@salesforce/core/sfError';
import type { ClientApp } from '../app/clientApp.js';
import { usernameProblem } from '../manifest/fields.js';
import { manifestPath } from '../manifest/find.js';

/** Salesforce allows no longer username. */
const maxLength = 80;

export type UsernameSources = {
  /** Given by the caller, for a manifest that names none. */
  given?: string | undefined;
  environment?: string | undefined;
  orgId: string;
};

/**
 * The username that an app authenticates as: the one in its manifest, or the given one where the manifest has none.
 * @throws UsernameMissingError, UsernameConflictError, UsernameInvalidError
 */
export const usernameOf = (app: ClientApp, { given, environment, orgId }: UsernameSources): string => {
  const { user } = app.identity;
  const key = environment === undefined ? 'identity.user' : `environments.${environment}.identity.user`;
  const file = manifestPath(app.name);
  if (given !== undefined && user !== undefined && given.toLowerCase() !== user.toLowerCase()) {
    throw new SfError(
      `${file} says that ${app.name} authenticates as ${user}, not ${given}.`,
      'UsernameConflictError',
      [`Leave out --username, or change ${key} in the manifest.`],
    );
  }
  const username = user ?? given;
  if (username === undefined) {
    const proposal = proposeUsername(app, orgId);
    throw new SfError(`${file} names no user for ${app.name}.`, 'UsernameMissingError', [
      `Write ${key} into the manifest: a username that no other org has, such as ${proposal}`,
      `Or let the command write it: --username ${proposal}`,
    ]);
  }
  const problem = username.length > maxLength ? `"${username}" is too long (80 at most).` : usernameProblem(username);
  if (problem !== undefined) {
    throw new SfError(problem, 'UsernameInvalidError', [
      `A username looks like an e-mail address: ${proposeUsername(app, orgId)}`,
    ]);
  }
  return username;
};

/** Usernames are unique across all orgs, so the org's id is part of it; no mail ever goes there. */
export const proposeUsername = ({ name, owner }: Pick<ClientApp, 'name' | 'owner'>, orgId: string): string => {
  const [, domain = 'example.com'] = owner.email.toLowerCase().split('@');
  const tenant = orgId.slice(0, 15).toLowerCase();
  const full = `${name.toLowerCase()}@${tenant}.${domain}.integration`;
  return full.length <= maxLength ? full : `${name.toLowerCase().slice(0, 50)}@${tenant}.integration`;
};
