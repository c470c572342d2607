import type { Value } from '../tables/table.js';

export type Literal =
  | { kind: 'value'; value: Value; type: 'string' | 'number' | 'boolean' | 'null' | 'date' | 'datetime' }
  /** `LAST_N_DAYS:30` and its kin: a stretch of days. */
  | { kind: 'days'; name: string; n: number };

export type Aggregate = { kind: 'aggregate'; fn: string; path: string | undefined; alias: string | undefined };
export type Field = { kind: 'field'; path: string; alias: string | undefined };
type Children = { kind: 'children'; query: Query };
export type Selected = Field | Aggregate | Children;

export type Operator = '=' | '!=' | '<' | '>' | '<=' | '>=' | 'LIKE' | 'IN' | 'NOT IN';

export type Condition =
  | { kind: 'and' | 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'compare'; left: Field | Aggregate; operator: Operator; right: Literal[] | Query };

export type Order = { by: Field | Aggregate; descending: boolean; nullsLast: boolean };

export type Query = {
  text: string;
  select: Selected[];
  from: string;
  where?: Condition;
  groupBy: string[];
  having?: Condition;
  orderBy: Order[];
  limit?: number;
  offset?: number;
};
