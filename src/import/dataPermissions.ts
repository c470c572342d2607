import {
  objectAccesses,
  permissionSetNames,
  type FieldAccess,
  type ObjectAccess,
  type Permissions,
} from '../app/clientApp.js';
import type { MetadataDocument } from '../registration/document.js';
import { readFields } from '../registration/codec.js';
import { validRoot } from '../registration/readDocument.js';
import { permissionSetFields } from '../registration/schema/permissionSet.js';
import type { ValuesOf } from '../registration/schema/field.js';

type PermissionSetValues = ValuesOf<typeof permissionSetFields>;
type ObjectPermission = NonNullable<PermissionSetValues['objectPermissions']>[number];
type FieldPermission = NonNullable<PermissionSetValues['fieldPermissions']>[number];

const switches: Record<ObjectAccess, keyof ObjectPermission> = {
  read: 'allowRead',
  create: 'allowCreate',
  edit: 'allowEdit',
  delete: 'allowDelete',
  'view-all': 'viewAllRecords',
  'modify-all': 'modifyAllRecords',
};

const objectName = /^[A-Za-z]\w*$/;
const fieldName = /^[A-Za-z]\w*\.[A-Za-z]\w*$/;

const objectsOf = (permissions: readonly ObjectPermission[]): Permissions['objects'] =>
  Object.fromEntries(
    permissions.flatMap((permission) => {
      const accesses = objectAccesses.filter((access) => permission[switches[access]] === true);
      const { object = '' } = permission;
      return accesses.length > 0 && objectName.test(object) ? [[object, accesses]] : [];
    }),
  );

const fieldsOf = (permissions: readonly FieldPermission[]): Permissions['fields'] =>
  Object.fromEntries(
    permissions.flatMap(({ field = '', readable, editable }) => {
      const accesses: FieldAccess[] = [
        ...(readable ? (['read'] as const) : []),
        ...(editable ? (['edit'] as const) : []),
      ];
      return accesses.length > 0 && fieldName.test(field) ? [[field, accesses]] : [];
    }),
  );

const enabledNames = (entries: ReadonlyArray<{ name?: string | undefined; enabled?: boolean | undefined }>): string[] =>
  entries.flatMap(({ name = '', enabled }) => (enabled === true && objectName.test(name) ? [name] : []));

/** What the data permission set of an app grants, in the words of a manifest; undefined when it is not among the documents. */
export const dataPermissions = (name: string, documents: readonly MetadataDocument[]): Permissions | undefined => {
  const wanted = permissionSetNames(name).data.toLowerCase();
  const document = documents.find((one) => one.type === 'PermissionSet' && one.name.toLowerCase() === wanted);
  const root = document && validRoot(document);
  if (!root) return undefined;
  const { objectPermissions, fieldPermissions, classAccesses, userPermissions } = readFields(root, permissionSetFields);
  return {
    objects: objectsOf(objectPermissions ?? []),
    fields: fieldsOf(fieldPermissions ?? []),
    apexClasses: enabledNames((classAccesses ?? []).map(({ apexClass, enabled }) => ({ name: apexClass, enabled }))),
    userPermissions: enabledNames(userPermissions ?? []),
  };
};
