import type { InventoryApp, InventoryToken } from '../types.js';
import { shortId } from './rowsById.js';

/** Places in a list of tokens, by org and by what names their app. */
type Places = Map<string, number[]>;
type TokenIndex = { byId: Places; byNameAlone: Places; byName: Places };

const indexes = new WeakMap<readonly InventoryToken[], TokenIndex>();

const add = (places: Places, key: string, place: number): void => {
  const found = places.get(key);
  if (found) found.push(place);
  else places.set(key, [place]);
};

/** Made once for a list: an org has hundreds of apps and tens of thousands of tokens. */
const indexOf = (tokens: readonly InventoryToken[]): TokenIndex => {
  const made = indexes.get(tokens);
  if (made) return made;
  const index: TokenIndex = { byId: new Map(), byNameAlone: new Map(), byName: new Map() };
  for (const [place, { org, appName, applicationId }] of tokens.entries()) {
    const name = `${org} ${appName.toLowerCase()}`;
    add(index.byName, name, place);
    if (applicationId === undefined) add(index.byNameAlone, name, place);
    else add(index.byId, `${org} ${shortId(applicationId)}`, place);
  }
  indexes.set(tokens, index);
  return index;
};

/**
 * The tokens of an app: by its id where the token names one, else by name, because tokens of External Client Apps often
 * name none (audit.md A.2).
 */
export const tokensOfApp = (app: InventoryApp, tokens: readonly InventoryToken[]): InventoryToken[] => {
  const { origin } = app;
  if (origin.kind !== 'org') return [];
  const { byId, byNameAlone, byName } = indexOf(tokens);
  const names = [app.name, app.label].flatMap((name) =>
    name === undefined ? [] : [`${origin.org} ${name.toLowerCase()}`],
  );
  const named = origin.id === '' ? byName : byNameAlone;
  const places = [
    ...(origin.id === '' ? [] : (byId.get(`${origin.org} ${shortId(origin.id)}`) ?? [])),
    ...[...new Set(names)].flatMap((name) => named.get(name) ?? []),
  ];
  return places.sort((a, b) => a - b).flatMap((place) => tokens[place] ?? []);
};
