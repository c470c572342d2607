import { SfError } from '@salesforce/core/sfError';
import { didYouMean } from '../manifest/suggest.js';
import { sameId } from '../org/connection.js';
import type { ConnectedAppRow, ExternalAppRow, MenuItemRow } from '../org/clientAppRecords.js';
import { visible } from '../report/escape.js';
import type { AppSubject } from './types.js';

export type KnownApps = {
  external: readonly ExternalAppRow[];
  connected: readonly ConnectedAppRow[];
  menuItems: readonly MenuItemRow[];
  /** Names that tokens carry. */
  tokenNames: readonly string[];
  /** Why some of these lists may be short. */
  gaps: readonly string[];
};

const shown = (names: ReadonlyArray<string | null | undefined>): ReadonlySet<string> =>
  new Set(names.flatMap((name) => (name === null || name === undefined || name === '' ? [] : [name.toLowerCase()])));

const withNamespace = (name: string, namespace: string | null | undefined): string =>
  namespace === null || namespace === undefined || namespace === '' ? name : `${namespace}__${name}`;

const externalSubject = ({ Id, DeveloperName, MasterLabel, NamespacePrefix }: ExternalAppRow): AppSubject => ({
  name: withNamespace(DeveloperName, NamespacePrefix),
  label: MasterLabel ?? undefined,
  id: Id,
  registration: 'external-client-app',
  shownAs: shown([DeveloperName, withNamespace(DeveloperName, NamespacePrefix), MasterLabel]),
  byId: false,
});

const connectedSubject = ({ Id, Name }: ConnectedAppRow, menuItems: readonly MenuItemRow[]): AppSubject => {
  const item = menuItems.find(({ ApplicationId }) => ApplicationId !== null && sameId(ApplicationId, Id));
  const name = item && withNamespace(item.Name, item.NamespacePrefix);
  return {
    name: name ?? Name,
    label: Name,
    id: Id,
    registration: 'connected-app',
    shownAs: shown([Name, item?.Name, name]),
    byId: false,
  };
};

const isId = (asked: string): boolean => /^0(xI|H4)[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(asked);

const notFound = (asked: string, names: readonly string[], org: string, gaps: readonly string[]): SfError =>
  new SfError(
    visible(`${org} has no client app and no token with the name "${asked}".${didYouMean(asked, names)}`),
    'ClientAppNotFoundError',
    [
      ...gaps.map((gap) => `Not everything could be looked at: ${gap}.`),
      `See what the org has: "sf clientapp list --target-org ${org}".`,
    ],
  );

/**
 * The apps that names mean. Every registration of that name is meant, and tokens that only carry it besides: in an
 * incident a second app of the same name is part of it.
 * @throws ClientAppNotFoundError
 */
export const resolveApps = (asked: readonly string[], known: KnownApps, org: string): AppSubject[] => {
  const registered = [
    ...known.external.map(externalSubject),
    ...known.connected.map((row) => connectedSubject(row, known.menuItems)),
  ];
  const found = new Map<string, AppSubject>();
  for (const name of asked) {
    const meant = isId(name)
      ? registered.filter(({ id }) => id !== undefined && sameId(id, name)).map((app) => ({ ...app, byId: true }))
      : registered.filter(({ shownAs }) => shownAs.has(name.toLowerCase()));
    const carried = known.tokenNames.find((one) => one.toLowerCase() === name.toLowerCase());
    if (meant.length === 0 && carried === undefined) {
      const names = [...registered.flatMap((app) => [app.name, app.label ?? app.name]), ...known.tokenNames];
      throw notFound(name, [...new Set(names)], org, known.gaps);
    }
    for (const app of meant) found.set(app.id ?? app.name, app);
    if (meant.length === 0 && carried !== undefined)
      found.set(carried, { name: carried, shownAs: shown([carried]), byId: false });
  }
  return [...found.values()];
};
