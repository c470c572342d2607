import { bounded } from '../audit/bounded.js';
import type { Part, ReviewFacts } from './facts.js';
import { addressItems } from './items/addresses.js';
import { credentialItems } from './items/credential.js';
import { findingItems } from './items/findings.js';
import { ownershipItems } from './items/ownership.js';
import { permissionItems } from './items/permissions.js';
import { policyItems } from './items/policies.js';
import { scopeItems } from './items/scopes.js';
import { tokenItems } from './items/tokens.js';
import { userItems } from './items/users.js';
import type { NotLookedAt, Reviewed, ReviewItem } from './types.js';

const parts: ReadonlyArray<(facts: ReviewFacts) => Part> = [
  ownershipItems,
  scopeItems,
  policyItems,
  addressItems,
  userItems,
  permissionItems,
  tokenItems,
  credentialItems,
  findingItems,
];

const longest = 2000;

const boundedItem = (item: ReviewItem): ReviewItem => ({
  ...item,
  id: bounded(item.id, 300),
  subject: bounded(item.subject, 300),
  shown: bounded(item.shown, longest),
  details: item.details.slice(0, 50).map((detail) => bounded(detail, longest)),
});

const noOrg: NotLookedAt[] = [
  'what the app did',
  'tokens',
  'users and what they may reach',
  'policies and scopes as they are in an org',
].map((what) => ({ what, reason: 'no org was named' }));

/** What no part says by itself: there is no org, it lacks the app, or it was read in part. */
const gapsOf = ({ app, source, org, coverage }: ReviewFacts): NotLookedAt[] => [
  ...(org ? [] : noOrg),
  ...(org && !org.app ? [{ what: `${app.name} in ${org.name}`, reason: 'the org has no app of this name' }] : []),
  ...(source ? [] : [{ what: 'its metadata in source', reason: 'the project has none of it' }]),
  ...coverage.flatMap(({ source: what, status, reason }) =>
    status === 'complete' ? [] : [{ what, reason: reason ?? 'no reason is known' }],
  ),
];

const keyOf = ({ what, reason }: NotLookedAt): string => JSON.stringify([what, reason]);

/** What there is to say something to, and what nobody could look at. Pure: the same facts give the same. */
export const reviewedOf = (facts: ReviewFacts): Reviewed => {
  const all = parts.map((part) => part(facts));
  const gaps = [...gapsOf(facts), ...all.flatMap(({ notLookedAt }) => notLookedAt)];
  return {
    app: facts.app.name,
    ...(facts.org ? { org: facts.org.name } : {}),
    items: all.flatMap(({ items }) => items).map(boundedItem),
    notLookedAt: [...new Map(gaps.map((gap) => [keyOf(gap), gap])).values()].map(({ what, reason }) => ({
      what: bounded(what, 300),
      reason: bounded(reason, longest),
    })),
  };
};
