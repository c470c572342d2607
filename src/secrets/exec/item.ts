import { SfError } from '@salesforce/core/sfError';
import { shortOrgId } from '../address.js';
import type { CredentialAddress, CredentialVersion } from '../store.js';

/** What one version of one credential is called in a store of others. All parts are letters, digits and `_`. */
export type Item = { orgId: string; app: string; version: CredentialVersion };

/**
 * @throws InvalidOrgIdError, InvalidAppNameError when a part could be taken for an option or a path
 */
export const itemOf = ({ orgId, app }: CredentialAddress, version: CredentialVersion): Item => {
  if (!/^[A-Za-z]\w{0,254}$/.test(app)) {
    throw new SfError(`"${app}" can not name a secret.`, 'InvalidAppNameError', [
      'Use the API name of the app: letters, digits and underscores.',
    ]);
  }
  return { orgId: shortOrgId(orgId), app, version };
};

/** `clientapp/00D000000000001/AcmeErp/current`. */
export const pathOf = ({ orgId, app, version }: Item, prefix = 'clientapp'): string =>
  `${prefix}/${orgId}/${app}/${version}`;

/** For stores whose names take no slash and no underscore; `--` parts, `-` stands for `_`. Names of apps hold no `--`. */
export const dashedName = ({ orgId, app, version }: Item, prefix = 'clientapp'): string =>
  `${prefix}--${orgId}--${app.replaceAll('_', '-')}--${version}`;
