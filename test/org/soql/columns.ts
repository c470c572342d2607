import type { Org } from '../org.js';
import type { Table, Viewer } from '../tables/table.js';
import type { Selected } from './ast.js';
import { bind, openFrom, type Scope } from './bind.js';
import { parse } from './parse.js';

/** One column of a result. A related object and a sub-select hold columns of their own. */
type ColumnMetadata = {
  aggregate: boolean;
  apexType: string | null;
  booleanType: boolean;
  columnName: string;
  custom: boolean;
  displayName: string;
  foreignKeyName: string | null;
  insertable: boolean;
  joinColumns: ColumnMetadata[];
  numberType: boolean;
  textType: boolean;
  updatable: boolean;
};

const plain = (columnName: string, more: Partial<ColumnMetadata> = {}): ColumnMetadata => ({
  aggregate: false,
  apexType: null,
  booleanType: false,
  columnName,
  custom: columnName.endsWith('__c'),
  displayName: columnName,
  foreignKeyName: null,
  insertable: false,
  joinColumns: [],
  numberType: false,
  textType: true,
  updatable: false,
  ...more,
});

const place = (into: ColumnMetadata[], names: string[], leaf: ColumnMetadata): void => {
  const [name, ...rest] = names;
  if (name === undefined) {
    into.push(leaf);
    return;
  }
  let parent = into.find(({ columnName }) => columnName === name);
  if (!parent) into.push((parent = plain(name, { foreignKeyName: `${name}Id` })));
  place(parent.joinColumns, rest, leaf);
};

const describe = (scope: Scope, table: Table, select: Selected[]): ColumnMetadata[] => {
  const columns: ColumnMetadata[] = [];
  let unnamed = 0;
  for (const item of select) {
    if (item.kind === 'aggregate')
      columns.push(plain(item.alias ?? `expr${unnamed++}`, { aggregate: true, numberType: true, textType: false }));
    else if (item.kind === 'children') {
      const child = table.children?.find(({ relationship }) => relationship === item.query.from);
      const inner = child ? describe(scope, openFrom(scope, child.table), item.query.select) : [];
      columns.push(plain(item.query.from, { aggregate: true, joinColumns: inner }));
    } else {
      const { column, hops } = bind(scope, table, item.path);
      const booleanType = column.type === 'boolean';
      const numberType = column.type === 'int' || column.type === 'double';
      const leaf = plain(item.alias ?? column.name, { booleanType, numberType, textType: !booleanType && !numberType });
      place(
        columns,
        hops.map((hop) => hop.column.relationshipName ?? hop.column.name),
        leaf,
      );
    }
  }
  return columns;
};

/** `query?columns=true`: not the rows but what they look like; `sf data query` asks for it after every query. */
export const describeColumns = (org: Org, viewer: Viewer, text: string): Record<string, unknown> => {
  const query = parse(text);
  const scope: Scope = { org, viewer, text, rowsById: new Map() };
  const table = openFrom(scope, query.from);
  return {
    columnMetadata: describe(scope, table, query.select),
    entityName: table.name,
    groupBy: query.groupBy.length > 0,
    idSelected: query.select.some((item) => item.kind === 'field' && item.path.toLowerCase() === 'id'),
    keyPrefix: table.prefix,
  };
};
