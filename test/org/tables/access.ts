import { openersOf } from '../apps/approval.js';
import { clientApps, findApp } from '../apps/index.js';
import { apiError } from '../http/exchange.js';
import { sameId } from '../ids.js';
import type { Org } from '../org.js';
import { permissionSets } from '../permissions.js';
import { datetime, id, onCreate, pick, ref } from './columns.js';
import { derivedId } from './derivedId.js';
import { table, timestamp, type Change, type Row, type Table } from './table.js';

const typeOf = (family: 'connected-app' | 'external-client-app'): string =>
  family === 'connected-app' ? 'ConnectedApplication' : 'ExternalClientApplication';

/** What the app documents name, besides what was inserted (platform.md 7.4). */
const accessRows = (org: Org, version: number): Row[] => {
  const sets = permissionSets(org);
  const inserted = org.records('SetupEntityAccess');
  return clientApps(org)
    .filter(({ family }) => family === 'connected-app' || version >= 60)
    .flatMap((app) =>
      openersOf(org, app, sets).map((setId) => {
        const own = inserted.find(
          ({ ParentId, SetupEntityId }) => sameId(String(ParentId), setId) && sameId(String(SetupEntityId), app.id),
        );
        return {
          Id: own?.Id ?? derivedId('0J0', setId + app.id),
          ParentId: setId,
          SetupEntityId: app.id,
          SetupEntityType: typeOf(app.family),
          SystemModstamp: timestamp(app.component.lastModifiedDate),
        };
      }),
    );
};

const insert = (org: Org, version: number, change: Change): string => {
  const app = findApp(org, String(change.SetupEntityId));
  const set = permissionSets(org).find((candidate) => sameId(candidate.id, String(change.ParentId)));
  if (!app || !set) throw apiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);
  const known = accessRows(org, version).find(
    ({ ParentId, SetupEntityId }) => ParentId === set.id && SetupEntityId === app.id,
  );
  if (known)
    throw apiError(
      400,
      'DUPLICATE_VALUE',
      `duplicate value found: <unknown> duplicates value on record with id: ${known.Id}`,
      [],
    );
  // A set backed by the API integration licence cannot hold an app.
  if (set.license && org.records('PermissionSetLicense').some(({ DeveloperName }) => DeveloperName === set.license))
    throw apiError(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      `The permission set license doesn't allow access to ${typeOf(app.family)}`,
      ['ParentId'],
    );
  const row: Row = { Id: org.newId('0J0'), ParentId: set.id, SetupEntityId: app.id };
  org.records('SetupEntityAccess').push(row);
  return row.Id;
};

/** Takes back what was inserted; links that stand in an app document go by deploy. */
const removeAccess = (org: Org, row: Row): void => {
  org.state.records.SetupEntityAccess = org.records('SetupEntityAccess').filter(({ Id }) => Id !== row.Id);
};

export const accessTables: Table[] = [
  table({
    name: 'SetupEntityAccess',
    prefix: '0J0',
    needs: ['ViewSetup'],
    columns: [
      id(),
      ref('ParentId', 'PermissionSet', { ...onCreate, required: true }),
      // Cannot be joined to what it names (audit.md A.4).
      ref('SetupEntityId', [], { ...onCreate, required: true, relationshipName: null }),
      pick('SetupEntityType', [
        'ConnectedApplication',
        'ExternalClientApplication',
        'ServiceProvider',
        'CustomPermission',
      ]),
      datetime('SystemModstamp'),
    ],
    rows: (org, { version }) => accessRows(org, version),
    create: (org, { version }, change) => insert(org, version, change),
    remove: (org, _viewer, row) => removeAccess(org, row),
  }),
];
