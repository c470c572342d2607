import { applyChanges, checkChanges, manifestChanges, type ManifestPlace } from './changes.js';
import { writeEvidence } from './evidenceFiles.js';
import type { ReviewRecord } from './record.js';
import { newWaivers, planWaivers, writeWaivers, type WaiverPlace } from './waiverFile.js';

/**
 * Writes a review down: the evidence first, the manifest's date last, so that a review that was killed half-way is still
 * due. Everything is checked before anything is written.
 *
 * @returns the evidence files
 * @throws ReviewChangeRefusedError, WaiverRefusedError
 */
export const carryOut = async (record: ReviewRecord, place: ManifestPlace, waivers: WaiverPlace): Promise<string[]> => {
  const changes = manifestChanges(record, place);
  await checkChanges(place, changes);
  const config = await planWaivers(waivers, newWaivers(record));
  const files = await writeEvidence(place.root, record);
  if (config !== undefined) await writeWaivers(waivers, config);
  await applyChanges(place, changes);
  return files;
};
