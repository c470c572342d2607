import { join } from 'node:path';
import { SfError } from '@salesforce/core/sfError';
import { Duration } from '@salesforce/kit';
import { deploy, type DeployRequest } from '../metadata/deploy.js';
import { retrieve } from '../metadata/retrieve.js';
import { orgIdOf, type OrgConnection } from '../org/connection.js';
import { assignPermissionSet, permissionSetId, unassignPermissionSet } from '../org/permissionSets.js';
import { ownPermissions, ownUserId } from '../org/permissions.js';
import { childText } from '../registration/elements.js';
import { readXml } from '../registration/xml/read.js';
import { assertNotHeld, dropLease, findLease, recordLease, type Lease } from './lease.js';

/** What the credentials API needs of the user (platform.md 4.1). */
const neededPermissions = ['ExternalClientAppDeveloper', 'ViewClientSecret'] as const;

const switchElement = 'enableClientSecretInRestApiAccess';
const permissionSetName = 'sf_clientapp_secret_access';

/** Why the credentials API refuses; undefined where it could not be found out. */
export type SecretAccess = {
  /** `ExternalClientAppSettings.enableClientSecretInRestApiAccess`. */
  switchOn: boolean | undefined;
  /** Missing user permissions, by API name. */
  missingPermissions: string[] | undefined;
};

/** Asks the org which of the conditions of the credentials API are met. */
export const readSecretAccess = async (connection: OrgConnection): Promise<SecretAccess> => {
  const [switchOn, permissions] = await Promise.all([
    readSwitch(connection),
    ownPermissions(connection, neededPermissions),
  ]);
  return { switchOn, missingPermissions: permissions && neededPermissions.filter((name) => !permissions[name]) };
};

/** One sentence per condition that is not met. */
export const describeSecretAccess = ({ switchOn, missingPermissions }: SecretAccess): string[] => [
  ...(switchOn === false
    ? ['the org switch "Allow access to External Client App consumer secrets via REST API" is off']
    : []),
  ...(switchOn === undefined ? ['the org switch for consumer secrets via REST could not be read'] : []),
  ...(missingPermissions === undefined
    ? ['your user permissions could not be read']
    : missingPermissions.map((name) => `you lack the permission ${name}`)),
];

/**
 * Raises what is missing, runs the action, and puts everything back, whatever the action does. A run that is killed
 * leaves a lease on disk that the next one clears (`restoreLeftover`).
 * @throws SecretAccessBusyError when another process holds the switch of this org
 */
export const withSecretAccess = async <T>(
  connection: OrgConnection,
  access: SecretAccess,
  action: () => Promise<T>,
): Promise<T> => {
  const lease: Lease = {
    orgId: orgIdOf(connection),
    username: usernameOf(connection),
    switchWasOff: access.switchOn === false,
    permissionSet: access.missingPermissions?.length === 0 ? undefined : permissionSetName,
    since: new Date().toISOString(),
    pid: process.pid,
  };
  await recordLease(lease);
  try {
    await raise(connection, lease);
    return await action();
  } finally {
    await restore(connection, lease);
  }
};

/** With an access token for a sign-in, sf gives the token for the name. */
const usernameOf = (connection: OrgConnection): string => {
  const name = connection.getUsername() ?? '';
  return name.includes('!') ? '' : name;
};

/**
 * Puts back what a killed run has left raised in this org.
 * @returns the lease that was cleared, or undefined when there was none
 */
export const restoreLeftover = async (connection: OrgConnection): Promise<Lease | undefined> => {
  const lease = await findLease(orgIdOf(connection));
  if (!lease) return undefined;
  assertNotHeld(lease);
  await restore(connection, lease);
  return lease;
};

const raise = async (connection: OrgConnection, lease: Lease): Promise<void> => {
  const files = new Map<string, string>();
  if (lease.switchWasOff) files.set(settingsPath, switchedSettings(true));
  if (lease.permissionSet) files.set(permissionSetPath, permissionSetXml);
  if (files.size > 0) await deployOrThrow(connection, { files });
  if (!lease.permissionSet) return;
  const id = await permissionSetId(connection, lease.permissionSet);
  const userId = await ownUserId(connection);
  if (!id)
    throw new SfError(
      `The temporary permission set ${lease.permissionSet} is not in the org.`,
      'SecretAccessNotRaisedError',
    );
  await assignPermissionSet(connection, id, userId);
};

/** Idempotent: looks at what is there and takes back only that. */
const restore = async (connection: OrgConnection, lease: Lease): Promise<void> => {
  const deletions: Array<{ type: string; fullName: string }> = [];
  if (lease.permissionSet) {
    const id = await permissionSetId(connection, lease.permissionSet);
    if (id) {
      await unassignPermissionSet(connection, id);
      deletions.push({ type: 'PermissionSet', fullName: lease.permissionSet });
    }
  }
  const files = new Map<string, string>();
  if (lease.switchWasOff && (await readSwitch(connection)) !== false) files.set(settingsPath, switchedSettings(false));
  if (files.size > 0 || deletions.length > 0) await deployOrThrow(connection, { files, deletions });
  await dropLease(lease);
};

const deployOrThrow = async (
  connection: OrgConnection,
  request: Pick<DeployRequest, 'files' | 'deletions'>,
): Promise<void> => {
  const answer = await deploy(connection, { ...request, wait: Duration.minutes(10) });
  if (answer.success) return;
  throw new SfError(
    `The org refused a change to its secret access: ${answer.problems.map(({ problem }) => problem).join('; ')}`,
    'SecretAccessChangeRefusedError',
    [
      'In Setup, under External Client App Settings, check the switch "Allow access to External Client App consumer secrets via REST API".',
    ],
  );
};

const root = join('/', 'clientapp', 'main', 'default');
const settingsPath = join(root, 'settings', 'ExternalClientApp.settings-meta.xml');
const permissionSetPath = join(root, 'permissionsets', `${permissionSetName}.permissionset-meta.xml`);

const permissionSetXml = `<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <description>Lent by sf clientapp while it reads a consumer secret. Safe to delete.</description>
    <label>${permissionSetName}</label>
${['ExternalClientAppAdmin', 'ExternalClientAppDeveloper', 'ExternalClientAppViewer', 'ViewClientSecret']
  .map(
    (name) =>
      `    <userPermissions>\n        <enabled>true</enabled>\n        <name>${name}</name>\n    </userPermissions>`,
  )
  .join('\n')}
</PermissionSet>
`;

/** The switch as the org has it; undefined when the org gives no such settings. */
const readSwitch = async (connection: OrgConnection): Promise<boolean | undefined> => {
  const { files } = await retrieve(connection, new Map([['Settings', ['ExternalClientApp']]]));
  const settings = files.find(({ path }) => path.endsWith('ExternalClientApp.settings'));
  const root = settings && readXml(settings.contents).root;
  // An org leaves out what has its default, and the default is off (platform.md 2.8).
  return root && childText(root, switchElement) === 'true';
};

/** Only the one element: a settings deploy leaves what it does not name. */
const switchedSettings = (on: boolean): string => `<?xml version="1.0" encoding="UTF-8"?>
<ExternalClientAppSettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <${switchElement}>${on}</${switchElement}>
</ExternalClientAppSettings>
`;
