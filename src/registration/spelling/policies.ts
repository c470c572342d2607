import type { IpRelaxation, PermittedUsers, SessionLevel } from '../../app/clientApp.js';
import type { ipRelaxations } from '../schema/connectedApp.js';
import type { ipRelaxationTypes, permittedUsersTypes, sessionLevels } from '../schema/externalClientApp.js';

/** The same policy in both families, whose spellings differ in case (platform.md 8.8). */
export const ipRelaxationInConnectedApp: Readonly<Record<IpRelaxation, (typeof ipRelaxations)[number]>> = {
  enforce: 'ENFORCE',
  'enforce-relax-refresh': 'ENFORCE_RELAXREFRESH',
  'bypass-with-second-factor': 'BYPASS_2FACTOR',
  bypass: 'BYPASS',
};

export const ipRelaxationInExternalApp: Readonly<Record<IpRelaxation, (typeof ipRelaxationTypes)[number]>> = {
  enforce: 'Enforce',
  'enforce-relax-refresh': 'Enforce_RelaxRefresh',
  'bypass-with-second-factor': 'Bypass_2factor',
  bypass: 'Bypass',
};

export const permittedUsersInExternalApp: Readonly<Record<PermittedUsers, (typeof permittedUsersTypes)[number]>> = {
  'admin-approved': 'AdminApprovedPreAuthorized',
  'self-authorize': 'AllSelfAuthorized',
};

export const sessionLevelInMetadata: Readonly<Record<SessionLevel, (typeof sessionLevels)[number]>> = {
  low: 'LOW',
  standard: 'STANDARD',
  'high-assurance': 'HIGH_ASSURANCE',
};

/** The key whose metadata spelling is this one. */
export const keyOf = <K extends string>(spellings: Readonly<Record<K, string>>, spelling: string): K | undefined =>
  (Object.keys(spellings) as K[]).find((key) => spellings[key] === spelling);
