import { createHmac } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { networkAddress } from '../../app/networks.js';

/** Replaces what points at people. One key gives one set of other names; without the key nobody can go back. */
export type Pseudonyms = {
  /** A record id of a user, of 15 or 18 characters. */
  userId: (id: string) => string;
  /** A username or an address of mail, which often is one. */
  username: (username: string) => string;
  personName: (name: string) => string;
  address: (ip: string) => string;
  /** Keeps the size of the range, and the addresses inside of it when it is a network. */
  range: (range: { start: string; end: string }) => { start: string; end: string };
};

export type PseudonymOptions = {
  key: Uint8Array;
  /** True for a username that a rule would take for a program's: its other name says so too. */
  soundsLikeProgram: (username: string) => boolean;
  /** Addresses that are published as indicators: they stay, since rules look for them. */
  keptAddresses: ReadonlySet<string>;
};

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Classes of addresses begin here; one that was public must not become private. */
const firstBits = (bytes: readonly number[]): number => {
  if (bytes.length > 4) return 16;
  return [100, 169, 172, 192, 198].includes(bytes[0] ?? 0) ? 16 : 8;
};

const bitOf = (bytes: readonly number[], index: number): number => ((bytes[index >> 3] ?? 0) >> (7 - (index & 7))) & 1;

/** How many leading bits two addresses share. */
const sharedBits = (one: readonly number[], other: readonly number[]): number => {
  const total = one.length * 8;
  let bits = 0;
  while (bits < total && bitOf(one, bits) === bitOf(other, bits)) bits += 1;
  return bits;
};

const parse = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined => {
  const trimmed = text.trim();
  if (!trimmed.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(trimmed)) return undefined;
  return ipaddr.isValid(trimmed) ? ipaddr.parse(trimmed) : undefined;
};

export const createPseudonyms = ({ key, soundsLikeProgram, keptAddresses }: PseudonymOptions): Pseudonyms => {
  const hash = (kind: string, text: string): Buffer => createHmac('sha256', key).update(`${kind}\0${text}`).digest();
  const hex = (kind: string, text: string, length: number): string => hash(kind, text).toString('hex').slice(0, length);

  /** Each label on its own, so that a sandbox's ending and a shared domain can still be seen. */
  const domain = (text: string): string =>
    text
      .toLowerCase()
      .split('.')
      .map((label) => `d${hex('domain', label, 8)}`)
      .join('.');

  const username = (text: string): string => {
    const at = text.lastIndexOf('@');
    const [local, host] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
    const role = soundsLikeProgram(text) ? 'integration' : 'user';
    // Usernames do not differ by case.
    const other = `${role}.${hex('name', local.toLowerCase(), 12)}`;
    return host === undefined ? other : `${other}@${domain(host)}`;
  };

  const flips = new Map<string, number>();
  /** A bit changes by what stands before it, so that addresses of one network stay in one network. */
  const flipOf = (bytes: readonly number[], index: number): number => {
    const prefix = `${bytes.length} ${index} ${[...bytes.slice(0, index >> 3), (bytes[index >> 3] ?? 0) >> (8 - (index & 7))].join('.')}`;
    const known = flips.get(prefix);
    if (known !== undefined) return known;
    const flip = (hash('address', prefix)[0] ?? 0) & 1;
    flips.set(prefix, flip);
    return flip;
  };

  const mapBits = (bytes: readonly number[], until: number): number[] => {
    const mapped = [...bytes];
    for (let index = firstBits(bytes); index < until; index += 1)
      mapped[index >> 3] = (mapped[index >> 3] ?? 0) ^ (flipOf(bytes, index) << (7 - (index & 7)));
    return mapped;
  };

  const isKept = (text: string): boolean => keptAddresses.has(text.trim()) || (networkAddress(text)?.isPrivate ?? true);

  return {
    userId: (id) => {
      const bytes = hash('user', id.slice(0, 15));
      const text = [...bytes].map((byte) => digits[byte % digits.length]).join('');
      return `005${text.slice(0, id.length - 3)}`;
    },
    username,
    personName: (name) => `Person ${hex('person', name, 12)}`,
    address: (ip) => {
      const address = parse(ip);
      if (!address || isKept(ip)) return ip;
      const bytes = address.toByteArray();
      return ipaddr.fromByteArray(mapBits(bytes, bytes.length * 8)).toString();
    },
    range: ({ start, end }) => {
      const [first, last] = [parse(start), parse(end)];
      if (!first || !last || first.kind() !== last.kind()) return { start, end };
      const [from, to] = [first.toByteArray(), last.toByteArray()];
      const shared = sharedBits(from, to);
      if (isKept(start) && isKept(end)) return { start, end };
      return {
        start: ipaddr.fromByteArray(mapBits(from, shared)).toString(),
        end: ipaddr.fromByteArray(mapBits(to, shared)).toString(),
      };
    },
  };
};
