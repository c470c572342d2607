import { deleteComponent, type OrgContext } from '../rules/index.js';
import { findMetadataType } from '../schema/index.js';
import type { DeployOptions } from './deployOptions.js';
import { readManifest } from './readManifest.js';
import { type DeployRow, reportFailure, reportSuccess, reportWarning } from './rows.js';

/** Deletes what a destructive manifest names; what is not there is a warning. */
export const deleteNamed = (
  org: OrgContext,
  files: Map<string, string>,
  name: string,
  options: DeployOptions,
): DeployRow[] => {
  const xml = files.get(name);
  if (xml === undefined) return [];
  const now = org.directory.now();
  const manifestFile = { fileName: name, fullName: name, componentType: '' };
  const manifest = readManifest(xml);
  if ('problem' in manifest) return [reportFailure(manifestFile, now, manifest)];
  const rows = manifest.members.map(({ type, fullName }) => {
    const subject = { fileName: name, fullName, componentType: type };
    const metadataType = findMetadataType(type);
    if (!metadataType)
      return reportFailure(subject, now, { problem: `Unknown type name '${type}' specified in ${name}` });
    // Wildcards name nothing in a destructive manifest.
    const deleted = deleteComponent(org, metadataType, fullName);
    if (!('problem' in deleted)) return reportSuccess(subject, now, { id: deleted.id, deleted: true, changed: true });
    return deleted.statusCode === 'INVALID_CROSS_REFERENCE_KEY'
      ? reportWarning(reportSuccess(subject, now), deleted.problem, options)
      : reportFailure(subject, now, deleted);
  });
  return [reportSuccess(manifestFile, now, { changed: true }), ...rows];
};
