import type { Pseudonyms } from './pseudonyms.js';
import type { Snapshot } from './snapshot.js';

const userIdPattern = /\b005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?\b/g;
/** Usernames look like addresses of mail. */
const mailPattern = /(?:[^\s@"'<>(),;:=]|(?<=\w)'(?=\w)){1,64}@[A-Za-z0-9_-]{1,64}(?:\.[A-Za-z0-9_-]{1,64}){1,10}/g;
const ipv4Pattern = /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g;
const ipv6Pattern = /(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi;

/** Cheap look that most texts fail. */
const mayPoint = /005|@|\d\.\d|:/;

/** Public by nature, or settings of the app that rules read as they are. */
const untouched = new Set(['certificate', 'callbackUrls', 'consumerKey', 'kind', 'version', 'plugin', 'createdAt']);

const words = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu;

/** Names of people by their first word. */
type People = ReadonlyMap<string, readonly string[]>;

/** They stand in other texts too: in what the setup audit trail says. */
const peopleOf = ({ orgs }: Snapshot): People => {
  const people = new Map<string, string[]>();
  for (const { users } of orgs.flatMap((one) => one.orgs))
    for (const { name } of users.known ? users.value : []) {
      // A single word may be any word.
      const first = name !== undefined && /\S\s+\S/.test(name) ? name.match(words)?.[0] : undefined;
      if (name !== undefined && first !== undefined && name.startsWith(first))
        people.set(first, [...(people.get(first) ?? []), name]);
    }
  for (const names of people.values()) names.sort((one, other) => other.length - one.length);
  return people;
};

const withoutPeople = (value: string, people: People, names: Pseudonyms): string => {
  if (people.size === 0 || !/\s/.test(value)) return value;
  let result = '';
  let done = 0;
  for (const { 0: word, index } of value.matchAll(words)) {
    const name = index < done ? undefined : people.get(word)?.find((one) => value.startsWith(one, index));
    if (name === undefined) continue;
    result += value.slice(done, index) + names.personName(name);
    done = index + name.length;
  }
  return result + value.slice(done);
};

const isRange = (value: object): value is { start: string; end: string } =>
  'start' in value && typeof value.start === 'string' && 'end' in value && typeof value.end === 'string';

/** A user of the evidence: the only record whose `name` is a person's. */
const isUser = (value: object): boolean => 'username' in value && 'isFrozen' in value;

/** Who did something: a username, or the name of somebody who may not be among the users. */
const actors = new Set(['by', 'delegate']);

/**
 * A snapshot without anything that points at people: ids, usernames, names and mail addresses of users, and addresses of
 * the internet, have other values, the same one everywhere. Everything is looked at, whatever it is called, so that a
 * name inside of a sentence is found too.
 */
export const pseudonymize = (snapshot: Snapshot, names: Pseudonyms): Snapshot => {
  const people = peopleOf(snapshot);

  const text = (value: string): string =>
    mayPoint.test(value) || /\s/.test(value)
      ? withoutPeople(value, people, names)
          .replace(userIdPattern, (id) => names.userId(id))
          .replace(mailPattern, (mail) => names.username(mail))
          .replace(ipv4Pattern, (ip) => names.address(ip))
          .replace(ipv6Pattern, (ip) => names.address(ip))
      : value;

  const ofPerson = (key: string, value: object, inner: unknown): inner is string =>
    typeof inner === 'string' && !inner.includes('@') && ((key === 'name' && isUser(value)) || actors.has(key));

  const object = (value: object): object => {
    const range = isRange(value) ? names.range(value) : undefined;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]: [string, unknown]): [string, unknown] => {
        if (untouched.has(key)) return [key, inner];
        if (range && (key === 'start' || key === 'end')) return [key, range[key]];
        if (ofPerson(key, value, inner)) return [key, names.personName(inner)];
        return [text(key), any(inner)];
      }),
    );
  };

  const any = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(any);
    return typeof value === 'object' && value !== null ? object(value) : value;
  };

  return { ...(any(snapshot) as Snapshot), pseudonymized: true };
};
