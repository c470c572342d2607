import type { AppUsage } from '../../inventory/evidence.js';
import type { InventoryApp } from '../../inventory/types.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { runAsUserOf } from '../nonHuman.js';
import { onceForAll } from '../orgOutcomes.js';
import { findUser, nameOf, orgUsers } from '../orgUsers.js';
import { finding, notEvaluated, shortId } from '../outcomes.js';
import { describePrivileges, forbiddenToPrograms, privilegedUsers, type Privileged } from '../permissionHolders.js';
import { nhi } from '../references.js';
import type { Confidence, Outcome, Rule } from '../rule.js';
import { rowsRead } from '../texts.js';
import { tokensByApp } from '../tokenGroups.js';
import { orgNotEvaluated } from '../unanswered.js';

/** A client that an AI agent uses, with the users it acts as. */
type Agent = {
  app?: InventoryApp;
  name: string;
  /** Ids, and why the user is one of the agent's. */
  users: Map<string, string>;
  why: string;
  confidence: Confidence;
};

const asksForMcp = ({ scopes }: InventoryApp): boolean =>
  scopes.known && scopes.value.some(({ value }) => value === 'mcp_api');

const agentCalls = ({ categories }: AppUsage): number => categories['AGENTFORCE_AGENT'] ?? 0;

const byScope = (org: AuditedOrg): Agent[] => {
  const tokens = new Map(tokensByApp(org).map((group) => [group.app, group.tokens]));
  return org.index.apps.filter(asksForMcp).map((app): Agent => {
    const users = new Map(
      (tokens.get(app) ?? []).map(({ userId }): [string, string] => [shortId(userId), 'holds a token']),
    );
    const runAs = runAsUserOf(app);
    const user = runAs === undefined ? undefined : findUser(org.evidence, runAs);
    if (user) users.set(shortId(user.id), 'is its run-as user');
    return { app, name: app.name, users, why: 'its scopes contain mcp_api', confidence: 'high' };
  });
};

const byLog = ({ evidence, index }: AuditedOrg): Agent[] => {
  if (!evidence.apiUsage.known) return [];
  return evidence.apiUsage.value.apps.flatMap((usage): Agent[] => {
    if (agentCalls(usage) === 0) return [];
    const app = usage.appId === undefined ? undefined : index.byId.get(shortId(usage.appId));
    const users = new Map(usage.users.map(({ userId }): [string, string] => [shortId(userId), 'called through it']));
    const mixed = Object.keys(usage.categories).length > 1 && users.size > 1;
    const name = app?.name ?? usage.appName ?? usage.key;
    const why = `${agentCalls(usage)} calls of category AGENTFORCE_AGENT, the last on ${usage.lastSeen.slice(0, 10)}`;
    // Where the app does other things too, the log does not say which of its users the agent was.
    return [{ ...(app && { app }), name, users, why, confidence: mixed ? 'medium' : 'high' }];
  });
};

const findingOf = (org: AuditedOrg, agent: Agent, privileged: Privileged): Outcome[] => {
  const { byId } = orgUsers(org.evidence);
  const ids = [...agent.users.keys()].filter((id) => privileged.has(id) && byId.get(id)?.isActive !== false).sort();
  return ids.map((id): Outcome => {
    const user = nameOf(org.evidence, id);
    const draft = {
      org: org.org,
      user,
      subject: id,
      message: `An agent acts through ${agent.name} in ${org.org} as ${user}, who is privileged.`,
      evidence: `${agent.why}; the user ${agent.users.get(id)} and has ${describePrivileges(privileged.get(id) ?? [])}; ${rowsRead('User', [id], org.evidence.readAt)}`,
      confidence: agent.confidence,
    };
    return agent.app ? finding(agent.app, draft) : { kind: 'finding', appName: agent.name, ...draft };
  });
};

/** The first word on an app and user stands: what its scopes say comes before what the log says. */
const once = (outcomes: Outcome[]): Outcome[] => {
  const seen = new Set<string>();
  return outcomes.filter((outcome) => {
    if (outcome.kind !== 'finding') return true;
    const key = JSON.stringify([outcome.app?.name ?? outcome.appName, outcome.subject]);
    return !seen.has(key) && seen.add(key).size > 0;
  });
};

const isForDevelopment = ({ evidence: { isSandbox, edition } }: AuditedOrg): boolean =>
  (isSandbox.known && isSandbox.value) || edition === 'Developer Edition';

/** What may hide an agent: apps whose scopes nobody knows, tokens and calls that were not read. */
const unanswered = (org: AuditedOrg): Outcome[] => {
  const { apiUsage } = org.evidence;
  const usesMcp = org.index.apps.some(asksForMcp);
  return [
    ...org.index.apps.flatMap((app): Outcome[] =>
      app.scopes.known || app.firstParty || (app.usesOauth.known && !app.usesOauth.value)
        ? []
        : [notEvaluated(app, app.scopes.reason)],
    ),
    ...(org.tokens.known || !usesMcp ? [] : [orgNotEvaluated(org, org.tokens.reason)]),
    ...(apiUsage.known ? [] : [orgNotEvaluated(org, apiUsage.reason)]),
  ];
};

const look = (org: AuditedOrg): Outcome[] => {
  if (isForDevelopment(org)) return [];
  const agents = [...byScope(org), ...byLog(org)].filter(({ users }) => users.size > 0);
  if (agents.length === 0) return unanswered(org);
  const privileged = privilegedUsers(org.evidence, forbiddenToPrograms);
  if (!privileged.known) return [orgNotEvaluated(org, privileged.reason), ...unanswered(org)];
  return [...once(agents.flatMap((agent) => findingOf(org, agent, privileged.value))), ...unanswered(org)];
};

export const agentWithPrivilegedUser: Rule = {
  id: 'agent-with-privileged-user',
  title: 'AI agent acts as a privileged user',
  severity: 2,
  modes: ['org'],
  tags: ['scopes', 'access'],
  description:
    'An agent does what the text it reads makes it do, and text comes from outside. ' +
    'Acting as an administrator, one poisoned case or e-mail is enough to change the org.',
  evidence:
    'Apps with scope mcp_api and the holders of their tokens, and API_CLIENT_CATEGORY AGENTFORCE_AGENT with its users in ApiTotalUsage, against holders of Modify All Data, View All Data, Manage Users, Author Apex and Customize Application.',
  confidence:
    'Medium where an app also does other things for several users: the log does not say which of them the agent was.',
  exceptions: 'Sandboxes, scratch orgs and Developer Edition orgs; inactive users.',
  remedy:
    'Give the agent a user of its own with "sf clientapp create user" and just the objects it needs, then revoke the tokens of this user with "sf clientapp revoke".',
  references: [nhi(5), nhi(10)],
  check: (inventory) => auditedOrgs(inventory).flatMap((org) => onceForAll(org, look(org))),
};
