import { lookedForPermissions, type PermissionSetRow } from '../../org/appAccess.js';
import type { Answer } from '../../org/readColumns.js';
import type { Coverage } from '../types.js';
import { coverageOf, sourceOf } from './coverage.js';
import type { OrgReadings } from './readOrg.js';
import { shortfallOf } from './shortfall.js';

const namesCoverage = (org: string, ambiguous: readonly string[]): Coverage[] => {
  if (ambiguous.length === 0) return [];
  const labels = ambiguous.map((label) => `"${label}"`).join(', ');
  return [
    {
      source: sourceOf(org, 'names'),
      status: 'partial',
      reason: `several connected apps are called ${labels}; a name is no identifier, so it is not known which record belongs to which`,
    },
  ];
};

const needed: ReadonlySet<string> = new Set(lookedForPermissions.map((name) => `Permissions${name}`));

/** A user permission that the org does not have is one that nobody holds: no gap. */
const withoutOptional = (answer: Answer<PermissionSetRow>): Answer<PermissionSetRow> =>
  answer.refused === undefined
    ? {
        ...answer,
        missing: answer.missing.filter((column) => !column.startsWith('Permissions') || needed.has(column)),
      }
    : answer;

/** What was read of an org, each source on its own. */
export const orgCoverage = (org: string, readings: OrgReadings, ambiguous: readonly string[]): Coverage[] => {
  const { rights, external } = readings;
  const setup = shortfallOf(rights, 'ViewSetup');
  const viewer = shortfallOf(rights, 'ExternalClientAppViewer');
  return [
    coverageOf(org, 'ConnectedApplication', readings.connected, setup),
    coverageOf(org, 'ExternalClientApplication', external.headers, viewer),
    coverageOf(org, 'ExtlClntAppOauthSettings', external.settings, viewer),
    coverageOf(org, 'ExtlClntAppOauthPlcyCnfg', external.oauthPolicies, viewer),
    coverageOf(org, 'ExtlClntAppPlcyCnfg', external.policies, viewer),
    readings.files.coverage,
    coverageOf(org, 'SetupEntityAccess', readings.access, setup),
    coverageOf(org, 'PermissionSet', withoutOptional(readings.sets), shortfallOf(rights, 'ViewAllProfiles')),
    coverageOf(org, 'ObjectPermissions', readings.objects),
    readings.tokens.coverage,
    ...namesCoverage(org, ambiguous),
  ];
};
