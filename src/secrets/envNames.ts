import { SfError } from '@salesforce/core/sfError';
import type { CredentialVersion, StoredCredential } from './store.js';

const fields = {
  consumerKey: 'CONSUMER_KEY',
  consumerSecret: 'CONSUMER_SECRET',
  privateKey: 'PRIVATE_KEY',
  storedAt: 'STORED_AT',
  validUntil: 'VALID_UNTIL',
  state: 'STATE',
} as const satisfies Record<keyof StoredCredential, string>;

const suffixes: Record<CredentialVersion, string> = { current: '', next: '_NEXT', previous: '_PREVIOUS' };

/**
 * The start of an app's names: `ACMEERP` for `AcmeErp`.
 *
 * @throws InvalidAppNameError when the name can not start the name of a variable
 */
export const envPrefix = (app: string): string => {
  if (/^[A-Za-z]\w*$/.test(app)) return app.toUpperCase();
  throw new SfError(`"${app}" can not start the name of an environment variable.`, 'InvalidAppNameError', [
    'Use the API name of the app: letters, digits and underscores.',
  ]);
};

/** The name that says whose values these are: `ACMEERP_ORG_ID`. */
export const orgIdName = (app: string): string => `${envPrefix(app)}_ORG_ID`;

/** The names of one version by field: `ACMEERP_CONSUMER_KEY`, `ACMEERP_CONSUMER_KEY_NEXT`. */
export const fieldNames = (app: string, version: CredentialVersion): Array<[keyof StoredCredential, string]> =>
  (Object.keys(fields) as Array<keyof StoredCredential>).map((field) => [
    field,
    `${envPrefix(app)}_${fields[field]}${suffixes[version]}`,
  ]);
