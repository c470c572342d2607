import type { InventoryApp } from '../inventory/types.js';
import type { OrgConnection } from '../org/connection.js';
import { readUsernames } from '../org/usernames.js';

const userId = /^005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

const runAsIdOf = ({ clientCredentials: { runAsUser } }: InventoryApp): string | undefined =>
  runAsUser.known && runAsUser.value !== undefined && userId.test(runAsUser.value) ? runAsUser.value : undefined;

/** Records name the run-as user by id where metadata has the username, and a manifest too: the apps, with usernames. */
export const withRunAsUsernames = async (
  connection: OrgConnection,
  apps: readonly InventoryApp[],
): Promise<InventoryApp[]> => {
  const ids = apps.flatMap((app) => runAsIdOf(app) ?? []);
  if (ids.length === 0) return [...apps];
  const usernames = await readUsernames(connection, ids);
  return apps.map((app) => {
    const username = usernames.get(runAsIdOf(app)?.slice(0, 15) ?? '');
    if (username === undefined) return app;
    return { ...app, clientCredentials: { ...app.clientCredentials, runAsUser: { known: true, value: username } } };
  });
};
