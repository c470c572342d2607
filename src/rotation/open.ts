import { SfProject, type Org } from '@salesforce/core';
import { countCalls, type CallCounter } from '../org/connection.js';
import { orgNames } from '../org/orgNames.js';
import { openStore } from '../secrets/openStore.js';
import type { SessionOptions } from './secret/session.js';
import { rotationSubject } from './subject.js';

export type OpenOptions = {
  org: Org;
  apiVersion: string | undefined;
  name: string;
  environment?: string | undefined;
  store?: string | undefined;
  allowSettingChange: boolean;
  waitMs: number;
};

export type Opened = { options: Omit<SessionOptions, 'events'>; calls: CallCounter };

/**
 * What a rotation command works with, from its flags.
 * @throws ManifestInvalidError, ClientAppNotFoundError, and what opening the store throws
 */
export const openSession = async ({
  org,
  apiVersion,
  name,
  environment,
  store: named,
  allowSettingChange,
  waitMs,
}: OpenOptions): Promise<Opened> => {
  const connection = org.getConnection(apiVersion);
  const calls = countCalls(connection);
  const names = await orgNames(org);
  const projectRoot = await SfProject.resolveProjectPath().catch(() => undefined);
  const { app, recordDay } = await rotationSubject(connection, { projectRoot, name, environment, orgNames: names });
  const store = await openStore(named ?? app.credentials.store, { ...(projectRoot && { projectRoot }), named });
  return { options: { connection, org: names[0], app, store, allowSettingChange, waitMs, recordDay }, calls };
};
