export type ColumnType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'boolean'
  | 'int'
  | 'double'
  | 'date'
  | 'datetime'
  | 'reference'
  | 'base64';

/** What an org has only where it was switched on. */
export type Provision = 'useAnyApiClient' | 'viewSetupAuditTrail' | 'eventLogObjects';

export type Column = {
  name: string;
  type: ColumnType;
  label: string;
  length: number;
  filterable: boolean;
  groupable: boolean;
  sortable: boolean;
  nillable: boolean;
  createable: boolean;
  updateable: boolean;
  custom: boolean;
  /** Must be given on create. */
  required: boolean;
  /** Objects a reference may name, and the path that leads there. */
  referenceTo: string[];
  relationshipName: string | null;
  values: string[];
  /** First API version that knows the column. */
  since: number;
  /** Absent, the column is in every org. */
  provision?: Provision;
};

type Traits = Partial<Column>;

const column = (type: ColumnType, name: string, traits: Traits = {}): Column => ({
  name,
  type,
  label: name.replace(/__c$/, '').replace(/([a-z])([A-Z])/g, '$1 $2'),
  length: 0,
  filterable: true,
  groupable: true,
  sortable: true,
  nillable: true,
  createable: false,
  updateable: false,
  custom: name.endsWith('__c'),
  required: false,
  referenceTo: [],
  relationshipName: null,
  values: [],
  since: 0,
  ...traits,
});

export const id = (): Column => column('id', 'Id', { length: 18, nillable: false });
export const text = (name: string, length = 255, traits: Traits = {}): Column =>
  column('string', name, { length, ...traits });
export const textarea = (name: string, traits: Traits = {}): Column =>
  column('textarea', name, { length: 32_000, filterable: false, groupable: false, sortable: false, ...traits });
export const email = (name: string, traits: Traits = {}): Column => column('email', name, { length: 80, ...traits });
export const url = (name: string, traits: Traits = {}): Column => column('url', name, { length: 255, ...traits });
export const pick = (name: string, values: string[] = [], traits: Traits = {}): Column =>
  column('picklist', name, { length: 255, values, ...traits });
export const bool = (name: string, traits: Traits = {}): Column =>
  column('boolean', name, { nillable: false, ...traits });
export const int = (name: string, traits: Traits = {}): Column => column('int', name, traits);
export const double = (name: string, traits: Traits = {}): Column =>
  column('double', name, { groupable: false, ...traits });
export const date = (name: string, traits: Traits = {}): Column => column('date', name, traits);
export const datetime = (name: string, traits: Traits = {}): Column =>
  column('datetime', name, { groupable: false, ...traits });
export const blob = (name: string): Column =>
  column('base64', name, { filterable: false, groupable: false, sortable: false });

/** A reference; its path is its name without `Id`, or with `__r`, unless the id can name too many things to follow. */
export const ref = (name: string, to: string | string[], traits: Traits = {}): Column =>
  column('reference', name, {
    length: 18,
    referenceTo: [to].flat(),
    relationshipName: name.endsWith('__c') ? name.replace(/__c$/, '__r') : name.replace(/Id$/, ''),
    ...traits,
  });

/** For columns that a caller may write. */
export const writable = { createable: true, updateable: true };
export const onCreate = { createable: true };

export const audit = (): Column[] => [
  datetime('CreatedDate', { nillable: false }),
  ref('CreatedById', 'User'),
  datetime('LastModifiedDate', { nillable: false }),
  ref('LastModifiedById', 'User'),
  datetime('SystemModstamp', { nillable: false }),
];
