import { isSalesforceApp } from '../../data/salesforceApps.js';
import type { ApiUsage, AppUsage, InventoryUser } from '../../inventory/evidence.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { nonHumans, type NonHumans } from '../nonHuman.js';
import { orgUsers } from '../orgUsers.js';
import { finding, shortId } from '../outcomes.js';
import { nhi, sbs } from '../references.js';
import type { Confidence, Outcome, Rule, RuleContext } from '../rule.js';
import { dayOf, plural, rowsRead } from '../texts.js';
import { orgNotEvaluated, withOrgFact } from '../unanswered.js';
import { isUntold } from '../untoldUsage.js';

/** What more people use is a tool of people, and its calls are theirs. */
const mostPeople = 5;
/** A week has a weekend, on which programs work and people seldom do. */
const week = 7;

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** How much the days say that a program calls; undefined for the rhythm of a person. */
const rhythm = ({ days, daysWithData }: AppUsage): Confidence | undefined => {
  if (daysWithData < week) return 'low';
  return Object.entries(days).some(([day, calls]) => calls > 0 && isWeekend(day)) ? 'medium' : undefined;
};

type Facts = { org: AuditedOrg; usage: ApiUsage; programs: NonHumans; context: RuleContext };

const peopleOf = ({ org, programs }: Facts, { users }: AppUsage): Array<{ user: InventoryUser; calls: number }> => {
  const { byId } = orgUsers(org.evidence);
  return users.flatMap(({ userId, calls }) => {
    const user = byId.get(shortId(userId));
    const isPerson = user?.userType === 'Standard' && user.isActive && !programs.has(shortId(userId));
    return user && isPerson ? [{ user, calls }] : [];
  });
};

const look = (facts: Facts, usage: AppUsage): Outcome[] => {
  const { org, context } = facts;
  if ((usage.categories['EXTERNAL_APPLICATION'] ?? 0) === 0) return [];
  const app = usage.appId === undefined ? undefined : org.index.byId.get(shortId(usage.appId));
  const name = app?.name ?? usage.appName ?? usage.key;
  const confidence = rhythm(usage);
  if (app?.firstParty || isSalesforceApp(name) || confidence === undefined) return [];
  const people = peopleOf(facts, usage);
  if (people.length > mostPeople) return [];
  return people.flatMap(({ user, calls }): Outcome[] => {
    const daily = calls / Math.max(usage.daysWithData, 1);
    if (daily < context.thresholds.machineCallsPerDay) return [];
    const draft = {
      org: org.org,
      user: user.username,
      subject: shortId(user.id),
      message: `${name} calls ${org.org} ${Math.round(daily)} times a day as ${user.username}, who is a person.`,
      evidence: `${plural(calls, 'call')} on ${plural(usage.daysWithData, 'day')} from ${dayOf(usage.firstSeen)} to ${dayOf(usage.lastSeen)}${confidence === 'medium' ? ', weekends too' : ''}; the user is of type Standard, licence ${user.license ?? 'unknown'}, not API only and no run-as user; ${rowsRead('User', [user.id], org.evidence.readAt)}`,
      confidence,
    };
    return [app ? finding(app, draft) : { kind: 'finding', appName: name, ...draft }];
  });
};

export const humanUserIntegration: Rule = {
  id: 'human-user-integration',
  title: "Integration runs on a person's login",
  severity: 2,
  modes: ['org'],
  tags: ['identity', 'usage'],
  description:
    'An integration on the login of a person has all that the person may do, stops on the day the person leaves, ' +
    'and makes the log say that the person did it.',
  evidence:
    'Calls of category EXTERNAL_APPLICATION in ApiTotalUsage by active users of type Standard who are no integration users, at thresholds.machineCallsPerDay or more.',
  confidence:
    'Medium when the calls go on at weekends, low when the log is shorter than a week: the log shows how often, and not who was there.',
  exceptions:
    "Tools of people: apps that more than five of them use, and clients that rest at weekends, such as those that synchronise a laptop; Salesforce's own apps; users taken for a program, also by name.",
  remedy:
    'Give the integration a user of its own with "sf clientapp create user" and client credentials or jwt-bearer, then revoke its tokens of this user with "sf clientapp revoke".',
  references: [nhi(10), sbs('ACS-007')],
  check: (inventory, context) =>
    auditedOrgs(inventory).flatMap((org) =>
      withOrgFact(org, nonHumans(org), (programs) =>
        withOrgFact(org, org.evidence.apiUsage, (usage) =>
          isUntold(usage, 'categories')
            ? [orgNotEvaluated(org, `${usage.source} does not say which calls are those of external applications`)]
            : usage.apps.flatMap((one) => look({ org, usage, programs, context }, one)),
        ),
      ),
    ),
};
