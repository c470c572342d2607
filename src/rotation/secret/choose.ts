import { SfError } from '@salesforce/core/sfError';
import type { OrgConnection } from '../../org/connection.js';
import { listConsumers, type Consumer } from '../../org/credentials.js';
import { externalClientAppIds } from '../../org/externalClientApps.js';
import { maskKey } from '../../secrets/redact.js';

/**
 * The record id of an External Client App.
 * @throws NotAnExternalClientAppError when the org has none of that name: only those rotate by API (platform.md 5)
 */
export const findApp = async (connection: OrgConnection, app: string, org: string): Promise<string> => {
  const appId = (await externalClientAppIds(connection, [app])).get(app.toLowerCase());
  if (appId !== undefined) return appId;
  throw new SfError(
    `${org} has no External Client App "${app}" that this user can see.`,
    'NotAnExternalClientAppError',
    [
      `See what it has: "sf clientapp list --target-org ${org}".`,
      `The secret of a Connected App can't be rotated by API. In Setup: App Manager, ${app}, View, Manage Consumer Details, Generate, Apply; then store it: "sf clientapp credential set --name ${app} --target-org ${org}".`,
    ],
  );
};

const ambiguous = (app: string, consumers: readonly Consumer[]): SfError =>
  new SfError(
    `${app} has ${consumers.length} consumers (${consumers.map(({ key }) => maskKey(key)).join(', ')}), and none has the key that the store holds.`,
    'ConsumerAmbiguousError',
    ['Say which one with --consumer-key; Setup shows the keys.'],
  );

/**
 * The consumer to rotate: the one that was named, or the one whose key is stored, or the only one. Never the first of several.
 * @throws ConsumerNotFoundError, ConsumerAmbiguousError
 */
export const chooseConsumer = async (
  connection: OrgConnection,
  { app, appId, named, stored }: { app: string; appId: string; named: string | undefined; stored: string | undefined },
): Promise<Consumer> => {
  const consumers = await listConsumers(connection, appId);
  const [only, ...others] = consumers;
  if (named !== undefined) {
    const chosen = consumers.find(({ key }) => key === named);
    if (chosen) return chosen;
    throw new SfError(`${app} has no consumer with the key ${maskKey(named)}.`, 'ConsumerNotFoundError', [
      `It has: ${consumers.map(({ key }) => maskKey(key)).join(', ') || 'none'}.`,
    ]);
  }
  const chosen = consumers.find(({ key }) => key === stored);
  if (chosen) return chosen;
  if (only && others.length === 0) return only;
  if (!only) {
    throw new SfError(`${app} has no consumer, so there is nothing to rotate.`, 'ConsumerNotFoundError', [
      `Deploy it with its OAuth settings: "sf clientapp deploy --name ${app}".`,
    ]);
  }
  throw ambiguous(app, consumers);
};

/** @throws OwnConnectionError for the app that this very sign-in depends on: its session would end half-way */
export const refuseOwnConnection = (connection: OrgConnection, { key }: Pick<Consumer, 'key'>, app: string): void => {
  if (connection.getAuthInfoFields().clientId !== key) return;
  throw new SfError(
    `${app} is the app that you are signed in with, so rotating it would cut off this very command.`,
    'OwnConnectionError',
    ['Sign in another way ("sf org login web" without --client-id), and name that sign-in with --target-org.'],
  );
};
