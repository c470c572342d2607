import { permissionSetNames, type Registration } from '../app/clientApp.js';
import { inventoryFromOrg } from '../inventory/fromOrg.js';
import type { Inventory, InventoryApp } from '../inventory/types.js';
import { retrieve } from '../metadata/retrieve.js';
import type { OrgConnection } from '../org/connection.js';
import type { MetadataDocument } from '../registration/document.js';
import { groupExternalClientApps } from '../registration/read/groupExternalClientApps.js';
import { readDocument } from '../registration/readDocument.js';
import { withRunAsUsernames } from './runAsUsers.js';
import type { ImportSource, ImportSubject } from './subject.js';

type PermissionSets = { documents: MetadataDocument[]; unread: string[] };

/** The permission sets that are named after the apps, in one retrieve; most apps that were not generated have none. */
const permissionSetsOf = async (connection: OrgConnection, apps: readonly InventoryApp[]): Promise<PermissionSets> => {
  if (apps.length === 0) return { documents: [], unread: [] };
  const names = apps.flatMap(({ name }) => Object.values(permissionSetNames(name)));
  try {
    const { files } = await retrieve(connection, new Map([['PermissionSet', names]]));
    return { documents: files.map(({ path, contents }) => readDocument(path, contents)), unread: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    return { documents: [], unread: [`its permission sets were not read: ${reason}`] };
  }
};

const keyOf = (registration: Registration, name: string): string => `${registration} ${name.toLowerCase()}`;

/** The files of each app's registration. */
const registrationFiles = (documents: readonly MetadataDocument[]): Map<string, MetadataDocument[]> => {
  const files = new Map<string, MetadataDocument[]>();
  for (const document of documents)
    if (document.type === 'ConnectedApp') files.set(keyOf('connected-app', document.name), [document]);
  for (const { name, header, satellites, unreadable } of groupExternalClientApps(documents).apps)
    files.set(keyOf('external-client-app', name), [header, ...satellites.values(), ...unreadable]);
  return files;
};

/** The apps as an org has them; what needs metadata that the org does not give is named. */
const subjectsFrom = async (
  connection: OrgConnection,
  inventory: Inventory,
  apps: readonly InventoryApp[],
): Promise<ImportSubject[]> => {
  const sets = await permissionSetsOf(connection, apps);
  const files = registrationFiles(inventory.documents);
  return apps.map((app) => {
    const registration = files.get(keyOf(app.registration, app.name)) ?? [];
    const own = new Set(Object.values(permissionSetNames(app.name)).map((name) => name.toLowerCase()));
    const documents = sets.documents.filter(({ name }) => own.has(name.toLowerCase()));
    return {
      app,
      documents: [...registration, ...documents],
      generated: false,
      unread: [
        ...(registration.length === 0
          ? ['the org gave no metadata for it, so what a manifest has no words for is not known']
          : []),
        ...sets.unread,
      ],
    };
  });
};

/** The client apps of an org. */
export const orgSource = async (connection: OrgConnection, org: string): Promise<ImportSource> => {
  const read = await inventoryFromOrg(connection, { org, documents: true });
  const inventory = { ...read, apps: await withRunAsUsernames(connection, read.apps) };
  return { inventory, subjectsOf: (apps) => subjectsFrom(connection, inventory, apps) };
};
