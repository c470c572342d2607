import type { Component } from '../metadata/index.js';
import type { Org } from '../org.js';
import type { Grants } from '../permissions.js';
import type { Column, Provision } from './columns.js';

export type Value = string | number | boolean | null;
/** A record: dates are ISO 8601 in UTC; a column without entry is empty. */
export type Row = { Id: string } & Record<string, Value>;

export type Api = 'data' | 'tooling';

/** Who asks, with which version: what a table shows depends on both. */
export type Viewer = { userId: string; grants: Grants; version: number; api: Api };

export type Change = Record<string, Value>;

export type Table = {
  name: string;
  label: string;
  labelPlural: string;
  /** First three characters of its ids. */
  prefix: string;
  api: Api[];
  columns: Column[];
  /** First API version that knows the object. */
  since?: number;
  /** Absent, the object is in every org. */
  provision?: Provision;
  /** Any of these user permissions opens the table; without one the org denies that it exists. */
  needs?: string[] | ((org: Org) => string[]);
  /** Business objects are open by object and field permissions instead. */
  business?: boolean;
  /** External Client App objects answer where the scenario says (audit.md A.8). */
  externalClientApp?: boolean;
  rows: (org: Org, viewer: Viewer) => Row[];
  /** Rows a page, and where `query` stops for good (OauthToken, audit.md A.2). */
  pageSize?: number;
  hardStop?: number;
  create?: (org: Org, viewer: Viewer, change: Change) => string;
  update?: (org: Org, viewer: Viewer, row: Row, change: Change) => void;
  remove?: (org: Org, viewer: Viewer, row: Row) => void;
  /** Sub-selects: relationship name, and the child's column that points here. */
  children?: Array<{ relationship: string; table: string; field: string }>;
};

type Definition = Omit<Table, 'rows' | 'label' | 'labelPlural' | 'api'> & Partial<Table>;

/** A table that keeps its own rows unless told where they come from. */
export const table = (definition: Definition): Table => {
  const label = definition.label ?? definition.name.replace(/([a-z])([A-Z])/g, '$1 $2');
  return {
    label,
    labelPlural: `${label}s`,
    api: ['data'],
    rows: (org) => org.records(definition.name),
    ...definition,
  };
};

/** The record stamps of a deployed component. */
export const stamps = (component: Component): Change => ({
  CreatedDate: timestamp(component.createdDate),
  CreatedById: component.createdById,
  LastModifiedDate: timestamp(component.lastModifiedDate),
  LastModifiedById: component.lastModifiedById,
  SystemModstamp: timestamp(component.lastModifiedDate),
});

export const timestamp = (date: Date): string => date.toISOString().replace('Z', '+0000');
