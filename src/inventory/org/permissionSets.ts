import type { ObjectAccess } from '../../app/clientApp.js';
import type { AccessRow, ObjectAccessRow, PermissionSetRow } from '../../org/appAccess.js';
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
    objectRows.set(id, [...(objectRows.get(id) ?? []), row]);
  }
  return rowsOf(sets).flatMap((set): InventoryPermissionSet[] => {
    const id = shortId(set.Id);
    const isProfile = set.IsOwnedByProfile === true;
    const grantsMuch = !isProfile && (set.permissions.length > 0 || objectRows.has(id));
    if (!linked.has(id) && !grantsMuch) return [];
    return [
      {
        name: isProfile ? (set.Profile?.Name ?? set.Name) : set.Name,
        label: isProfile ? undefined : (set.Label ?? undefined),
        origin: { kind: 'org', org, id: set.Id },
        isProfile,
        userPermissions: set.permissions.map((value) => ({ value })),
        objectPermissions: (objectRows.get(id) ?? []).map((row) => ({
          value: { object: row.SobjectType, access: accessOf(row) },
        })),
        activeUsers: linked.has(id) ? activeUsersOf(set.Id) : unknown('it opens no app, so nobody counted its users'),
      },
    ];
  });
};
