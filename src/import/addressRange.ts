import ipaddr from 'ipaddr.js';
import { ipRangeBetween, parseIpRange, type IpRange } from '../app/ipRanges.js';

const samePlace = (one: IpRange | undefined, other: IpRange): boolean =>
  one?.start === other.start && one.end === other.end;

/** How many leading bits all addresses of the range share, if it is a block of that size. */
const prefixLength = ({ family, size }: IpRange): number | undefined => {
  const bits = size.toString(2);
  return /^10*$/.test(bits) ? (family === 4 ? 32 : 128) - (bits.length - 1) : undefined;
};

/** The two ends of a range of metadata as a manifest writes it: one address, CIDR or `a-b`; undefined when it is none. */
export const addressRangeText = (start: string, end: string): string | undefined => {
  const range = ipRangeBetween(start.trim(), end.trim());
  if (!range) return undefined;
  if (range.size === 1n) return range.start;
  const length = prefixLength(range);
  const block = length === undefined ? undefined : `${ipaddr.parse(range.start).toString()}/${length}`;
  return block !== undefined && samePlace(parseIpRange(block), range) ? block : `${range.start}-${range.end}`;
};
