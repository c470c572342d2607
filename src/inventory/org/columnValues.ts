import { unknown, known, type Fact } from '../types.js';

/**
 * The value of a picklist column. Orgs differ in case, and tools have taken wrong numbers for values (audit.md A.8):
 * what is none of the known spellings is unknown.
 */
export const spelled = <K extends string>(
  column: string,
  text: string,
  spellings: Readonly<Record<K, string>>,
): Fact<K> => {
  const wanted = text.trim().toLowerCase();
  const key = (Object.keys(spellings) as K[]).find((name) => spellings[name].toLowerCase() === wanted);
  return key === undefined ? unknown(`${column} has the value "${text}", which is none that we know`) : known(key);
};

/** Apply `read` to a column unless the org does not have it, which leaves the fact to other sources. */
export const fromColumn = <T, F>(value: T | undefined, read: (value: T) => F): F | undefined =>
  value === undefined ? undefined : read(value);

/** The entries that have a value. */
export const present = <T extends object>(entries: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
