import { setupActionOf } from '../../../data/setupAuditTrail.js';
import { maxChanges, readSetupChanges, type SetupChangeRow } from '../../../org/activity/setupAuditTrail.js';
import type { CallerRights } from '../../../org/callerRights.js';
import type { OrgConnection } from '../../../org/connection.js';
import type { SetupChange, SetupChanges } from '../../evidence.js';
import { known, unknown } from '../../types.js';
import { coverageOf, sourceOf } from '../coverage.js';
import { missingRight } from './missingRight.js';
import { utc, type Reading } from './reading.js';

const object = 'SetupAuditTrail';
/** Then the org deletes them (audit.md A.7). */
const days = 180;
/** A longer text of a change is cut. */
const maxText = 1000;

/**
 * Changes whose action sounds as if it were about client apps: the documented list has none of External Client Apps and
 * not the one that completes a rotation (audit.md A.7).
 */
const soundsLikeApps = /oauth|connected_?app|external_?client|extlclnt|consumer|application|credential|certificate/i;

const isAboutApps = ({ Action, Section }: SetupChangeRow): boolean =>
  setupActionOf(Action ?? '') !== undefined ||
  soundsLikeApps.test(Action ?? '') ||
  /connected app|external client app|oauth|remote access/i.test(Section ?? '');

const toChange = (row: SetupChangeRow): SetupChange => ({
  id: row.Id,
  action: row.Action ?? '',
  section: row.Section ?? undefined,
  display: (row.Display ?? '').slice(0, maxText),
  at: utc(row.CreatedDate),
  byId: row.CreatedById ?? undefined,
  by: row.CreatedBy?.Username ?? undefined,
  delegate: row.DelegateUser || undefined,
  namespace: row.ResponsibleNamespacePrefix || undefined,
});

/** From Spring '27 on a right of its own decides; before, and where the org does not have it, View Setup (audit.md A.7). */
const rightFor = (rights: CallerRights): 'ViewSetupAuditTrail' | 'ViewSetup' =>
  rights.ViewSetupAuditTrail === undefined ? 'ViewSetup' : 'ViewSetupAuditTrail';

/** What was changed in Setup about client apps, for as far back as the org keeps it or as it was read. */
export const readAppChanges = async (
  connection: OrgConnection,
  org: string,
  rights: CallerRights,
  now: Date,
): Promise<Reading<SetupChanges>> => {
  const reason = missingRight(rights, [rightFor(rights)], 'changes in Setup may be hidden');
  if (reason !== undefined)
    return { fact: unknown(reason), coverage: { source: sourceOf(org, object), status: 'unavailable', reason } };
  const start = new Date(now.getTime() - days * 86_400_000);
  const answer = await readSetupChanges(connection, start);
  if (answer.refused !== undefined) return { fact: unknown(answer.refused), coverage: coverageOf(org, object, answer) };
  const missing = answer.missing.filter((column) => column === 'Action' || column === 'Display');
  const isCut = answer.rows.length >= maxChanges;
  const oldest = answer.rows.at(-1)?.CreatedDate;
  const from = isCut && oldest ? utc(oldest) : start.toISOString();
  const cut = isCut ? `only the newest ${maxChanges} changes were read, which go back to ${from}` : undefined;
  const changes = answer.rows.filter(isAboutApps).map(toChange);
  return {
    fact:
      missing.length > 0
        ? unknown(`the org does not show ${missing.join(', ')} of ${object}`)
        : known({ from, to: now.toISOString(), changes }),
    coverage: coverageOf(org, object, answer, cut),
  };
};
