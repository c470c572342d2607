import { readFields, readFlag, readTexts } from '../lookup.js';
import { type Change, refuse, refuseReference, type Rule } from './change.js';
import { findByNameOrLabel, hasProfile } from './references.js';

/** Permission sets and profiles that open a connected app (platform.md 1.2): an empty element removes them all. */
const grants = (change: Change, element: string): string[] =>
  readTexts(change.document.fields, element).filter((name) => name !== '');

const needsAdminApproval: Rule = (change) => {
  const isApproved = readFlag(readFields(change.document.fields, 'oauthConfig') ?? {}, 'isAdminApproved');
  const element = ['permissionSetName', 'profileName'].find((name) => grants(change, name).length > 0);
  return element && !isApproved ? refuse(`You can't specify ${element} unless isAdminApproved is true.`) : undefined;
};

const comeOnce: Rule = (change) => {
  for (const element of ['permissionSetName', 'profileName']) {
    const names = grants(change, element);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) return refuse(`Duplicate ${element} specified: ${twice}`, 'DUPLICATE_VALUE');
  }
  return undefined;
};

const permissionSetsExist: Rule = (change) => {
  const unknown = grants(change, 'permissionSetName').find((name) => !findByNameOrLabel(change.org, name));
  return unknown ? refuseReference('permissionSetName', 'PermissionSet', unknown) : undefined;
};

const profilesExist: Rule = (change) => {
  const unknown = grants(change, 'profileName').find((name) => !hasProfile(change.org, name));
  return unknown ? refuseReference('profileName', 'Profile', unknown) : undefined;
};

export const grantRules: readonly Rule[] = [needsAdminApproval, comeOnce, permissionSetsExist, profilesExist];
