import { permissionSetNames, type ClientApp, type FieldAccess, type ObjectAccess } from '../../app/clientApp.js';
import { writeFields } from '../codec.js';
import type { ValuesOf } from '../schema/field.js';
import { permissionSetFields } from '../schema/permissionSet.js';
import type { Component } from './generatedFile.js';

/** What the platform demands besides: it rejects a set that edits what it cannot read. */
const implied: Readonly<Record<ObjectAccess, readonly ObjectAccess[]>> = {
  read: [],
  create: ['read'],
  edit: ['read'],
  delete: ['read', 'edit'],
  'view-all': ['read'],
  'modify-all': ['read', 'edit', 'delete', 'view-all'],
};

/** Names of one record: no two are the same. */
const byName = <T>([a]: readonly [string, T], [b]: readonly [string, T]): number => (a < b ? -1 : 1);

const sorted = <T>(record: Readonly<Record<string, T>>): Array<[string, T]> => Object.entries(record).sort(byName);

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();

const objectPermission = (object: string, accesses: readonly ObjectAccess[]) => {
  const granted = new Set(accesses.flatMap((access) => [access, ...implied[access]]));
  return {
    allowCreate: granted.has('create'),
    allowDelete: granted.has('delete'),
    allowEdit: granted.has('edit'),
    allowRead: granted.has('read'),
    modifyAllRecords: granted.has('modify-all'),
    object,
    viewAllRecords: granted.has('view-all'),
  };
};

const fieldPermission = (field: string, accesses: readonly FieldAccess[]) => ({
  editable: accesses.includes('edit'),
  field,
  readable: accesses.length > 0,
});

/**
 * A permission set whose label is its API name: retrieved connected apps name sets by label, the guide by API name
 * (platform.md 8.35). It has no `license`, on purpose: a set bound to a user licence cannot be assigned to users of
 * the Salesforce Integration licence, whereas one without goes to them, once they hold the API-integration permission
 * set licence, and to people too (platform.md 7.1).
 */
const permissionSet = (fullName: string, values: ValuesOf<typeof permissionSetFields>): Component => ({
  fullName,
  root: writeFields('PermissionSet', permissionSetFields, {
    ...values,
    hasActivationRequired: false,
    label: fullName,
  }),
});

/** Two sets, because the licence that backs the data cannot hold the app: one opens the app, the other holds the data. */
export const renderPermissionSets = (app: ClientApp): Component[] => {
  const { access, data } = permissionSetNames(app.name);
  const { apexClasses, fields, objects, userPermissions } = app.permissions;
  return [
    permissionSet(access, { description: `Opens the client app ${app.name}. Holds no other permission.` }),
    permissionSet(data, {
      classAccesses: unique(apexClasses).map((apexClass) => ({ apexClass, enabled: true })),
      description: `What the client app ${app.name} may do with data.`,
      fieldPermissions: sorted(fields).map(([field, accesses]) => fieldPermission(field, accesses)),
      objectPermissions: sorted(objects).map(([object, accesses]) => objectPermission(object, accesses)),
      userPermissions: unique(userPermissions).map((name) => ({ enabled: true, name })),
    }),
  ];
};
