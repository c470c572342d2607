import type { ApiUsage, AppUsage, ObjectAccess, ObjectRight } from '../../inventory/evidence.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { aboutUser, nonHumans, onlyApp, type NonHuman, type NonHumans } from '../nonHuman.js';
import { notEvaluated, shortId } from '../outcomes.js';
import { nhi, sbs } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { dayOf, listed, plural } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';

type Rights = ReadonlySet<ObjectRight>;

const all: readonly ObjectRight[] = ['read', 'create', 'edit', 'delete'];

/** What a call may have needed; a PATCH with an external id creates, too. */
const rightsOf = (method: string, saysLittle: boolean): readonly ObjectRight[] => {
  const verb = method.toUpperCase();
  if (verb === 'GET' || verb === 'HEAD') return ['read'];
  // SOAP and Bulk send everything by POST, PUT and PATCH, whatever it does to the records.
  if (saysLittle) return all;
  if (verb === 'POST') return ['read', 'create'];
  if (verb === 'PATCH' || verb === 'PUT') return ['read', 'create', 'edit'];
  return verb === 'DELETE' ? ['read', 'delete'] : all;
};

const calls = (counts: Record<string, number>, key: string): number => counts[key] ?? 0;

const addUsage = (used: Map<string, Set<ObjectRight>>, { entities, families }: AppUsage): void => {
  const saysLittle = calls(families, 'SOAP') + calls(families, 'Bulk') > 0;
  for (const { object, methods } of entities) {
    const rights = used.get(object.toLowerCase()) ?? new Set<ObjectRight>();
    used.set(object.toLowerCase(), rights);
    for (const method of Object.keys(methods)) for (const right of rightsOf(method, saysLittle)) rights.add(right);
  }
};

/** Bulk jobs, composite requests and Apex REST name the request and not the objects (audit.md A.9). */
const hidesObjects = ({ bulkJobs, families, resources }: AppUsage): boolean =>
  bulkJobs > 0 ||
  calls(families, 'ApexREST') + calls(families, 'Bulk') > 0 ||
  Object.keys(resources).some((resource) => resource.toLowerCase().startsWith('/composite'));

const usagesByUser = ({ apps }: ApiUsage): Map<string, AppUsage[]> => {
  const found = new Map<string, AppUsage[]>();
  for (const usage of apps) {
    for (const { userId } of usage.users) {
      const own = found.get(shortId(userId));
      if (own) own.push(usage);
      else found.set(shortId(userId), [usage]);
    }
  }
  return found;
};

const accessByUser = (
  rows: readonly ObjectAccess[],
): Map<string, Map<string, { object: string; rights: Set<ObjectRight> }>> => {
  const found = new Map<string, Map<string, { object: string; rights: Set<ObjectRight> }>>();
  for (const { userId, object, access } of rows) {
    const id = shortId(userId);
    const objects = found.get(id) ?? new Map<string, { object: string; rights: Set<ObjectRight> }>();
    found.set(id, objects);
    const own = objects.get(object.toLowerCase()) ?? { object, rights: new Set<ObjectRight>() };
    objects.set(object.toLowerCase(), own);
    for (const right of access) own.rights.add(right);
  }
  return found;
};

/** `Contact (create, edit)`; View All and Modify All stand for records, of which the log says nothing. */
const excessOf = ({ object, rights }: { object: string; rights: Rights }, used: Rights | undefined): string[] => {
  const more = all.filter((right) => rights.has(right) && !used?.has(right));
  return more.length === 0 ? [] : [`${object} (${more.join(', ')})`];
};

type Facts = {
  org: AuditedOrg;
  usage: ApiUsage;
  usages: ReadonlyMap<string, AppUsage[]>;
  access: ReturnType<typeof accessByUser>;
};

/** Why nothing can be said of a user who called the API. */
const gapOf = (
  { evidence: { objectAccessOf } }: AuditedOrg,
  { user }: NonHuman,
  own: readonly AppUsage[],
): string | undefined => {
  if (own.some(({ truncated }) => truncated)) return `the API log has more calls of ${user.username} than were kept`;
  const wasAsked = objectAccessOf?.some((id) => shortId(id) === shortId(user.id)) ?? true;
  return wasAsked ? undefined : `the object permissions of ${user.username} were not read`;
};

