import { SfError } from '@salesforce/core/sfError';
import { retrieve } from '../metadata/retrieve.js';
import { orgErrorCode } from '../org/failures.js';
import { childText } from '../registration/elements.js';
import { documentTypeOf } from '../registration/documentType.js';
import { readDocument } from '../registration/readDocument.js';
import type { MetadataDocument } from '../registration/document.js';
import type { OrgConnection } from '../org/connection.js';
import type { AppToDeploy, Existing } from './types.js';

/** The types whose component names can't be foretold: only the parent's can (platform.md 2.7). */
export const satelliteTypes = [
  'ExtlClntAppOauthSettings',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
] as const;

/** Metadata files in memory, read like those of a project. */
export const retrieveDocuments = async (
  connection: OrgConnection,
  types: ReadonlyMap<string, readonly string[]>,
): Promise<{ documents: MetadataDocument[]; messages: string[] }> => {
  const { files, messages } = await retrieve(connection, types);
  return {
    documents: files
      .filter(({ path }) => documentTypeOf(path))
      .map(({ path, contents }) => readDocument(path, contents)),
    messages,
  };
};

/** The app that a satellite belongs to. */
export const parentOf = (document: MetadataDocument): string | undefined =>
  document.root && childText(document.root, 'externalClientApplication');

/**
 * Which of the apps the org has, and how it calls their parts.
 * One call for the names; one retrieve more when an External Client App exists already.
 * @throws NameTakenError when the name belongs to an app of the other family
 */
export const readExisting = async (
  connection: OrgConnection,
  deployments: readonly AppToDeploy[],
): Promise<Existing> => {
  const listed = await listNames(
    connection,
    deployments.some(({ app }) => app.registration === 'external-client-app'),
  );
  for (const { app } of deployments) {
    const other = app.registration === 'connected-app' ? listed.externalClientApps : listed.connectedApps;
    if (other.has(app.name)) throw nameTaken(app.name, app.registration);
  }
  const known = deployments.filter(
    ({ app }) => app.registration === 'external-client-app' && listed.externalClientApps.has(app.name),
  );
  return { ...listed, satellites: known.length > 0 ? await readSatelliteNames(connection) : new Map() };
};

const listNames = async (connection: OrgConnection, needsExternal: boolean): Promise<Omit<Existing, 'satellites'>> => {
  const list = async (type: string): Promise<ReadonlySet<string>> =>
    new Set((await connection.metadata.list({ type })).map(({ fullName }) => decodeURIComponent(fullName)));
  const external = async (): Promise<ReadonlySet<string>> => {
    try {
      return await list('ExternalClientApplication');
    } catch (error) {
      if (orgErrorCode(error) !== 'INVALID_TYPE') throw error;
      if (!needsExternal) return new Set();
      throw new SfError('The org has no External Client Apps.', 'ExternalClientAppsUnavailableError', [
        'Use an API version of 60.0 or later, and check that the org has External Client Apps (Setup, External Client App Manager).',
        'For an org without them, register the app with "--registration connected-app".',
      ]);
    }
  };
  const [connectedApps, externalClientApps] = await Promise.all([list('ConnectedApp'), external()]);
  return { connectedApps, externalClientApps };
};

const readSatelliteNames = async (connection: OrgConnection): Promise<Map<string, string>> => {
  const { documents } = await retrieveDocuments(connection, new Map(satelliteTypes.map((type) => [type, ['*']])));
  return new Map(
    documents.flatMap((document) => {
      const parent = parentOf(document);
      return parent ? [[`${parent}/${document.type}`, document.name] as const] : [];
    }),
  );
};

const nameTaken = (name: string, registration: string): SfError => {
  const other = registration === 'connected-app' ? 'an External Client App' : 'a Connected App';
  return new SfError(`The org already has ${other} named ${name}.`, 'NameTakenError', [
    'Give the app another name, or delete the other one first if nothing uses it.',
    ...(registration === 'external-client-app'
      ? [
          'A local Connected App becomes an External Client App in Setup: App Manager, the app, Migrate to External Client App.',
        ]
      : []),
  ]);
};
