import { readText } from '../lookup.js';
import type { Component, Fields } from '../types.js';
import { type Behaviour, type Change, type OrgContext, refuse, refuseReference, type Rule } from './change.js';
import { familyRules, findByParent, limitList } from './family.js';
import { splitCommas } from './oauthSettings.js';
import { findById, findByName, hasProfile } from './references.js';

/** What a fresh app may do until policies are deployed: anyone may approve it for a year (platform.md 2.5, 8.7). */
const oauthPolicyDefaults: Fields = {
  ipRelaxationPolicyType: 'Enforce',
  isClientCredentialsFlowEnabled: 'false',
  isGuestCodeCredFlowEnabled: 'false',
  isTokenExchangeFlowEnabled: 'false',
  permittedUsersPolicyType: 'AllSelfAuthorized',
  refreshTokenPolicyType: 'SpecificLifetime',
  refreshTokenValidityPeriod: '365',
  refreshTokenValidityUnit: 'Days',
  requiredSessionLevel: 'STANDARD',
};

const runAsUserExists: Rule = ({ document, org }) => {
  const user = readText(document.fields, 'clientCredentialsFlowUser');
  return user && !org.directory.findUser(user)
    ? refuse('Enter a valid execution user for the OAuth client credentials flow.')
    : undefined;
};

/** The guide says ids, its sample and practice say API names (platform.md 2.5, 8.10). */
const findSet = (org: OrgContext, name: string): Component | undefined =>
  findById(org, name) ?? (org.options.permissionSetIdsOnly ? undefined : findByName(org, name));

export const permissionSetsExist: Rule = ({ document, org }) => {
  const names = splitCommas(readText(document.fields, 'commaSeparatedPermissionSet'));
  const unknown = names.find((name) => !findSet(org, name));
  return unknown ? refuseReference('commaSeparatedPermissionSet', 'PermissionSet', unknown) : undefined;
};

export const profilesExist: Rule = ({ document, org }) => {
  const names = splitCommas(readText(document.fields, 'commaSeparatedProfile'));
  const unknown = names.find((name) => !hasProfile(org, name));
  return unknown ? refuseReference('commaSeparatedProfile', 'Profile', unknown) : undefined;
};

const refreshTokenLifeIsWhole: Rule = ({ document }) => {
  const policy = readText(document.fields, 'refreshTokenPolicyType');
  if (policy !== 'SpecificLifetime' && policy !== 'SpecificInactivity') return undefined;
  const period = Number(readText(document.fields, 'refreshTokenValidityPeriod') ?? 0);
  return period > 0 && readText(document.fields, 'refreshTokenValidityUnit')
    ? undefined
    : refuse(`Enter a refresh token validity period and unit for refresh token policy ${policy}.`);
};

const shortTimeouts = [1, 5, 10, 15, 30];
const longTimeouts = [60, 90, 120, 240, 480, 720];

/** Timeouts of JWT-based access tokens (platform.md 2.5): longer ones since API 65, and then only with `Custom`. */
const jwtTimeoutIsKnown =
  (element: string, typeElement: string): Rule =>
  ({ document, org }) => {
    const minutes = readText(document.fields, element);
    if (minutes === undefined) return undefined;
    const known = org.apiVersion >= 65 ? [...shortTimeouts, ...longTimeouts] : shortTimeouts;
    if (!known.includes(Number(minutes)))
      return refuse(`Invalid value for ${element}: ${minutes}. Valid values are: ${known.join(', ')}`);
    return org.apiVersion >= 65 && readText(document.fields, typeElement) !== 'Custom'
      ? refuse(`You can specify ${element} only when ${typeElement} is Custom.`)
      : undefined;
  };

/** An app has one policy record: a file of another name updates it, and the record keeps its name. */
export const oauthPolicies: Behaviour = {
  rules: [
    ...familyRules,
    runAsUserExists,
    permissionSetsExist,
    profilesExist,
    refreshTokenLifeIsWhole,
    jwtTimeoutIsKnown('guestJwtTimeout', 'guestJwtSessionTimeoutType'),
    jwtTimeoutIsKnown('namedUserJwtTimeout', 'namedUserJwtSessionTimeoutType'),
    limitList('customAttributes'),
  ],
  find: findByParent('ExtlClntAppOauthConfigurablePolicies'),
  keep: ({ document }: Change) => completeOauthPolicy(document.fullName, document.fields),
};

/** A refresh token that never ends, or ends at once, has no period. */
export const completeOauthPolicy = (fullName: string, fields: Fields): Fields => {
  const complete: Fields = { ...oauthPolicyDefaults, ...fields, label: readText(fields, 'label') || fullName };
  const isSpecific = readText(complete, 'refreshTokenPolicyType')?.startsWith('Specific');
  if (!isSpecific) {
    delete complete.refreshTokenValidityPeriod;
    delete complete.refreshTokenValidityUnit;
  }
  return complete;
};
