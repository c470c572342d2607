import { join } from 'node:path';
import { SfError } from '@salesforce/core/sfError';
import type { ClientApp } from '../app/clientApp.js';
import { describeClientApp } from '../import/describe.js';
import { withRunAsUsernames } from '../import/runAsUsers.js';
import { inventoryFromOrg } from '../inventory/fromOrg.js';
import { changeManifestFile } from '../manifest/changeFile.js';
import { findEnvironment, resolveEnvironment } from '../manifest/environment.js';
import { manifestInvalid } from '../manifest/errors.js';
import { listManifestFiles, manifestPath, readManifestFile } from '../manifest/find.js';
import type { OrgConnection } from '../org/connection.js';
import type { AppProject } from './certificate/projectFiles.js';

/** The app that a rotation is about, and where its day is written down. */
export type RotationSubject = {
  app: ClientApp;
  /** The project that declares it; absent for an app that only the org knows. */
  project?: AppProject | undefined;
  recordDay: (day: string) => Promise<void>;
};

export type SubjectOptions = {
  projectRoot: string | undefined;
  name: string;
  environment: string | undefined;
  orgNames: readonly [string, ...string[]];
};

const nowhere = (): Promise<void> => Promise.resolve();

const fromManifest = async (
  root: string,
  { name, environment, orgNames }: SubjectOptions,
): Promise<RotationSubject | undefined> => {
  const file = manifestPath(name);
  if (!(await listManifestFiles(root)).includes(file)) return undefined;
  const read = await readManifestFile(root, file);
  if (!read.app) throw manifestInvalid([read]);
  const chosen = environment ?? findEnvironment(read, orgNames);
  const path = join(root, file);
  const { certificateFile } = (chosen === undefined ? read.app : read.environments[chosen])?.credentials ?? {};
  return {
    app: resolveEnvironment(read, chosen),
    project: { root, manifest: file, base: read.app, environment: chosen, certificateFile },
    // The manifest has one day for all orgs: that of the org that it describes without an environment.
    recordDay:
      chosen === undefined
        ? (day) => changeManifestFile(path, [{ path: ['credentials', 'lastRotated'], value: day }])
        : nowhere,
  };
};

/**
 * The app as its manifest declares it for the org; without a manifest as the org has it.
 *
 * @throws ManifestInvalidError for a manifest with mistakes; ClientAppNotFoundError when neither project nor org knows it
 */
export const rotationSubject = async (connection: OrgConnection, options: SubjectOptions): Promise<RotationSubject> => {
  const { projectRoot, name, orgNames } = options;
  const declared = projectRoot === undefined ? undefined : await fromManifest(projectRoot, options);
  if (declared) return declared;
  const [org] = orgNames;
  const { apps } = await inventoryFromOrg(connection, { org, apps: [name] });
  const [app] = await withRunAsUsernames(connection, apps);
  if (app) return { app: describeClientApp(app), recordDay: nowhere };
  throw new SfError(`Neither the project nor ${org} knows a client app "${name}".`, 'ClientAppNotFoundError', [
    `See what the org has: "sf clientapp list --target-org ${org}".`,
  ]);
};
