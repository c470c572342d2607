import type { ClientApp } from '../../app/clientApp.js';
import { known, unknown, type Fact } from '../../inventory/types.js';
import { retrieve } from '../../metadata/retrieve.js';
import type { OrgConnection } from '../../org/connection.js';
import { isRefusal } from '../../org/refusals.js';
import type { MetadataDocument } from '../../registration/document.js';
import { childText, parseFlag } from '../../registration/elements.js';
import { inventoryAppFromDocuments } from '../../registration/read/inventoryApps.js';
import { settingsFromDocuments } from '../../registration/read/settings.js';
import { readDocument } from '../../registration/readDocument.js';
import type { OrgFacts } from './facts.js';

const settings = ['OauthOidc', 'ConnectedApp', 'ExternalClientApp'];

/** Satellites by wildcard: their names can't be foretold (platform.md 2.7). */
const typesOf = ({ name, registration }: ClientApp): ReadonlyMap<string, readonly string[]> =>
  new Map<string, readonly string[]>([
    ...(registration === 'connected-app'
      ? ([['ConnectedApp', [name]]] as const)
      : ([
          ['ExternalClientApplication', [name]],
          ['ExtlClntAppOauthSettings', ['*']],
          ['ExtlClntAppGlobalOauthSettings', ['*']],
          ['ExtlClntAppOauthConfigurablePolicies', ['*']],
          ['ExtlClntAppConfigurablePolicies', ['*']],
        ] as const)),
    ['Settings', settings],
  ]);

const isGone = (error: unknown): error is Error =>
  isRefusal(error) || (error instanceof Error && ['RetrieveFailedError', 'RetrieveTimeoutError'].includes(error.name));

const switchIn = (documents: readonly MetadataDocument[], app: string, element: string): Fact<boolean> => {
  const policies = documents.find(
    ({ type, root }) =>
      type === 'ExtlClntAppConfigurablePolicies' && childText(root, 'externalClientApplication') === app,
  );
  const value = parseFlag(childText(policies?.root, element) ?? '');
  return value === undefined ? unknown(`the org does not tell ${element}`) : known(value);
};

type Registration = Pick<OrgFacts, 'app' | 'switches' | 'settings'>;

/** The app's metadata and the org's OAuth settings, in one retrieve. */
export const readRegistration = async (connection: OrgConnection, app: ClientApp): Promise<Registration> => {
  const origin = { kind: 'org', org: '', id: '' } as const;
  try {
    const { files } = await retrieve(connection, typesOf(app));
    const documents = files.map(({ path, contents }) => readDocument(path, contents));
    const { apps } = inventoryAppFromDocuments(documents, origin);
    return {
      app: known(apps.find(({ name }) => name === app.name)),
      switches: {
        app: switchIn(documents, app.name, 'isEnabled'),
        oauthPlugin: switchIn(documents, app.name, 'isOauthPluginEnabled'),
      },
      settings: settingsFromDocuments(documents, origin),
    };
  } catch (error) {
    if (!isGone(error)) throw error;
    const reason = unknown(`the app's metadata could not be read: ${error.message.trim().replace(/\.$/, '')}`);
    return {
      app: reason,
      switches: { app: reason, oauthPlugin: reason },
      settings: settingsFromDocuments([], origin),
    };
  }
};
