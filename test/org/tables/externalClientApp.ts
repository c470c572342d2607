import { externalClientApps, type ClientApp } from '../apps/index.js';
import { findFamily, readText, type Component, type Fields } from '../metadata/index.js';
import type { Org } from '../org.js';
import { id, ref, text, type Column } from './columns.js';
import { stamps, table, type Row, type Table, type Value } from './table.js';

type Of = { app: ClientApp; component: Component; fields: Fields };

/** The records of one satellite type, one an app. */
export const satellites = (org: Org, type: string, show: (of: Of) => Record<string, Value>): Row[] =>
  externalClientApps(org).flatMap((app) => {
    const component = findFamily(org.state.metadata, app.name, type);
    if (!component) return [];
    const common = { Id: component.id, ExternalClientApplicationId: app.id, DeveloperName: component.fullName };
    const label = readText(component.fields, 'label') || component.fullName;
    return [
      { ...stamps(component), ...common, MasterLabel: label, ...show({ app, component, fields: component.fields }) },
    ];
  });

export const texts = (fields: Fields, columns: Record<string, string>): Record<string, Value> =>
  Object.fromEntries(Object.entries(columns).map(([column, element]) => [column, readText(fields, element) || null]));

export const flags = (fields: Fields, columns: Record<string, string>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(columns).map(([column, element]) => [column, readText(fields, element) === 'true']),
  );

export const numbers = (fields: Fields, columns: Record<string, string>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(columns).map(([column, element]) => [column, Number(readText(fields, element)) || null]),
  );

export const pluginStatus = (fields: Fields, element: string): string => {
  const text = readText(fields, element);
  if (text === undefined) return 'Notinstalled';
  return text === 'true' ? 'Enabled' : 'Disabled';
};

export const parent = (): Column[] => [id(), ref('ExternalClientApplicationId', 'ExternalClientApplication')];
export const names = (): Column[] => [text('DeveloperName', 80), text('MasterLabel', 80)];

export const eca = (definition: Pick<Table, 'name' | 'prefix' | 'columns' | 'rows'>): Table =>
  table({
    ...definition,
    since: 59,
    externalClientApp: true,
    needs: ['ExternalClientAppViewer', 'ViewSetup', 'CustomizeApplication'],
  });
