import type { ObjectAccess } from '../../app/clientApp.js';
import {
  lookedForPermissions,
  type AccessRow,
  type ObjectAccessRow,
  type PermissionSetRow,
} from '../../org/appAccess.js';
import type { Answer } from '../../org/readColumns.js';
import { unknown, type Fact, type InventoryPermissionSet } from '../types.js';
import { shortId } from './rowsById.js';

const rowsOf = <Row>(answer: Answer<Row>): Row[] => (answer.refused === undefined ? answer.rows : []);

const accessOf = ({ PermissionsViewAllRecords, PermissionsModifyAllRecords }: ObjectAccessRow): ObjectAccess[] => [
  ...(PermissionsViewAllRecords ? (['view-all'] as const) : []),
  ...(PermissionsModifyAllRecords ? (['modify-all'] as const) : []),
];

export type PermissionSetSources = {
  org: string;
  sets: Answer<PermissionSetRow>;
  objects: Answer<ObjectAccessRow>;
  access: Answer<AccessRow>;
  activeUsersOf: (permissionSetId: string) => Fact<number>;
};

const lookedFor: ReadonlySet<string> = new Set(lookedForPermissions);

/** Permission sets and profiles that open an app, and every other permission set that grants much. */
export const orgPermissionSets = ({
  org,
  sets,
  objects,
  access,
  activeUsersOf,
}: PermissionSetSources): InventoryPermissionSet[] => {
  const linked = new Set(rowsOf(access).map(({ ParentId }) => shortId(ParentId)));
  const objectRows = new Map<string, ObjectAccessRow[]>();
  for (const row of rowsOf(objects)) {
    const id = shortId(row.ParentId);
    const found = objectRows.get(id);
    if (found) found.push(row);
    else objectRows.set(id, [row]);
  }
  return rowsOf(sets).flatMap((set): InventoryPermissionSet[] => {
    const id = shortId(set.Id);
    const isProfile = set.IsOwnedByProfile === true;
    const permissions = set.permissions.filter((permission) => lookedFor.has(permission));
    const grantsMuch = !isProfile && (permissions.length > 0 || objectRows.has(id));
    if (!linked.has(id) && !grantsMuch) return [];
    return [
      {
        name: isProfile ? (set.Profile?.Name ?? set.Name) : set.Name,
        label: isProfile ? undefined : (set.Label ?? undefined),
        origin: { kind: 'org', org, id: set.Id },
        isProfile,
        userPermissions: permissions.map((value) => ({ value })),
        objectPermissions: (objectRows.get(id) ?? []).map((row) => ({
          value: { object: row.SobjectType, access: accessOf(row) },
        })),
        activeUsers: linked.has(id) ? activeUsersOf(set.Id) : unknown('it opens no app, so nobody counted its users'),
      },
    ];
  });
};
