import { apiError, type Refusal } from '../http/exchange.js';
import type { Org } from '../org.js';
import { effectiveGrants } from '../permissions.js';
import type { Column } from './columns.js';
import { hasPermission } from './hasPermission.js';
import { allTables } from './index.js';
import type { Api, Table, Viewer } from './table.js';

export const createViewer = (org: Org, userId: string, version: number, api: Api): Viewer => ({
  userId,
  version,
  api,
  grants: effectiveGrants(org, userId),
});

const isProvisioned = (org: Org, { provision }: Table | Column): boolean =>
  provision === undefined || org.state.switches[provision];

const isOpen = (org: Org, viewer: Viewer, table: Table): boolean => {
  const apis = table.externalClientApp ? org.state.switches.externalClientAppObjectsOn : table.api;
  if (!apis.includes(viewer.api) || (table.since ?? 0) > viewer.version || !isProvisioned(org, table)) return false;
  if (org.state.missingObjects.has(table.name)) return false;
  const needs = typeof table.needs === 'function' ? table.needs(org) : table.needs;
  if (needs && !hasPermission(viewer, ...needs)) return false;
  if (!table.business) return true;
  return hasPermission(viewer, 'ViewAllData') || viewer.grants.objects.get(table.name)?.has('Read') === true;
};

const system = new Set([
  'Id',
  'OwnerId',
  'IsDeleted',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
]);

/** Field permissions cover what is not always there: ids, owners, stamps and required fields are. */
const seeColumn = (org: Org, viewer: Viewer, table: Table, column: Column): Column[] => {
  if (column.since > viewer.version || !isProvisioned(org, column)) return [];
  if (org.state.missingColumns.has(`${table.name}.${column.name}`)) return [];
  if (!table.business || system.has(column.name) || column.required) return [column];
  const rights = viewer.grants.fields.get(`${table.name}.${column.name}`);
  if (rights?.has('Edit')) return [column];
  if (rights?.has('Read') || hasPermission(viewer, 'ViewAllFieldsGlobal'))
    return [{ ...column, createable: false, updateable: false }];
  return [];
};

/** The table as this user sees it at this endpoint and version; undefined when the org denies that it exists. */
export const openTable = (org: Org, viewer: Viewer, name: string): Table | undefined =>
  openTables(org, viewer, (candidate) => candidate.name.toLowerCase() === name.toLowerCase())[0];

export const openTables = (org: Org, viewer: Viewer, which: (table: Table) => boolean = () => true): Table[] =>
  allTables
    .filter((table) => which(table) && isOpen(org, viewer, table))
    .map((table) => ({ ...table, columns: table.columns.flatMap((column) => seeColumn(org, viewer, table, column)) }));

export const findColumn = ({ columns }: Table, name: string): Column | undefined =>
  columns.find((column) => column.name.toLowerCase() === name.toLowerCase());

export const unknownResource = (): Refusal => apiError(404, 'NOT_FOUND', 'The requested resource does not exist');
