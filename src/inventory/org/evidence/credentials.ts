import type { CertificateRow, ConsumerRow } from '../../../org/appCredentials.js';
import type { CallerRights } from '../../../org/callerRights.js';
import type { OrgConnection } from '../../../org/connection.js';
import type { Answer } from '../../../org/readColumns.js';
import { readStagedStamps } from '../../../org/stagedStamps.js';
import type { AppConsumer, OrgCertificate, StagedCredential } from '../../evidence.js';
import { known, unknown, type Fact } from '../../types.js';
import { isoTime } from '../isoTime.js';
import { shortfallOf } from '../shortfall.js';

const sizeOf = (size: number | string | null | undefined): number | undefined => {
  const bits = Number(size ?? NaN);
  return Number.isInteger(bits) && bits > 0 ? bits : undefined;
};

export const evidenceCertificates = (rights: CallerRights, answer: Answer<CertificateRow>): Fact<OrgCertificate[]> => {
  if (answer.refused !== undefined) return unknown(answer.refused);
  const reason = shortfallOf(rights, 'ViewSetup');
  if (reason !== undefined) return unknown(reason);
  if (answer.missing.includes('ExpirationDate')) return unknown('the org does not show ExpirationDate of Certificate');
  return known(
    answer.rows.map(({ Id, DeveloperName, MasterLabel, ExpirationDate, KeySize }) => ({
      id: Id,
      name: DeveloperName,
      label: MasterLabel ?? undefined,
      expires: ExpirationDate?.slice(0, 10),
      keySize: sizeOf(KeySize),
    })),
  );
};

export const evidenceConsumers = (rights: CallerRights, answer: Answer<ConsumerRow>): Fact<AppConsumer[]> => {
  if (answer.refused !== undefined) return unknown(answer.refused);
  const reason = shortfallOf(rights, 'ExternalClientAppViewer');
  if (reason !== undefined) return unknown(reason);
  return known(
    answer.rows.map(({ Id, ExternalClientApplicationId, MasterLabel, CreatedDate, LastModifiedDate }) => ({
      id: Id,
      applicationId: ExternalClientApplicationId,
      name: MasterLabel ?? undefined,
      createdDate: isoTime(CreatedDate),
      lastModifiedDate: isoTime(LastModifiedDate),
    })),
  );
};

/** Each consumer costs a call; an org that lets secrets be read has few of them, or a finding that matters more. */
const mostConsumers = 20;

/** Staged credentials, where the org lets them be read at all (audit.md A.8). */
export const readStagedCredentials = async (
  connection: OrgConnection,
  consumers: Fact<AppConsumer[]>,
  secretsReadable: Fact<boolean>,
): Promise<Fact<StagedCredential[]>> => {
  if (!consumers.known) return consumers;
  if (consumers.value.length === 0) return known([]);
  if (!secretsReadable.known) return secretsReadable;
  if (!secretsReadable.value)
    return unknown(
      'the org does not let secrets be read by REST, which is right, and staged credentials are seen with them only',
    );
  const { length } = consumers.value;
  if (length > mostConsumers)
    return unknown(
      `the org has ${length} consumers, and staged credentials of more than ${mostConsumers} are not asked for`,
    );
  const answer = await readStagedStamps(
    connection,
    consumers.value.map(({ id, applicationId }) => ({ consumerId: id, appId: applicationId })),
  );
  if (answer.refused !== undefined) return unknown(answer.refused);
  return known(
    answer.rows.map(({ appId, consumerId, createdDate }) => ({
      applicationId: appId,
      consumerId,
      stagedAt: isoTime(createdDate),
    })),
  );
};
