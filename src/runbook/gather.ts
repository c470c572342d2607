import { join } from 'node:path';
import { SfError } from '@salesforce/core/sfError';
import type { ClientApp } from '../app/clientApp.js';
import { certificateFacts } from '../certificate/certificate.js';
import { readProjectCertificate } from '../certificate/projectCertificate.js';
import { describeClientApp } from '../import/describe.js';
import { chooseApp } from '../inventory/org/chooseApp.js';
import type { Inventory, InventoryApp } from '../inventory/types.js';
import { findEnvironment, resolveEnvironment } from '../manifest/environment.js';
import { manifestInvalid } from '../manifest/errors.js';
import { listManifestFiles, manifestPath, readManifestFile } from '../manifest/find.js';
import type { ReadManifest } from '../manifest/read.js';
import type { AnyRotation } from '../rotation/anyRotation.js';
import type { EnvironmentFacts, RunbookFacts } from './facts.js';
import { historyOf } from './history.js';
import type { Kept } from './kept.js';
import { orgFactsOf } from './orgFacts.js';

/** An org that was named and read. */
export type ReadOrg = { names: readonly [string, ...string[]]; inventory: Inventory };

export type RunbookSources = {
  name: string;
  /** The project, where there is one. */
  root: string | undefined;
  org: ReadOrg | undefined;
  /** Apps of the project's metadata; only asked for an app without a manifest. */
  sourceApps: () => Promise<readonly InventoryApp[]>;
  records: readonly AnyRotation[];
  kept: Kept | undefined;
};

const manifestOf = async (root: string | undefined, name: string): Promise<ReadManifest | undefined> => {
  if (root === undefined) return undefined;
  const file = manifestPath(name);
  if (!(await listManifestFiles(root)).includes(file)) return undefined;
  const read = await readManifestFile(root, file);
  if (!read.app) throw manifestInvalid([read]);
  return read;
};

const environmentsOf = ({ environments }: ReadManifest, app: ClientApp): EnvironmentFacts[] =>
  Object.entries(environments).map(([name, { identity, credentials }]) => ({
    name,
    user: identity?.user ?? app.identity.user,
    store: credentials?.store ?? app.credentials.store,
  }));

const unknownApp = (name: string, org: string | undefined): SfError =>
  new SfError(`Nothing that was read knows a client app "${name}".`, 'ClientAppNotFoundError', [
    org === undefined
      ? 'For an app without a manifest, name an org that has it: --target-org.'
      : `See what the org has: "sf clientapp list --target-org ${org}".`,
  ]);

/**
 * Everything that the runbook of an app says.
 *
 * @throws ManifestInvalidError for a manifest with mistakes, ClientAppNotFoundError for an app that nobody knows
 */
export const gatherFacts = async ({
  name,
  root,
  org,
  sourceApps,
  records,
  kept,
}: RunbookSources): Promise<RunbookFacts> => {
  const manifest = await manifestOf(root, name);
  const inOrg = org && chooseApp(org.inventory.apps, name, manifest?.app?.registration).app;
  const names = org?.names ?? (kept?.orgFacts ? [kept.orgFacts.org] : []);
  const found = manifest ? undefined : (inOrg ?? chooseApp(await sourceApps(), name).app);
  if (!manifest && !found) throw unknownApp(name, org?.names[0]);
  const app = manifest ? resolveEnvironment(manifest, findEnvironment(manifest, names)) : describeClientApp(found!);
  const file = app.credentials.certificateFile;
  const certificate = root === undefined || file === undefined ? undefined : await readProjectCertificate(root, file);
  const facts = certificate && certificateFacts(certificate);
  return {
    app,
    manifest: manifest?.file,
    environments: manifest ? environmentsOf(manifest, app) : [],
    certificate: facts && { validTo: facts.validTo.slice(0, 10), fingerprint256: facts.fingerprint256 },
    orgFacts: org ? orgFactsOf(org.names[0], inOrg, org.inventory) : kept?.orgFacts,
    history: historyOf(app, records, kept?.history ?? []),
    notes: kept?.notes ?? '',
  };
};

/** Where the runbook of an app lies; names of connected apps may have any character. */
export const runbookPath = (folder: string, name: string): string =>
  join(folder, `${name.replace(/[^\w.-]+/g, '_')}.md`);
