import type { InventoryUser, OrgEvidence } from '../../inventory/evidence.js';
import type { Fact } from '../../inventory/types.js';
import { findUser } from '../../audit/orgUsers.js';
import { shortId } from '../../audit/outcomes.js';
import { listed } from '../../audit/texts.js';
import { usersOfApp } from '../../audit/usersOfApp.js';
import type { Part, ReviewFacts } from '../facts.js';
import type { NotLookedAt, ReviewItem } from '../types.js';

const yesNo = (fact: Fact<boolean>): string => (fact.known ? (fact.value ? 'yes' : 'no') : `not known, ${fact.reason}`);

const powersOf = ({ permissionHolders }: OrgEvidence, { id }: InventoryUser): string[] => {
  if (!permissionHolders.known) return [];
  const held = permissionHolders.value
    .filter(({ holders }) => holders.some(({ userId }) => shortId(userId) === shortId(id)))
    .map(({ permission }) => permission);
  return held.length === 0 ? ['holds none of the permissions that are asked for'] : [`holds ${held.sort().join(', ')}`];
};

const reachOf = ({ objectAccess, objectAccessOf }: OrgEvidence, { id }: InventoryUser): string[] => {
  const wasRead = objectAccessOf === undefined || objectAccessOf.some((one) => shortId(one) === shortId(id));
  if (!objectAccess.known || !wasRead) return [];
  const own = objectAccess.value.filter(({ userId }) => shortId(userId) === shortId(id));
  const objects = [...new Set(own.map(({ object, access }) => `${object} (${[...access].sort().join(', ')})`))].sort();
  return [objects.length === 0 ? 'may reach no object that was read' : `may reach ${listed(objects, 20)}`];
};

const userItem = (evidence: OrgEvidence, user: InventoryUser, declared: string | undefined): ReviewItem => ({
  id: `user/${user.username}`,
  kind: 'user',
  subject: user.username,
  shown: [
    user.isActive ? 'active' : 'inactive',
    user.profile ?? 'profile not known',
    user.license ?? 'licence not known',
    `last login ${user.lastLoginDate?.slice(0, 10) ?? 'never or not known'}`,
  ].join(', '),
  details: [
    ...(declared?.toLowerCase() === user.username.toLowerCase() ? ['the integration user of the manifest'] : []),
    `API only: ${yesNo(user.apiOnly)}; frozen: ${yesNo(user.isFrozen)}`,
    ...powersOf(evidence, user),
    ...reachOf(evidence, user),
  ],
});

const unread = (evidence: OrgEvidence): NotLookedAt[] =>
  (['users', 'permissionHolders', 'objectAccess'] as const).flatMap((part) => {
    const fact = evidence[part];
    const names = {
      users: 'users',
      permissionHolders: 'who holds which user permission',
      objectAccess: 'what users may reach',
    };
    return fact.known ? [] : [{ what: names[part], reason: fact.reason }];
  });

const most = 50;

/** The integration user, and everybody else whom the app acts as. */
export const userItems = ({ app: { identity }, org, inventory }: ReviewFacts): Part => {
  const declared = identity.user;
  const { audited, app } = org ?? {};
  const found = audited && app ? usersOfApp(inventory, audited, app) : [];
  const named = audited && declared !== undefined ? findUser(audited.evidence, declared) : undefined;
  const users = [...new Map([...(named ? [named] : []), ...found].map((user) => [user.id, user])).values()];
  const seen = audited ? users.slice(0, most).map((user) => userItem(audited.evidence, user, declared)) : [];
  const onlyDeclared: ReviewItem[] =
    declared === undefined || named
      ? []
      : [
          {
            id: `user/${declared}`,
            kind: 'user',
            subject: declared,
            shown: 'the integration user of the manifest',
            details: audited?.evidence.users.known ? [`differs: no such user was found in ${audited.org}`] : [],
          },
        ];
  return {
    items: [...onlyDeclared, ...seen],
    notLookedAt: [
      ...(audited ? unread(audited.evidence) : []),
      ...(users.length > most
        ? [{ what: `${users.length - most} more users`, reason: 'too many to review one by one' }]
        : []),
    ],
  };
};
