import type { Row, Table, Value } from '../tables/table.js';
import type { Selected } from './ast.js';
import { bind, type Bound, type Scope } from './bind.js';
import { malformed } from './tokens.js';

export type Shown = { [name: string]: Value | Shown | Shown[] | { type: string; url: string } };

export const attributesOf = (scope: Scope, table: Table, id: Value): { type: string; url: string } => ({
  type: table.name,
  url: `/services/data/v${scope.viewer.version}.0/${scope.viewer.api === 'tooling' ? 'tooling/' : ''}sobjects/${table.name}/${String(id)}`,
});

/** Related fields come as nested records; a reference that leads nowhere comes as null. */
const place = (scope: Scope, record: Shown, bound: Bound, row: Row): void => {
  let target = record;
  for (const hop of bound.hops) {
    const name = hop.column.relationshipName ?? hop.column.name;
    const id = hop.readId(row);
    if (id === null) {
      target[name] ??= null;
      return;
    }
    target[name] ??= { attributes: attributesOf(scope, hop.table, id) };
    target = target[name] as Shown;
  }
  target[bound.column.name] = bound.read(row);
};

export type ShowChildren = (item: Selected & { kind: 'children' }) => { name: string; show: (row: Row) => Shown };

export const project = (
  scope: Scope,
  table: Table,
  select: Selected[],
  showChildren: ShowChildren,
): ((row: Row) => Shown) => {
  const writers = select.map((item): ((record: Shown, row: Row) => void) => {
    if (item.kind === 'aggregate') throw malformed('Aggregates stand alone or with grouped fields');
    if (item.kind === 'children') {
      const { name, show } = showChildren(item);
      return (record, row) => (record[name] = show(row));
    }
    if (item.path.includes('(')) throw malformed(`Field must be grouped or aggregated: ${item.path}`);
    const bound = bind(scope, table, item.path);
    return (record, row) => place(scope, record, bound, row);
  });
  return (row) => {
    const record: Shown = { attributes: attributesOf(scope, table, row.Id) };
    for (const write of writers) write(record, row);
    return record;
  };
};
