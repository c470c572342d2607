import type { OrgConnection } from '../../../org/connection.js';
import { readObjectRights, type ObjectRightsRow } from '../../../org/permissionAssignments.js';
import type { Answer } from '../../../org/readColumns.js';
import type { ObjectAccess, ObjectRight } from '../../evidence.js';
import { known, unknown, type Fact } from '../../types.js';
import { shortId } from '../rowsById.js';
import type { Holding, Holdings } from './holdings.js';

const columns: ReadonlyArray<readonly [keyof ObjectRightsRow, ObjectRight]> = [
  ['PermissionsRead', 'read'],
  ['PermissionsCreate', 'create'],
  ['PermissionsEdit', 'edit'],
  ['PermissionsDelete', 'delete'],
  ['PermissionsViewAllRecords', 'view-all'],
  ['PermissionsModifyAllRecords', 'modify-all'],
];

const rightsOf = (row: ObjectRightsRow): ObjectRight[] =>
  columns.filter(([column]) => row[column] === true).map(([, right]) => right);

/** What one user may do with each object, all permission sets taken together. */
const accessOf = (
  userId: string,
  holdings: readonly Holding[],
  rows: ReadonlyMap<string, readonly ObjectRightsRow[]>,
): ObjectAccess[] => {
  const byObject = new Map<string, { rights: Set<ObjectRight>; via: Set<string> }>();
  for (const { set, via } of holdings)
    for (const row of rows.get(set) ?? []) {
      const found = byObject.get(row.SobjectType) ?? { rights: new Set<ObjectRight>(), via: new Set<string>() };
      for (const right of rightsOf(row)) found.rights.add(right);
      found.via.add(via);
      byObject.set(row.SobjectType, found);
    }
  return [...byObject].flatMap(([object, { rights, via }]): ObjectAccess[] =>
    rights.size === 0
      ? []
      : [
          {
            userId,
            object,
            access: columns.flatMap(([, right]) => (rights.has(right) ? [right] : [])),
            via: [...via],
          },
        ],
  );
};

const bySet = (rows: readonly ObjectRightsRow[]): Map<string, ObjectRightsRow[]> => {
  const sets = new Map<string, ObjectRightsRow[]>();
  for (const row of rows) {
    const id = shortId(row.ParentId);
    const found = sets.get(id);
    if (found) found.push(row);
    else sets.set(id, [row]);
  }
  return sets;
};

export type ObjectAccessReading = {
  access: Fact<ObjectAccess[]>;
  /** Ids of the users who were asked for. */
  users?: string[];
  answer?: Answer<ObjectRightsRow>;
};

/** Objects that these users may reach. Only the permission sets that they hold are asked for. */
export const readObjectAccess = async (
  connection: OrgConnection,
  holdings: Fact<Holdings>,
  users: ReadonlySet<string>,
): Promise<ObjectAccessReading> => {
  if (!holdings.known) return { access: holdings };
  const { ofUser, sets } = holdings.value;
  const held = [...ofUser].flatMap(([userId, all]) =>
    users.has(shortId(userId)) ? [{ userId, holdings: all.filter(({ opensAppsOnly }) => !opensAppsOnly) }] : [],
  );
  const parents = new Set(held.flatMap(({ holdings: all }) => all.map(({ set }) => sets.get(set)?.Id ?? set)));
  const answer = await readObjectRights(connection, [...parents]);
  if (answer.refused !== undefined) return { access: unknown(answer.refused), answer };
  if (answer.missing.length > 0)
    return { access: unknown(`the org does not show ${answer.missing[0] ?? ''} of ObjectPermissions`), answer };
  const rows = bySet(answer.rows);
  return {
    access: known(held.flatMap(({ userId, holdings: all }) => accessOf(userId, all, rows))),
    users: held.map(({ userId }) => userId),
    answer,
  };
};
