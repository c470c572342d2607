import type { Coverage } from '../../types.js';
import type { OrgEvidence } from '../../evidence.js';
import { coverageOf } from '../coverage.js';
import type { OrgReadings } from '../readOrg.js';
import { shortId } from '../rowsById.js';
import { shortfallOf } from '../shortfall.js';
import type { Holdings } from './holdings.js';
import type { ObjectAccessReading } from './objectAccess.js';
import { profileCoverage } from './profiles.js';
import type { EvidenceReadings } from './readings.js';

/** Users that hold tokens or permission sets and are not among the users: the org hides them from this one. */
const hiddenUsers = ({ users, assignments }: EvidenceReadings, { tokens }: OrgReadings): string | undefined => {
  if (users.refused !== undefined) return undefined;
  const seen = new Set(users.rows.map(({ Id }) => shortId(Id)));
  const named = [
    ...(tokens.tokens.rows.known ? tokens.tokens.rows.value.map(({ userId }) => userId) : []),
    ...(assignments.refused === undefined ? assignments.rows.map(({ AssigneeId }) => AssigneeId) : []),
  ];
  const hidden = new Set(named.map(shortId).filter((id) => !seen.has(id)));
  if (hidden.size === 0) return undefined;
  return `the org does not show ${hidden.size} of the users that hold tokens or permission sets`;
};

const mutingReason = ({ mutingGroups }: Holdings): string | undefined => {
  if (mutingGroups.length === 0) return undefined;
  const more = mutingGroups.length > 3 ? ` and ${mutingGroups.length - 3} more` : '';
  return (
    `the permission set groups ${mutingGroups.slice(0, 3).join(', ')}${more} mute permissions of their sets, ` +
    'so fewer users than counted may reach the apps that these sets open'
  );
};

export type EvidenceParts = {
  readings: OrgReadings;
  evidence: EvidenceReadings;
  facts: Pick<OrgEvidence, 'org' | 'profiles'>;
  objects: ObjectAccessReading;
};

const all = (...reasons: Array<string | undefined>): string | undefined =>
  reasons.filter((reason) => reason !== undefined).join('; ') || undefined;

/** What of an org's evidence was read, each source on its own. */
export const evidenceCoverage = ({ readings, evidence, facts, objects }: EvidenceParts): Coverage[] => {
  const { rights, holdings } = readings;
  const { org } = facts;
  const setup = shortfallOf(rights, 'ViewSetup');
  const muting = holdings?.known ? mutingReason(holdings.value) : undefined;
  return [
    coverageOf(org, 'Organization', evidence.organization),
    coverageOf(
      org,
      'User',
      evidence.users,
      all(shortfallOf(rights, 'ViewAllProfiles'), hiddenUsers(evidence, readings)),
    ),
    coverageOf(org, 'UserLogin', evidence.frozen, shortfallOf(rights, 'ManageUsers')),
    coverageOf(org, 'PermissionSetAssignment', evidence.assignments, setup),
    coverageOf(org, 'PermissionSetGroupComponent', evidence.groupParts, all(setup, muting)),
    ...(objects.answer ? [coverageOf(org, 'ObjectPermissions of users behind apps', objects.answer, setup)] : []),
    coverageOf(org, 'UserLicense', evidence.licenses),
    profileCoverage(org, evidence.profiles, facts.profiles),
    coverageOf(org, 'Certificate', evidence.certificates, setup),
    coverageOf(org, 'ExtlClntAppOauthConsumer', evidence.consumers, shortfallOf(rights, 'ExternalClientAppViewer')),
  ];
};
