import type { LoginGroup } from '../../inventory/evidence.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { hasSucceeded } from '../logins.js';
import { aboutUser, nonHumans, type NonHuman, type NonHumans } from '../nonHuman.js';
import { shortId } from '../outcomes.js';
import { nhi, pci, sbs } from '../references.js';
import type { Outcome, Rule } from '../rule.js';
import { dayOf, distinct, listed, plural, rowsRead } from '../texts.js';
import { orgNotEvaluated, withOrgFact } from '../unanswered.js';
import { listOf } from '../facts.js';

/** Logins of a person at a browser (audit.md A.6); orgs show labels or names. */
const interactive = /^(?:application|saml.*|third ?party ?sso|lightning ?login|passwordless ?login)$/i;

const isInteractive = (group: LoginGroup): boolean =>
  interactive.test(group.loginType.slice(0, 100)) && hasSucceeded(group) !== false;

const group = <T>(items: readonly T[], userOf: (item: T) => string): Map<string, T[]> => {
  const users = new Map<string, T[]>();
  for (const item of items) {
    const own = users.get(shortId(userOf(item)));
    if (own) own.push(item);
    else users.set(shortId(userOf(item)), [item]);
  }
  return users;
};

/** Days on which somebody set the integration up: its user was made, or gave an app its consent. */
const setUpDays = ({ tokens }: AuditedOrg, programs: NonHumans): Map<string, Set<string>> => {
  const days = new Map<string, Set<string>>();
  for (const [id, { user }] of programs)
    days.set(id, new Set(user.createdDate === undefined ? [] : [dayOf(user.createdDate)]));
  for (const { userId, createdDate } of listOf(tokens)) {
    if (createdDate !== undefined) days.get(shortId(userId))?.add(dayOf(createdDate));
  }
  return days;
};

const isSetUp = ({ first, last }: LoginGroup, days: ReadonlySet<string>): boolean =>
  dayOf(first ?? last) === dayOf(last) && days.has(dayOf(last));

/** What a person did as this user, apart from setting it up once. */
const byHand = (groups: readonly LoginGroup[], days: ReadonlySet<string>): LoginGroup[] => {
  const rest = groups.filter((one) => !isSetUp(one, days));
  const count = rest.reduce((sum, one) => sum + one.count, 0);
  return count <= 1 ? [] : rest;
};

const loggedIn = (groups: readonly LoginGroup[]): string => {
  const count = groups.reduce((sum, one) => sum + one.count, 0);
  const last = groups.map((one) => one.last).reduce((one, other) => (one > other ? one : other), '');
  return `logged in interactively ${plural(count, 'time')}, last on ${dayOf(last)}`;
};

const findingOf = (org: AuditedOrg, one: NonHuman, groups: readonly LoginGroup[]): Outcome[] => {
  const { user, why, by } = one;
  const isOpen = user.apiOnly.known && !user.apiOnly.value;
  // A person whose name sounds so is not API only, and that proves nothing.
  if (groups.length === 0 && (!isOpen || by === 'name')) return [];
  const faults = [isOpen ? 'is not API only' : '', groups.length > 0 ? loggedIn(groups) : ''].filter((text) => text);
  const types = distinct(groups.map(({ loginType }) => loginType));
  return [
    aboutUser(org, one, {
      ...(by === 'name' && { severity: 3 as const }),
      confidence: one.confidence,
      message: `Integration user ${user.username} in ${org.org} ${faults.join(' and ')}.`,
      evidence: `taken for a program's user because ${why}; ${types.length === 0 ? 'no interactive login seen' : `login types ${listed(types)}`}; ${rowsRead('User', [user.id], org.evidence.readAt)}`,
    }),
  ];
};

const look = (org: AuditedOrg, programs: NonHumans): Outcome[] => {
  const { logins } = org.evidence;
  const groups = group(logins.known ? logins.value.groups.filter(isInteractive) : [], ({ userId }) => userId);
  const days = setUpDays(org, programs);
  const unsure = [...programs.values()].find(({ user }) => !user.apiOnly.known)?.user.apiOnly;
  return [
    ...[...programs].flatMap(([id, one]) =>
      findingOf(org, one, byHand(groups.get(id) ?? [], days.get(id) ?? new Set<string>())),
    ),
    ...(logins.known ? [] : [orgNotEvaluated(org, logins.reason)]),
    ...(unsure && !unsure.known ? [orgNotEvaluated(org, unsure.reason)] : []),
  ];
};

export const integrationUserInteractive: Rule = {
  id: 'integration-user-interactive',
  title: 'Integration user not API only, or used by a person',
  severity: 2,
  modes: ['org'],
  tags: ['identity', 'logins'],
  description:
    'What a person does as the user of a program, nobody can lay at their door. ' +
    'API Only User closes the browser to whoever steals the password.',
  evidence:
    'API Only User through profile, permission set or group, and successful LoginHistory of type Application, SAML, third-party or Lightning login, of users that programs sign in as.',
  confidence: 'Low, and Moderate, when only the name says that the user is no person.',
  exceptions:
    'One interactive login, and those on the days on which the user was made or gave an app its consent: that is how such an integration is set up. People whose name sounds like a program and who are merely not API only.',
  remedy:
    'Give the user API Only User (the profile "Minimum Access - API Only Integrations", or a permission set), after whoever logs in by hand has a user of their own.',
  references: [nhi(10), pci('8.6.1'), sbs('ACS-007')],
  check: (inventory) =>
    auditedOrgs(inventory).flatMap((org) =>
      withOrgFact(org, nonHumans(org), (programs) => (programs.size === 0 ? [] : look(org, programs))),
    ),
};
