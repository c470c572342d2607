import { readCertificates, readConsumers } from '../../../org/appCredentials.js';
import type { CallerRights } from '../../../org/callerRights.js';
import type { OrgConnection } from '../../../org/connection.js';
import { readFrozenUsers, readOrganizationRow, readOrgUsers, readUserLicenses } from '../../../org/orgUsers.js';
import { readGroupParts, readSetAssignments } from '../../../org/permissionAssignments.js';
import { readActivity } from '../activity.js';
import { readProfileFiles } from './profiles.js';

/** What an audit asks of the org besides its apps, all at once; profiles and what happened wait for what the user may see. */
export const readForEvidence = async (connection: OrgConnection, org: string, rights: Promise<CallerRights>) => {
  const readAt = new Date();
  const [organization, users, frozen, assignments, groupParts, licenses, certificates, consumers, profiles, activity] =
    await Promise.all([
      readOrganizationRow(connection),
      readOrgUsers(connection),
      readFrozenUsers(connection),
      readSetAssignments(connection),
      readGroupParts(connection),
      readUserLicenses(connection),
      readCertificates(connection),
      readConsumers(connection),
      rights.then((held) => readProfileFiles(connection, held)),
      rights.then((held) => readActivity(connection, org, held, readAt)),
    ]);
  return {
    readAt,
    organization,
    users,
    frozen,
    assignments,
    groupParts,
    licenses,
    certificates,
    consumers,
    profiles,
    activity,
  };
};

export type EvidenceReadings = Awaited<ReturnType<typeof readForEvidence>>;
