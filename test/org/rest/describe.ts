import { json, type Answer } from '../http/exchange.js';
import type { ApiCall, Route } from '../http/router.js';
import type { Column } from '../tables/columns.js';
import { createViewer, openTable, openTables, unknownResource } from '../tables/open.js';
import { may } from '../tables/rights.js';
import type { Api, Table, Viewer } from '../tables/table.js';

const soapType = (column: Column): string => {
  if (column.type === 'id' || column.type === 'reference') return 'tns:ID';
  if (column.type === 'datetime') return 'xsd:dateTime';
  if (column.type === 'base64') return 'xsd:base64Binary';
  return ['boolean', 'int', 'double', 'date'].includes(column.type) ? `xsd:${column.type}` : 'xsd:string';
};

const describeColumn = (column: Column): Record<string, unknown> => ({
  name: column.name,
  label: column.label,
  type: column.type,
  soapType: soapType(column),
  length: column.length,
  byteLength: column.length * 3,
  precision: 0,
  scale: 0,
  digits: 0,
  custom: column.custom,
  filterable: column.filterable,
  groupable: column.groupable,
  aggregatable: column.filterable,
  sortable: column.sortable,
  nillable: column.nillable,
  createable: column.createable,
  updateable: column.updateable,
  defaultedOnCreate: column.type === 'boolean',
  calculated: false,
  unique: column.name === 'Id',
  externalId: false,
  nameField: column.name === 'Name',
  idLookup: column.type === 'id',
  referenceTo: column.referenceTo,
  relationshipName: column.relationshipName,
  polymorphicForeignKey: column.referenceTo.length > 1,
  picklistValues: column.values.map((value) => ({ value, label: value, active: true, defaultValue: false })),
});

const basePath = (viewer: Viewer): string =>
  `/services/data/v${viewer.version}.0${viewer.api === 'tooling' ? '/tooling' : ''}/sobjects`;

const describeShortly = (viewer: Viewer, table: Table): Record<string, unknown> => ({
  name: table.name,
  label: table.label,
  labelPlural: table.labelPlural,
  keyPrefix: table.prefix,
  custom: false,
  customSetting: false,
  queryable: true,
  retrieveable: true,
  searchable: table.business === true,
  createable: may(viewer, table, 'create'),
  updateable: may(viewer, table, 'update'),
  deletable: may(viewer, table, 'remove'),
  urls: {
    sobject: `${basePath(viewer)}/${table.name}`,
    describe: `${basePath(viewer)}/${table.name}/describe`,
    rowTemplate: `${basePath(viewer)}/${table.name}/{ID}`,
  },
});

const viewerOf = ({ org, session, version }: ApiCall, api: Api): Viewer =>
  createViewer(org, session.userId, version, api);

const describeGlobal = (call: ApiCall, api: Api): Answer => {
  const viewer = viewerOf(call, api);
  const sobjects = openTables(call.org, viewer).map((table) => describeShortly(viewer, table));
  return json(200, { encoding: 'UTF-8', maxBatchSize: 200, sobjects });
};

const describeTable = (call: ApiCall, api: Api): Answer => {
  const viewer = viewerOf(call, api);
  const table = openTable(call.org, viewer, call.params.object ?? '');
  if (!table) throw unknownResource();
  return json(200, {
    ...describeShortly(viewer, table),
    fields: table.columns.map(describeColumn),
    childRelationships: (table.children ?? []).map(({ relationship, table: childSObject, field }) => ({
      childSObject,
      field,
      relationshipName: relationship,
    })),
    recordTypeInfos: [],
  });
};

const routesOf = (path: string, api: Api): Array<Route<ApiCall>> => [
  { method: 'GET', path, handle: (call) => describeGlobal(call, api) },
  { method: 'GET', path: `${path}/:object/describe`, handle: (call) => describeTable(call, api) },
];

export const describeRoutes: Array<Route<ApiCall>> = [
  ...routesOf('/sobjects', 'data'),
  ...routesOf('/tooling/sobjects', 'tooling'),
];
