import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Global } from '@salesforce/core/global';
import { SfError } from '@salesforce/core/sfError';
import { z } from 'zod';
import { readFileIfAny, writeFileAtomically } from '../secrets/atomicFile.js';
import { withFileLock } from '../secrets/fileLock.js';
import { isAnotherLiveProcess } from '../secrets/liveProcess.js';
import { parseJson } from '../secrets/parseJson.js';

/**
 * What a command has changed in an org for the time of reading a secret, written down before it changes anything, so
 * that a later run can put it back when this one is killed. No secret in it.
 */
export type Lease = {
  orgId: string;
  username: string;
  /** The org switch was off before and has to be off again. */
  switchWasOff: boolean;
  /** The temporary permission set, when one was lent. */
  permissionSet?: string | undefined;
  /** ISO 8601. */
  since: string;
  /** The process that holds it. */
  pid: number;
};

const leaseSchema = z.strictObject({
  orgId: z.string(),
  username: z.string(),
  switchWasOff: z.boolean(),
  permissionSet: z.string().optional(),
  since: z.string(),
  pid: z.number(),
});
const version = 1;
const anyVersion = z.looseObject({ version: z.int().positive() });
const fileSchema = z.strictObject({ version: z.literal(version), leases: z.array(leaseSchema) });

const leaseFile = (): string => join(Global.SF_DIR, 'clientapp-leases.json');

const newer = (file: string): SfError =>
  new SfError(
    `The record of temporary org changes was written by a newer version of sf clientapp: ${file}`,
    'NewerLeasesError',
    ['Update the plugin: "sf plugins update".'],
  );

const unreadable = (file: string, cause: unknown): SfError =>
  SfError.create({
    name: 'LeasesUnreadableError',
    message: `The record of temporary org changes can't be read: ${file}`,
    actions: [
      'In Setup, under External Client App Settings, check that "Allow access to External Client App consumer secrets via REST API" is as you want it.',
      'Delete the permission set "sf_clientapp_secret_access" if it exists, then delete the file.',
    ],
    cause,
  });

const readLeases = async (file: string): Promise<Lease[]> => {
  const text = await readFileIfAny(file);
  if (text === undefined) return [];
  const json = parseJson(text);
  const found = anyVersion.safeParse(json).data?.version;
  if (found !== undefined && found > version) throw newer(file);
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) throw unreadable(file, parsed.error);
  return parsed.data.leases;
};

const changeLeases = async (change: (leases: Lease[]) => Lease[]): Promise<void> => {
  const file = leaseFile();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await withFileLock(file, async (assertHeld) => {
    const leases = change(await readLeases(file));
    assertHeld();
    await writeFileAtomically(file, `${JSON.stringify({ version, leases }, undefined, 2)}\n`);
  });
};

/** How many leases a running command holds, and how many a command has left that runs no more. */
export const countLeases = async (): Promise<{ held: number; left: number }> => {
  const leases = await readLeases(leaseFile());
  const held = leases.filter(isAnotherLiveProcess).length;
  return { held, left: leases.length - held };
};

/** The lease on this org that some run has left or still holds. */
export const findLease = async (orgId: string): Promise<Lease | undefined> =>
  (await readLeases(leaseFile())).find((lease) => lease.orgId === orgId);

/**
 * Writes a lease down; on disk when the promise resolves.
 * @throws SecretAccessBusyError when another process holds this org: one of the two would take the switch from the other
 */
export const recordLease = (lease: Lease): Promise<void> =>
  changeLeases((leases) => {
    for (const other of leases) if (other.orgId === lease.orgId) assertNotHeld(other);
    return [...leases.filter(({ orgId }) => orgId !== lease.orgId), lease];
  });

/** Forgets a lease, and no other that this org may have by now. */
export const dropLease = ({ orgId, pid }: Lease): Promise<void> =>
  changeLeases((leases) => leases.filter((lease) => lease.orgId !== orgId || lease.pid !== pid));

/** @throws SecretAccessBusyError when the process that holds the lease still runs */
export const assertNotHeld = (lease: Lease): void => {
  if (!isAnotherLiveProcess(lease)) return;
  throw new SfError(
    `Another command has raised the secret-access switch of this org since ${lease.since} (process ${lease.pid}).`,
    'SecretAccessBusyError',
    ['Wait until it is done, then run this one again.'],
  );
};
