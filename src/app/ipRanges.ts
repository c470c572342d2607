import ipaddr from 'ipaddr.js';

/** An inclusive range of addresses, both ends of one family, in normal spelling. */
export type IpRange = { start: string; end: string; family: 4 | 6; /** Number of addresses. */ size: bigint };

const toNumber = (address: ipaddr.IPv4 | ipaddr.IPv6): bigint =>
  address.toByteArray().reduce((value, byte) => value * 256n + BigInt(byte), 0n);

const rangeOf = (start: ipaddr.IPv4 | ipaddr.IPv6, end: ipaddr.IPv4 | ipaddr.IPv6): IpRange | undefined => {
  if (start.kind() !== end.kind()) return undefined;
  const size = toNumber(end) - toNumber(start) + 1n;
  if (size < 1n) return undefined;
  return { start: start.toString(), end: end.toString(), family: start.kind() === 'ipv4' ? 4 : 6, size };
};

const parseAddress = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined => {
  // ipaddr.js reads "10" and "0x7f.1" as addresses; people who type those mean something else.
  if (!text.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(text)) return undefined;
  return ipaddr.isValid(text) ? ipaddr.parse(text) : undefined;
};

/** Reads CIDR (`203.0.113.0/24`), `a-b` or one address; undefined when it is none of them. */
export const parseIpRange = (text: string): IpRange | undefined => {
  const trimmed = text.trim();
  const [first = '', last] = trimmed.split('-').map((part) => part.trim());
  if (last !== undefined) {
    const [start, end] = [parseAddress(first), parseAddress(last)];
    return start && end ? rangeOf(start, end) : undefined;
  }
  if (!trimmed.includes('/')) {
    const address = parseAddress(trimmed);
    return address && rangeOf(address, address);
  }
  const [base = ''] = trimmed.split('/');
  if (!parseAddress(base) || !ipaddr.isValidCIDR(trimmed)) return undefined;
  if (base.includes(':')) {
    return rangeOf(ipaddr.IPv6.networkAddressFromCIDR(trimmed), ipaddr.IPv6.broadcastAddressFromCIDR(trimmed));
  }
  return rangeOf(ipaddr.IPv4.networkAddressFromCIDR(trimmed), ipaddr.IPv4.broadcastAddressFromCIDR(trimmed));
};

/** The range from two ends as metadata spells it; undefined when it is not one. */
export const ipRangeBetween = (start: string, end: string): IpRange | undefined => parseIpRange(`${start}-${end}`);
