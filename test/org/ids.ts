const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Each suffix character tells which of five characters are capitals, so that ids survive case-blind programs. */
const checksum = (id15: string): string =>
  [0, 5, 10]
    .map((start) => [...id15.slice(start, start + 5)].reduce((bits, c, i) => bits + (/[A-Z]/.test(c) ? 1 << i : 0), 0))
    .map((bits) => ALPHABET[bits])
    .join('');

export const toId18 = (id: string): string => (id.length === 15 ? id + checksum(id) : id);

export const isId = (text: string): boolean =>
  /^[a-zA-Z0-9]{15}$/.test(text) || (/^[a-zA-Z0-9]{18}$/.test(text) && toId18(text.slice(0, 15)) === text);

/** Ids come as 15 or 18 characters: the first 15 decide (platform.md 4.4). */
export const sameId = (a: string, b: string): boolean => a.slice(0, 15) === b.slice(0, 15);

const base62 = (value: number): string =>
  value < 62 ? DIGITS.charAt(value) : base62(Math.floor(value / 62)) + DIGITS.charAt(value % 62);

/** Every org of a process gets its own `pod`, so that no id exists in two orgs. */
export const createIdGenerator = (pod: number): ((prefix: string) => string) => {
  let counter = 0;
  return (prefix) =>
    toId18(prefix + base62(pod).padStart(2, 'a') + '0000' + base62((counter += 1) + 62 ** 3).padStart(6, '0'));
};
