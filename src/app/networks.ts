import ipaddr from 'ipaddr.js';
import type { IpRange } from './ipRanges.js';

/** An address and the network around it in which a cloud moves its clients: 256 addresses of IPv4, one /64 of IPv6. */
export type NetworkAddress = {
  ip: string;
  /** `203.0.113.0/24` or `2001:db8::/64`. */
  network: string;
  /** Not of the public internet: of a private connection, or of Salesforce itself. */
  isPrivate: boolean;
};

/** Ranges that can be seen from outside. */
const publicRanges = new Set(['unicast', '6to4', 'teredo', 'ipv4Mapped', 'rfc6145', 'rfc6052', 'reserved']);

const parse = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined => {
  const trimmed = text.trim();
  if (!trimmed.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(trimmed)) return undefined;
  return ipaddr.isValid(trimmed) ? ipaddr.process(trimmed) : undefined;
};

/** Reads an address; undefined for what is none, as the "Salesforce.com IP" of logs. */
export const networkAddress = (text: string): NetworkAddress | undefined => {
  const address = parse(text);
  if (!address) return undefined;
  const ip = address.toString();
  const length = address.kind() === 'ipv4' ? 24 : 64;
  const network =
    address.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(`${ip}/${length}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${ip}/${length}`);
  return { ip, network: `${network.toString()}/${length}`, isPrivate: !publicRanges.has(address.range()) };
};

const isOrdered = (one: number[], other: number[]): boolean => {
  const index = one.findIndex((byte, at) => byte !== other[at]);
  return index < 0 || (one[index] ?? 0) < (other[index] ?? 0);
};

/** True for an address inside a range. */
export const isInRange = (ip: string, { start, end }: Pick<IpRange, 'start' | 'end'>): boolean => {
  const [address, first, last] = [parse(ip), parse(start), parse(end)];
  if (!address || !first || !last || address.kind() !== first.kind()) return false;
  const bytes = address.toByteArray();
  return isOrdered(first.toByteArray(), bytes) && isOrdered(bytes, last.toByteArray());
};