const look = ({ org, usage, usages, access }: Facts, one: NonHuman): Outcome[] => {
  const id = shortId(one.user.id);
  const own = usages.get(id);
  if (!own) return [];
  const app = onlyApp(one);
  const gap = gapOf(org, one, own);
  if (gap !== undefined) return [app ? notEvaluated(app, gap) : orgNotEvaluated(org, gap)];
  const objects = access.get(id) ?? new Map<string, { object: string; rights: Rights }>();
  const used = new Map<string, Set<ObjectRight>>();
  for (const each of own) addUsage(used, each);
  const excess = [...objects].flatMap(([key, entry]) => excessOf(entry, used.get(key))).sort();
  if (excess.length === 0) return [];
  const hidden = own.some(hidesObjects);
  return [
    aboutUser(org, one, {
      message: `${one.user.username} may do more in ${org.org} than it did from ${dayOf(usage.from)} to ${dayOf(usage.to)}, with ${plural(excess.length, 'object')}: ${listed(excess)}.`,
      evidence: `${one.why}; ObjectPermissions against ${usage.source} of ${plural(usage.daysWithData, 'day')}, in which it used ${listed([...used.keys()].sort()) || 'no object that the log names'}${hidden ? '; Bulk jobs, composite requests or Apex REST hide some objects' : ''}`,
      confidence: hidden ? 'low' : 'medium',
    }),
  ];
};

const judge = (org: AuditedOrg, programs: NonHumans, { thresholds }: RuleContext): Outcome[] => {
  const { apiUsage, objectAccess } = org.evidence;
  if (!apiUsage.known) return [orgNotEvaluated(org, apiUsage.reason)];
  if (!objectAccess.known) return [orgNotEvaluated(org, objectAccess.reason)];
  const usage = apiUsage.value;
  if (usage.daysWithData < thresholds.usageWindowDays) {
    const reason = `the API log has ${plural(usage.daysWithData, 'day')}, and it takes ${thresholds.usageWindowDays} to tell what a user needs`;
    return [orgNotEvaluated(org, reason)];
  }
  const facts: Facts = { org, usage, usages: usagesByUser(usage), access: accessByUser(objectAccess.value) };
  return [...programs.values()].flatMap((one) => look(facts, one));
};

export const permissionsExceedUsage: Rule = {
  id: 'permissions-exceed-usage',
  title: "Integration user's object permissions exceed what it uses",
  severity: 3,
  modes: ['org'],
  tags: ['scopes', 'usage', 'identity'],
  description:
    'Scopes say which API an app may call, the permissions of its user say what it can do there. ' +
    'What a user never read, wrote or deleted in a month of log it most likely need not.',
  evidence:
    'ObjectPermissions of users that programs sign in as, through permission sets, groups and profiles, against ENTITY_NAME and HTTP_METHOD of ApiTotalUsage; one finding per user.',
  confidence:
    'Medium, since seasonal jobs may lie outside the log; low when Bulk jobs, composite requests or Apex REST hide objects.',
  exceptions:
    'Logs of fewer days than thresholds.usageWindowDays, which prove nothing; users without a call; users who only sound like a program; View All and Modify All, of which the log says nothing.',
  remedy:
    'Narrow the permission set of the user to what the log shows: "sf clientapp recommend" writes a proposal; test a whole cycle of the integration first.',
  references: [nhi(5), sbs('ACS-008')],
  check: (inventory, context) =>
    auditedOrgs(inventory).flatMap((org): Outcome[] => {
      const programs = nonHumans(org);
      if (!programs.known) return [orgNotEvaluated(org, programs.reason)];
      const sure = new Map([...programs.value].filter(([, { confidence }]) => confidence !== 'low'));
      return sure.size === 0 ? [] : judge(org, sure, context);
    }),
};
