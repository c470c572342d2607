import { isDeepStrictEqual } from 'node:util';
import { SfError } from '@salesforce/core/sfError';
import { isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Pair, YAMLMap } from 'yaml';
import { addKey, applyEdit, removeKey, replaceBlockList, replaceValue } from './textEdits.js';
import { parseYaml } from './yamlText.js';

/** `value: undefined` removes the key. */
export type ManifestChange = { path: string[]; value: unknown };

type Data = Record<string, unknown>;

/**
 * Changes values in a manifest's text and leaves the rest of it as it is: comments, order, quotes, line endings.
 *
 * @throws ManifestUpdateError when the text is no manifest, or would not say afterwards what was asked
 */
export const updateManifest = (text: string, changes: readonly ManifestChange[]): string =>
  changes.reduce((before, { path, value }) => {
    const after = setValue(before, path, value);
    const expected = withChange(parse(before, path).data, path, value);
    if (!isDeepStrictEqual(parse(after, path).data, expected)) throw cannotUpdate(path);
    return after;
  }, text);

const cannotUpdate = (path: readonly string[]): SfError =>
  new SfError(`The manifest could not be changed at "${path.join('.')}".`, 'ManifestUpdateError', [
    'Correct the manifest, or make the change by hand.',
  ]);

const parse = (text: string, path: readonly string[]): { map: YAMLMap; data: Data } => {
  const { document, problems } = parseYaml(text);
  if (problems.length > 0 || !isMap(document.contents)) throw cannotUpdate(path);
  return { map: document.contents, data: { ...(document.toJS({ maxAliasCount: 0 }) as object) } };
};

const isObject = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The change made to data: what the text must say afterwards. */
const withChange = (data: Data, [key = '', ...rest]: readonly string[], value: unknown): Data => {
  const { [key]: current, ...others } = data;
  if (rest.length > 0) {
    if (value === undefined && !isObject(current)) return data;
    return { ...others, [key]: withChange(isObject(current) ? current : {}, rest, value) };
  }
  return value === undefined ? others : { ...others, [key]: asData(value) };
};

const asData = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const nested = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

type Found = { map: YAMLMap; pair: Pair | undefined; rest: readonly string[] };

/** The deepest map on the way to a path, its entry on that way, and what of the path is left behind that entry. */
const find = (map: YAMLMap, [key = '', ...rest]: readonly string[]): Found => {
  const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return pair && rest.length > 0 && isMap(pair.value) ? find(pair.value, rest) : { map, pair, rest };
};

const setValue = (text: string, path: readonly string[], value: unknown): string => {
  const { map, pair, rest } = find(parse(text, path).map, path);
  if (value === undefined) return removeValue(text, path, { map, pair, rest });
  if (!pair) {
    const key = path[path.length - rest.length - 1] ?? '';
    return applyEdit(text, addKey(text, map, key, nested(rest, value)));
  }
  if (rest.length > 0) return applyEdit(text, replaceValue(text, pair, nested(rest, value)));
  if (isNode(pair.value) && isDeepStrictEqual(pair.value.toJSON(), asData(value))) return text;
  if (isMap(pair.value) && pair.value.items.length > 0 && isObject(value))
    return setEntries(text, path, pair.value, value);
  if (isSeq(pair.value) && !pair.value.flow && Array.isArray(value) && value.length > 0) {
    return applyEdit(text, replaceBlockList(text, pair.value, value));
  }
  return applyEdit(text, replaceValue(text, pair, value));
};

/** Entry by entry, so that those which stay as they are keep their lines. Additions first: the map is never empty. */
const setEntries = (text: string, path: readonly string[], map: YAMLMap, value: Data): string => {
  const wanted = Object.entries(value).filter(([, entry]) => entry !== undefined);
  const gone = map.items
    .map(({ key }) => (isScalar(key) ? String(key.value) : ''))
    .filter((key) => !wanted.some(([name]) => name === key));
  const steps: Array<[key: string, value: unknown]> = [
    ...wanted,
    ...gone.map((key): [string, unknown] => [key, undefined]),
  ];
  return steps.reduce((current, [key, entry]) => setValue(current, [...path, key], entry), text);
};

const removeValue = (text: string, path: readonly string[], { map, pair, rest }: Found): string => {
  if (!pair || rest.length > 0) return text;
  if (map.items.length > 1) return applyEdit(text, removeKey(text, map, pair));
  const parent = find(parse(text, path).map, path.slice(0, -1));
  if (!parent.pair || path.length === 1) throw cannotUpdate(path);
  return applyEdit(text, replaceValue(text, parent.pair, {}));
};
