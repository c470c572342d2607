import { orgIdOf, type OrgConnection } from '../../org/connection.js';
import type { Answer } from '../../org/readColumns.js';
import type { InventoryLicense, InventoryUser, OrgEvidence } from '../evidence.js';
import { known, unknown, type Coverage, type Fact, type InventoryApp, type InventorySettings } from '../types.js';
import { appAccess, holdersOfSets } from './evidence/appHolders.js';
import { evidenceCoverage } from './evidence/coverage.js';
import { evidenceCertificates, evidenceConsumers, readStagedCredentials } from './evidence/credentials.js';
import { readObjectAccess, type ObjectAccessReading } from './evidence/objectAccess.js';
import { permissionHolders } from './evidence/permissionHolders.js';
import { evidenceProfiles } from './evidence/profiles.js';
import type { EvidenceReadings } from './evidence/readings.js';
import { evidenceUsers } from './evidence/users.js';
import { usersBehindApps, type UseOfApps } from './evidence/usersBehindApps.js';
import { preflightOf } from './preflight.js';
import type { OrgReadings } from './readOrg.js';

/** The API version whose columns the fact files list; older ones may hide some of them (audit.md A.5). */
const firstOfToday = 67;

const licensesOf = (answer: EvidenceReadings['licenses']): Fact<InventoryLicense[]> => {
  if (answer.refused !== undefined) return unknown(answer.refused);
  const [missing] = answer.missing.filter((column) => column !== 'LicenseDefinitionKey');
  if (missing !== undefined) return unknown(`the org does not show ${missing} of UserLicense`);
  return known(
    answer.rows.map(({ Name, LicenseDefinitionKey, TotalLicenses, UsedLicenses }) => ({
      name: Name,
      key: LicenseDefinitionKey ?? undefined,
      total: TotalLicenses ?? 0,
      used: UsedLicenses ?? 0,
    })),
  );
};

const rowOf = <Row>(answer: Answer<Row>): Row | undefined =>
  answer.refused === undefined ? answer.rows[0] : undefined;

const isSandboxOf = (answer: EvidenceReadings['organization']): Fact<boolean> => {
  if (answer.refused !== undefined) return unknown(answer.refused);
  const value = rowOf(answer)?.IsSandbox;
  return value === undefined ? unknown('the org does not show IsSandbox of Organization') : known(value);
};

type Apps = { apps: readonly InventoryApp[]; settings: InventorySettings };

const callsOf = (usage: OrgEvidence['apiUsage']): UseOfApps['calls'] =>
  usage.known ? usage.value.apps.flatMap(({ key, users }) => users.map(({ userId }) => [key, userId] as const)) : [];

const readObjects = async (
  connection: OrgConnection,
  readings: OrgReadings,
  users: Fact<InventoryUser[]>,
  uses: Pick<UseOfApps, 'apps' | 'calls'>,
): Promise<ObjectAccessReading> => {
  const { holdings, tokens } = readings;
  if (!users.known || !holdings) return { access: users.known ? unknown('it was not read') : users };
  const behind = usersBehindApps({ ...uses, users: users.value, tokens: tokens.tokens.rows });
  return readObjectAccess(connection, holdings, behind);
};

/**
 * What an org tells besides its apps. Most of it has been read by now; what depends on the apps (the objects that the users
 * behind them may reach, staged credentials) is read here.
 */
export const orgEvidence = async (
  connection: OrgConnection,
  org: string,
  readings: OrgReadings & { evidence: EvidenceReadings },
  { apps, settings }: Apps,
): Promise<{ evidence: OrgEvidence; coverage: Coverage[] }> => {
  const { rights, evidence, sets, access, holdings = unknown('it was not read') } = readings;
  const allColumns = Number(connection.getApiVersion()) >= firstOfToday;
  const holders = permissionHolders(holdings, sets, { allColumns });
  const users = evidenceUsers({ rights, users: evidence.users, frozen: evidence.frozen, holders });
  const consumers = evidenceConsumers(rights, evidence.consumers);
  const [objects, stagedCredentials] = await Promise.all([
    readObjects(connection, readings, users, { apps, calls: callsOf(evidence.activity.parts.apiUsage) }),
    readStagedCredentials(connection, consumers, settings.clientSecretsReadable),
  ]);
  const facts = {
    org,
    orgId: rowOf(evidence.organization)?.Id ?? orgIdOf(connection),
    isSandbox: isSandboxOf(evidence.organization),
    edition: rowOf(evidence.organization)?.OrganizationType ?? undefined,
    readAt: evidence.readAt.toISOString(),
    preflight: preflightOf(rights, { allColumns }),
    users,
    permissionHolders: holders,
    objectAccess: objects.access,
    objectAccessOf: objects.users,
    appAccess: appAccess(rights, access, holdings, holdings.known ? holdersOfSets(holdings.value) : new Map()),
    licenses: licensesOf(evidence.licenses),
    profiles: evidenceProfiles(evidence.profiles, evidence.users),
    certificates: evidenceCertificates(rights, evidence.certificates),
    consumers,
    stagedCredentials,
  };
  return {
    evidence: { ...facts, ...evidence.activity.parts },
    coverage: [...evidenceCoverage({ readings, evidence, facts, objects }), ...evidence.activity.coverage],
  };
};
