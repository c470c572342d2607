import { SfError } from '@salesforce/core/sfError';
import type { ClientApp } from '../app/clientApp.js';
import { refreshTokenPolicy } from './complete.js';
import { manifestInvalid } from './errors.js';
import type { ReadManifest } from './read.js';
import type { EnvironmentOverride } from './schema.js';
import { didYouMean } from './suggest.js';

/** The environment that stands for an org: the first of its names (alias, username) that the manifest has. */
export const findEnvironment = (
  { environments }: Pick<ReadManifest, 'environments'>,
  names: ReadonlyArray<string | undefined>,
): string | undefined => names.find((name) => name !== undefined && Object.hasOwn(environments, name));

/**
 * The app as one environment has it; without a key, as the manifest has it.
 *
 * @throws ManifestInvalidError when the manifest has problems, EnvironmentNotFoundError when it has no such environment
 */
export const resolveEnvironment = (read: ReadManifest, key?: string): ClientApp => {
  if (!read.app) throw manifestInvalid([read]);
  if (key === undefined) return read.app;
  if (!Object.hasOwn(read.environments, key)) throw environmentNotFound(read, key);
  return merge(read.app, read.environments[key] ?? {});
};

const environmentNotFound = ({ file, environments }: ReadManifest, key: string): SfError => {
  const names = Object.keys(environments);
  return new SfError(`${file} has no environment "${key}".${didYouMean(key, names)}`, 'EnvironmentNotFoundError', [
    names.length > 0 ? `Name one of: ${names.join(', ')}.` : `Add "${key}" below "environments" in the manifest.`,
  ]);
};

/** Lists and the refresh-token policy are replaced whole: half of one and half of the other would mean neither. */
const merge = (app: ClientApp, override: EnvironmentOverride): ClientApp => {
  const { policies, identity, credentials } = override;
  return {
    ...app,
    callbackUrls: override.callbackUrls ?? app.callbackUrls,
    identity: { ...app.identity, ...defined(identity ?? {}) },
    policies: {
      permittedUsers: policies?.permittedUsers ?? app.policies.permittedUsers,
      ipRelaxation: policies?.ipRelaxation ?? app.policies.ipRelaxation,
      ipRanges: policies?.ipRanges ?? app.policies.ipRanges,
      refreshToken: policies?.refreshToken ? refreshTokenPolicy(policies.refreshToken) : app.policies.refreshToken,
      session: { ...app.policies.session, ...defined(policies?.session ?? {}) },
    },
    credentials: { ...app.credentials, ...defined(credentials ?? {}) },
  };
};

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Defined<T>;
