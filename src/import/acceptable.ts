import { maxCallbackUrlsLength } from '../app/callbackUrls.js';
import type { RefreshTokenPolicy, Registration } from '../app/clientApp.js';
import { scopeInMetadata } from '../app/scopes.js';
import { unknown, type Fact, type InventoryIpRange } from '../inventory/types.js';
import { callbackProblem } from '../manifest/fields.js';
import { addressRangeText } from './addressRange.js';

/** Of what a registration has, that which a manifest may have too; the rest shows as a difference from the registration. */
export const acceptableScopes = (scopes: readonly string[], registration: Registration): string[] => [
  ...new Set(scopes.filter((scope) => scopeInMetadata(scope, registration) !== undefined)),
];

export const acceptableCallbacks = (urls: readonly string[]): string[] => {
  const accepted: string[] = [];
  let length = -1;
  for (const url of new Set(urls)) {
    if (callbackProblem(url) !== undefined || length + 1 + url.length > maxCallbackUrlsLength) continue;
    length += 1 + url.length;
    accepted.push(url);
  }
  return accepted;
};

const mostRanges = 128;

export const acceptableRanges = (ranges: readonly InventoryIpRange[]): string[] =>
  [...new Set(ranges.flatMap(({ start, end }) => addressRangeText(start, end) ?? []))].slice(0, mostRanges);

const isAcceptable = (policy: RefreshTokenPolicy): boolean => {
  if ('days' in policy) return policy.days >= 1 && policy.days <= 3650;
  return !('hours' in policy) || (policy.hours >= 1 && Number.isSafeInteger(policy.hours));
};

export const acceptableRefreshToken = (fact: Fact<RefreshTokenPolicy>): Fact<RefreshTokenPolicy> =>
  fact.known && !isAcceptable(fact.value) ? unknown('its refresh tokens last longer than a manifest can say') : fact;

/** The text as a manifest may have it; undefined when nothing is left. */
export const textWithin = (text: string, maximum: number): string | undefined => {
  // Half a surrogate pair is no character.
  const kept = text
    .trim()
    .slice(0, maximum)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
  return kept === '' ? undefined : kept;
};
