import type { ObjectAccess } from '../../app/clientApp.js';
import { unknown, type InventoryPermissionSet, type Origin } from '../../inventory/types.js';
import type { MetadataDocument } from '../document.js';
import { childText, children } from '../elements.js';
import { validRoot } from '../readDocument.js';
import type { XmlElement } from '../xml/element.js';
import { located, placeIn } from './facts.js';

const accessByElement: ReadonlyArray<readonly [string, ObjectAccess]> = [
  ['allowRead', 'read'],
  ['allowCreate', 'create'],
  ['allowEdit', 'edit'],
  ['allowDelete', 'delete'],
  ['viewAllRecords', 'view-all'],
  ['modifyAllRecords', 'modify-all'],
];

const isOn = (element: XmlElement, name: string): boolean => ['true', '1'].includes(childText(element, name) ?? '');

/** A permission set or profile as its file has it; only what it grants. */
export const permissionSetFromDocument = (document: MetadataDocument, origin: Origin): InventoryPermissionSet => {
  const root = validRoot(document);
  const place = placeIn(document, origin);
  return {
    name: document.name,
    label: childText(root, 'label'),
    origin,
    isProfile: document.type === 'Profile',
    userPermissions: children(root, 'userPermissions')
      .filter((permission) => isOn(permission, 'enabled'))
      .map((permission) => located(childText(permission, 'name') ?? '', permission, place)),
    objectPermissions: children(root, 'objectPermissions').flatMap((permission) => {
      const access = accessByElement.filter(([name]) => isOn(permission, name)).map(([, granted]) => granted);
      const object = childText(permission, 'object') ?? '';
      return access.length === 0 ? [] : [located({ object, access }, permission, place)];
    }),
    activeUsers: unknown('only an org tells who holds it'),
  };
};
