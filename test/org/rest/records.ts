import { apiError, json, noContent, type Answer, type Refusal } from '../http/exchange.js';
import { readJson, type ApiCall, type Route } from '../http/router.js';
import { isId, sameId } from '../ids.js';
import { attributesOf } from '../soql/project.js';
import type { Column } from '../tables/columns.js';
import { createViewer, findColumn, openTable, unknownResource } from '../tables/open.js';
import { may, type Act } from '../tables/rights.js';
import type { Api, Change, Row, Table, Value, Viewer } from '../tables/table.js';

type Opened = { viewer: Viewer; table: Table };

const open = ({ org, session, version, params }: ApiCall, api: Api): Opened => {
  const viewer = createViewer(org, session.userId, version, api);
  const table = openTable(org, viewer, params.object ?? '');
  if (!table) throw unknownResource();
  return { viewer, table };
};

const noSuchRecord = (): Refusal =>
  apiError(404, 'NOT_FOUND', 'Provided external ID field does not exist or is not accessible: ');

const findRow = ({ org, params }: ApiCall, { viewer, table }: Opened): Row => {
  const row = table.rows(org, viewer).find(({ Id }) => sameId(Id, params.id ?? ''));
  if (!isId(params.id ?? '') || !row) throw noSuchRecord();
  return row;
};

const refuseAct = (table: Table, act: Act): Refusal =>
  apiError(
    400,
    'INVALID_TYPE_FOR_OPERATION',
    `entity type ${table.name} does not support ${act === 'remove' ? 'delete' : act}`,
  );

const requireRight = ({ viewer, table }: Opened, act: Act): void => {
  if (!table[act]) throw refuseAct(table, act);
  if (!may(viewer, table, act))
    throw apiError(403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', []);
};

const checkValue = (column: Column, value: Value): Value => {
  if (typeof value === 'string' && column.type === 'string' && value.length > column.length)
    throw apiError(
      400,
      'STRING_TOO_LONG',
      `${column.label}: data value too large: ${value} (max length=${column.length})`,
      [column.name],
    );
  if (column.type === 'boolean' && typeof value === 'string' && /^(true|false)$/i.test(value))
    return /^true$/i.test(value);
  if (column.type === 'boolean' && typeof value !== 'boolean')
    throw apiError(400, 'JSON_PARSER_ERROR', `Cannot deserialize instance of boolean from value ${String(value)}`);
  if (column.type === 'email' && typeof value === 'string' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value))
    throw apiError(400, 'INVALID_EMAIL_ADDRESS', `${column.label}: invalid email address: ${value}`, [column.name]);
  if (column.type === 'reference' && typeof value === 'string' && !isId(value))
    throw apiError(400, 'MALFORMED_ID', `${column.label}: id value of incorrect type: ${value}`, [column.name]);
  return value;
};

/** The caller's fields under the org's spelling, each one known, writable and of its type. */
const readChange = (call: ApiCall, { table }: Opened, act: 'create' | 'update'): Change => {
  const change: Change = {};
  for (const [name, value] of Object.entries(readJson(call.request))) {
    if (name === 'attributes') continue;
    const column = findColumn(table, name);
    if (!column) throw apiError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${table.name}`);
    if (!(act === 'create' ? column.createable : column.updateable))
      throw apiError(
        400,
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        `Unable to create/update fields: ${column.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
        [column.name],
      );
    change[column.name] = checkValue(column, value as Value);
  }
  return change;
};

const refuseMissing = (table: Table, change: Change): void => {
  const missing = table.columns
    .filter(({ name, required }) => required && (change[name] ?? '') === '')
    .map(({ name }) => name);
  if (missing.length > 0)
    throw apiError(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
};

const createRecord = (call: ApiCall, api: Api): Answer => {
  const opened = open(call, api);
  requireRight(opened, 'create');
  const change = readChange(call, opened, 'create');
  refuseMissing(opened.table, change);
  const id = opened.table.create?.(call.org, opened.viewer, change);
  return json(201, { id, success: true, errors: [] });
};

const getRecord = (call: ApiCall, api: Api): Answer => {
  const opened = open(call, api);
  const row = findRow(call, opened);
  const wanted = call.request.query.get('fields')?.split(',');
  const columns = opened.table.columns.filter(({ name }) => !wanted || wanted.includes(name));
  const scope = { org: call.org, viewer: opened.viewer, text: '', rowsById: new Map<string, Map<string, Row>>() };
  return json(200, {
    attributes: attributesOf(scope, opened.table, row.Id),
    ...Object.fromEntries(columns.map(({ name, type }) => [name, row[name] ?? (type === 'boolean' ? false : null)])),
  });
};

const updateRecord = (call: ApiCall, api: Api): Answer => {
  const opened = open(call, api);
  requireRight(opened, 'update');
  const row = findRow(call, opened);
  opened.table.update?.(call.org, opened.viewer, row, readChange(call, opened, 'update'));
  return noContent;
};

const deleteRecord = (call: ApiCall, api: Api): Answer => {
  const opened = open(call, api);
  requireRight(opened, 'remove');
  opened.table.remove?.(call.org, opened.viewer, findRow(call, opened));
  return noContent;
};

const routesOf = (path: string, api: Api): Array<Route<ApiCall>> => [
  { method: 'POST', path: `${path}/:object`, handle: (call) => createRecord(call, api) },
  { method: 'GET', path: `${path}/:object/:id`, handle: (call) => getRecord(call, api) },
  { method: 'PATCH', path: `${path}/:object/:id`, handle: (call) => updateRecord(call, api) },
  { method: 'DELETE', path: `${path}/:object/:id`, handle: (call) => deleteRecord(call, api) },
];

export const recordRoutes: Array<Route<ApiCall>> = [
  ...routesOf('/sobjects', 'data'),
  ...routesOf('/tooling/sobjects', 'tooling'),
];
