import { ipRangeBetween, parseIpRange, type IpRange } from '../../app/ipRanges.js';
import { isInRange } from '../../app/networks.js';
import { seenClientOf } from '../../audit/seenClients.js';
import type { InventoryApp } from '../../inventory/types.js';
import type { Part, ReviewFacts } from '../facts.js';
import type { ReviewItem } from '../types.js';

type Range = { text: string; range: IpRange | undefined };

const keyOf = ({ text, range }: Range): string => (range ? `${range.start}-${range.end}` : text);

const rangesOf = (app: InventoryApp | undefined): Range[] =>
  app?.ipRanges.known
    ? app.ipRanges.value.map(({ start, end }) => ({
        text: start === end ? start : `${start}-${end}`,
        range: ipRangeBetween(start, end),
      }))
    : [];

const addresses = (count: number | bigint): string => `${count} ${Number(count) === 1 ? 'address' : 'addresses'}`;

const seenIn = (range: IpRange | undefined, ips: readonly string[] | undefined): string => {
  if (!ips) return 'use: not looked at';
  if (!range) return 'use: not known, this is no address range';
  const inside = ips.filter((ip) => isInRange(ip, range)).length;
  return inside === 0 ? 'use: the logs show no address of it' : `use: the logs show ${addresses(inside)} of it`;
};

/** Each address range, and whether the app was seen there. */
export const addressItems = ({ app, source, org, inventory }: ReviewFacts): Part => {
  const declared = app.policies.ipRanges.map((text): Range => ({ text, range: parseIpRange(text) }));
  const registered = [...rangesOf(source), ...rangesOf(org?.app)];
  const declaredKeys = new Set(declared.map(keyOf));
  const all = new Map([...registered, ...declared].map((one) => [keyOf(one), one]));
  const { apiUsage, logins } = org?.audited?.evidence ?? {};
  const wereRead = apiUsage?.known === true || logins?.known === true;
  const client = org?.app && seenClientOf(inventory, org.app);
  const ips = wereRead ? [...new Set((client?.sightings ?? []).map(({ ip }) => ip))] : undefined;
  const items = [...all].map(([key, { text, range }]): ReviewItem => ({
    id: `address-range/${text}`,
    kind: 'address-range',
    subject: text,
    shown: range ? addresses(range.size) : 'not an address range',
    details: [seenIn(range, ips), ...(declaredKeys.has(key) ? [] : ['differs: not in the manifest'])],
    ...(declaredKeys.has(key) ? { removable: true as const } : {}),
  }));
  const outside = ips?.filter((ip) => ![...all.values()].some(({ range }) => range && isInRange(ip, range))) ?? [];
  return {
    items: [
      ...(all.size === 0
        ? [
            {
              id: 'address-range/none',
              kind: 'address-range' as const,
              subject: 'none',
              shown: 'the app names no addresses',
              details: [],
            },
          ]
        : items),
      ...(outside.length > 0
        ? [
            {
              id: 'address-range/outside',
              kind: 'address-range' as const,
              subject: 'outside of all ranges',
              shown: outside.slice(0, 10).sort().join(', '),
              details: [`${outside.length} in the logs`],
            },
          ]
        : []),
    ],
    notLookedAt: [],
  };
};
