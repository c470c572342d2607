import type { ConnectedAppRow, MenuItemRow } from '../../org/clientAppRecords.js';
import { isSalesforceApp } from '../../data/salesforceApps.js';
import { known, unknown, type InventoryApp } from '../types.js';
import { fillUnknown, type MoreFacts } from './fillUnknown.js';
import { recordOf } from './recordOf.js';
import { rowsById, shortId } from './rowsById.js';
import { unknownApp } from './unknownApp.js';

const factsOf = (
  { OptionsAllowAdminApprovedUsersOnly: approved, RefreshTokenValidityPeriod: period }: ConnectedAppRow,
  absence: string,
): MoreFacts => ({
  ...(approved === undefined
    ? {}
    : { permittedUsers: known(approved ? ('admin-approved' as const) : ('self-authorize' as const)) }),
  ...(period === undefined
    ? {}
    : {
        refreshToken: unknown(
          period === null
            ? `only its metadata tells whether its refresh tokens expire; its record names no validity, so perhaps never; ${absence}`
            : `its refresh tokens are valid for ${period} hours, days or months: the record names no unit, and ${absence}`,
        ),
      }),
  enabled: known(true),
});

/** API name of a record, by the menu item with its id (audit.md A.3). */
const fullNameOf = ({ NamespacePrefix, Name }: MenuItemRow): string =>
  NamespacePrefix ? `${NamespacePrefix}__${Name}` : Name;

const labelOf = ({ label, name }: InventoryApp): string => label ?? name;

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
};

export type ConnectedAppSources = {
  fromMetadata: readonly InventoryApp[];
  rows: readonly ConnectedAppRow[];
  /** None where the org does not show them. */
  menuItems: readonly MenuItemRow[];
  org: string;
  /** Why an app can have no metadata. */
  absence: string;
  /** True when the retrieve succeeded, so that an app without metadata is one from a package. */
  retrieved: boolean;
};

/**
 * Connected apps as metadata has them, with the ids of their records, and those that only a record tells of. A record
 * has no API name: its menu item does, and where there is none the label must do. A label is no identifier: `ambiguous`
 * has those that several apps carry, whose ids stay empty.
 */
export const joinConnectedApps = (sources: ConnectedAppSources): { apps: InventoryApp[]; ambiguous: string[] } => {
  const { fromMetadata, rows, org, absence } = sources;
  const items = rowsById(sources.menuItems, ({ ApplicationId }) => ApplicationId);
  const unpaired = new Map(fromMetadata.map((app) => [app.name.toLowerCase(), app]));
  const withRecord = (app: InventoryApp, row: ConnectedAppRow): InventoryApp => {
    unpaired.delete(app.name.toLowerCase());
    return finish(
      fillUnknown({ ...app, ...recordOf(row), origin: { kind: 'org', org, id: row.Id } }, factsOf(row, absence)),
    );
  };
  const byName = rows.map((row) => {
    const item = items.get(shortId(row.Id));
    const app = item && unpaired.get(fullNameOf(item).toLowerCase());
    return { row, item, app: app && withRecord(app, row) };
  });

  const onlyRecord = (row: ConnectedAppRow, id: string, reason: string): InventoryApp => {
    const item = items.get(shortId(row.Id));
    const name = item ? fullNameOf(item) : row.Name;
    const app = unknownApp(
      {
        name,
        ...(item ? {} : { nameIsLabel: true }),
        label: row.Name,
        origin: { kind: 'org', org, id },
        registration: 'connected-app',
      },
      reason,
    );
    const namespace = item?.NamespacePrefix ?? undefined;
    return finish({
      // A record that may be another app's tells nothing of this one.
      ...(id === '' ? app : fillUnknown({ ...app, ...recordOf(row) }, factsOf(row, absence))),
      ...(namespace === undefined ? {} : { namespace }),
      managed: item ? namespace !== undefined : sources.retrieved,
    });
  };
  const ambiguous: string[] = [];
  const unnamed = byName.filter(({ app }) => !app);
  // The label of a packaged app says nothing about the files of this org.
  const packaged = unnamed.filter(({ item }) => item?.NamespacePrefix);
  const byLabel = groupBy(
    unnamed.filter(({ item }) => !item?.NamespacePrefix),
    ({ row }) => row.Name,
  );
  const unpairedByLabel = groupBy([...unpaired.values()], labelOf);
  const others = [...byLabel].flatMap(([label, group]) => {
    const candidates = unpairedByLabel.get(label) ?? [];
    const [candidate] = candidates;
    if (!candidate) return group.map(({ row }) => onlyRecord(row, row.Id, absence));
    if (candidates.length === 1 && group.length === 1) return group.map(({ row }) => withRecord(candidate, row));
    ambiguous.push(label);
    const reason = `several connected apps are called "${label}", and a name is no identifier`;
    return group.slice(candidates.length).map(({ row }) => onlyRecord(row, '', reason));
  });
  const paired = byName.flatMap(({ app }) => (app ? [app] : []));
  const vendors = packaged.map(({ row }) => onlyRecord(row, row.Id, absence));
  return { apps: [...paired, ...vendors, ...others, ...[...unpaired.values()].map(finish)], ambiguous };
};

/** A name proves nothing, and there is nothing better. */
const finish = (app: InventoryApp): InventoryApp => ({
  ...app,
  firstParty: [app.name, app.label ?? ''].some(isSalesforceApp),
});
