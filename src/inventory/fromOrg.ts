import type { OrgConnection } from '../org/connection.js';
import { inventoryAppFromDocuments } from '../registration/read/inventoryApps.js';
import { settingsFromDocuments } from '../registration/read/settings.js';
import { joinConnectedApps } from './org/connectedApps.js';
import { orgEvidence } from './org/evidence.js';
import { joinExternalApps } from './org/externalApps.js';
import { withGrants } from './org/grants.js';
import { orgCoverage } from './org/orgCoverage.js';
import { orgPermissionSets } from './org/permissionSets.js';
import { readOrg } from './org/readOrg.js';
import { withUseOfOauth } from './org/useOfOauth.js';
import { unknown, type Inventory, type InventoryApp } from './types.js';

export type OrgInventoryOptions = {
  /** Alias or username, as shown in findings and coverage. */
  org: string;
  /** API names or labels; none: every app. */
  apps?: readonly string[] | undefined;
  /** Also what an audit wants to know besides the apps (`Inventory.orgs`); it costs a dozen calls more, and pages. */
  evidence?: boolean | undefined;
  /** Also the files that the org gave, for who holds them against something at once; they may hold secrets. */
  documents?: boolean | undefined;
};

const isNamed = ({ name, label }: InventoryApp, wanted: readonly string[]): boolean =>
  wanted.some((one) => [name, label].some((own) => own?.toLowerCase() === one.toLowerCase()));

/**
 * The client apps that an org has. Reads only, with as many calls for a thousand apps as for one; what could not be read
 * is in `coverage`, with the reason, and the facts that hang on it are unknown.
 */
export const inventoryFromOrg = async (
  connection: OrgConnection,
  { org, apps: wanted, evidence: forAudit = false, documents: withDocuments = false }: OrgInventoryOptions,
): Promise<Inventory> => {
  const readings = await readOrg(connection, org, { forAudit });
  const { connected, external, evidence, files, menuItems, tokens } = readings;
  const origin = { kind: 'org', org, id: '' } as const;
  const { apps: fromMetadata } = inventoryAppFromDocuments(files.documents, origin);
  const ofFamily = (registration: InventoryApp['registration']): InventoryApp[] =>
    fromMetadata.filter((app) => app.registration === registration);

  const { apps: connectedApps, ambiguous } = joinConnectedApps({
    fromMetadata: ofFamily('connected-app'),
    rows: connected.refused === undefined ? connected.rows : [],
    menuItems: menuItems.refused === undefined ? menuItems.rows : [],
    org,
    absence: files.absence,
    retrieved: files.coverage.status !== 'unavailable',
  });
  const externalApps = joinExternalApps(ofFamily('external-client-app'), external, {
    org,
    absence: files.externalAbsence,
  });
  const apps = withUseOfOauth(withGrants([...connectedApps, ...externalApps], readings), tokens.tokens);

  const settings = settingsFromDocuments(
    files.documents,
    origin,
    files.coverage.status === 'unavailable' ? files.absence : undefined,
  );
  const more = evidence && (await orgEvidence(connection, org, { ...readings, evidence }, { apps, settings }));

  return {
    apps: wanted ? apps.filter((app) => isNamed(app, wanted)) : apps,
    permissionSets: orgPermissionSets({ org, ...readings }),
    settings: [settings],
    manifests: [],
    // Files of an org are no files that anyone could mend, and may hold secrets: unasked, nothing of them leaves this module.
    documents: withDocuments ? files.documents : [],
    secretSightings: [],
    tokens: [tokens.tokens],
    orgs: more ? [more.evidence] : [],
    trackedFiles: unknown('an org tracks no files'),
    skipped: files.skipped,
    coverage: [...orgCoverage(org, readings, ambiguous), ...(more?.coverage ?? [])],
  };
};
