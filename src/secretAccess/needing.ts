import { SfError } from '@salesforce/core/sfError';
import type { OrgConnection } from '../org/connection.js';
import { isSecretAccessRefused } from '../org/credentials.js';
import { describeSecretAccess, readSecretAccess, restoreLeftover, withSecretAccess } from './secretAccess.js';

export type NeedingOptions = {
  /** Raise the org switch and lend the permission where they are missing. */
  allowSettingChange: boolean;
  onNotice: (text: string) => void;
};

const refused = (conditions: readonly string[], cause: unknown): SfError =>
  SfError.create({
    name: 'SecretAccessRefusedError',
    message: `The org does not let you work with consumer secrets: ${conditions.length > 0 ? conditions.join('; ') : 'it did not say why'}.`,
    actions: [
      'Let the command raise what is missing and put it back afterwards: add --allow-setting-change.',
      'Or have an admin do so: the switch is in Setup, under External Client App Settings; the permissions are External Client App Developer and View Client Secret.',
    ],
    cause,
  });

/**
 * Runs an action that needs the credentials API. What a killed run has left raised is put back first; `probe` is a call that
 * the org refuses when something is missing, and only then is anything raised, for the time of the action.
 *
 * @throws SecretAccessRefusedError that names what is missing; SecretAccessBusyError
 */
export const needingSecretAccess = async <T>(
  connection: OrgConnection,
  { allowSettingChange, onNotice }: NeedingOptions,
  probe: () => Promise<unknown>,
  action: () => Promise<T>,
): Promise<T> => {
  const leftover = await restoreLeftover(connection);
  if (leftover)
    onNotice(`An earlier run was killed; what it had changed for reading secrets was put back (${leftover.since}).`);
  try {
    await probe();
  } catch (error) {
    if (!isSecretAccessRefused(error)) throw error;
    const access = await readSecretAccess(connection);
    const conditions = describeSecretAccess(access);
    if (!allowSettingChange) throw refused(conditions, error);
    onNotice(
      `Access to consumer secrets is raised for the time of this command, and put back at its end: ${conditions.join('; ')}.`,
    );
    return withSecretAccess(connection, access, action);
  }
  return action();
};
