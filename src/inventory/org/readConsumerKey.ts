import { retrieve } from '../../metadata/retrieve.js';
import type { OrgConnection } from '../../org/connection.js';
import { isRefusal } from '../../org/refusals.js';
import { inventoryAppFromDocuments } from '../../registration/read/inventoryApps.js';
import { readDocument } from '../../registration/readDocument.js';
import { chooseApp } from './chooseApp.js';

/** Names of satellites are not predictable (platform.md 2.7), so all of their type are asked for. */
const typesOf = (name: string): ReadonlyMap<string, readonly string[]> =>
  new Map([
    ['ConnectedApp', [name]],
    ['ExternalClientApplication', [name]],
    ['ExtlClntAppGlobalOauthSettings', ['*']],
  ]);

/** The consumer key in an app's metadata; undefined when the org does not give it to this user. */
export const readConsumerKey = async (connection: OrgConnection, name: string): Promise<string | undefined> => {
  try {
    const { files } = await retrieve(connection, typesOf(name));
    const documents = files.map(({ path, contents }) => readDocument(path, contents));
    const { apps } = inventoryAppFromDocuments(documents, { kind: 'org', org: '', id: '' });
    const key = chooseApp(apps, name).app?.consumerKey;
    return key?.known ? key.value : undefined;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
};
