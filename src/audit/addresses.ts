import { ipRangeBetween, parseIpRange, type IpRange } from '../app/ipRanges.js';
import { isInRange } from '../app/networks.js';
import type { InventoryApp } from '../inventory/types.js';
import type { Sighting } from './seenClients.js';

/** Where an app was seen, as far as it is an address of the public internet. */
export type SeenAddress = Sighting & { network: string };

/** Leaves out Salesforce's own ("Salesforce.com IP") and what comes through a private connection. */
export const publicAddresses = (sightings: readonly Sighting[]): SeenAddress[] =>
  sightings.flatMap((sighting) => {
    const { address } = sighting;
    return !address || address.isPrivate ? [] : [{ ...sighting, ip: address.ip, network: address.network }];
  });

/** Ranges that somebody wrote down for an app: in its manifest, in its registration. */
export const declaredRanges = ({ ipRanges, manifest }: InventoryApp): IpRange[] => [
  ...(manifest?.app?.policies.ipRanges ?? []).flatMap((text) => parseIpRange(text) ?? []),
  ...(ipRanges.known ? ipRanges.value.flatMap(({ start, end }) => ipRangeBetween(start, end) ?? []) : []),
];

export const isDeclared = ({ ip }: Pick<SeenAddress, 'ip'>, ranges: readonly IpRange[]): boolean =>
  ranges.some((range) => isInRange(ip, range));
