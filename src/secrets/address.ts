import { SfError } from '@salesforce/core/sfError';
import type { CredentialAddress } from './store.js';

const orgIdPattern = /^(00D[A-Za-z0-9]{12})(?:[A-Za-z0-9]{3})?$/;

/**
 * The first 15 characters of an org id: the last three of 18 only repeat their case.
 *
 * @throws InvalidOrgIdError when the text is no org id
 */
export const shortOrgId = (orgId: string): string => {
  const short = orgIdPattern.exec(orgId)?.[1];
  if (short === undefined) {
    throw new SfError(`"${orgId}" is not the id of an org.`, 'InvalidOrgIdError', [
      'Give the 15 or 18 characters that start with 00D; "sf org display" shows them.',
    ]);
  }
  return short;
};

/**
 * The one text that stands for an address in stores that know keys only.
 *
 * @returns for example `00D000000000001/AcmeErp`
 * @throws InvalidOrgIdError when the org id is none
 */
export const formatAddress = ({ orgId, app }: CredentialAddress): string => `${shortOrgId(orgId)}/${app}`;
