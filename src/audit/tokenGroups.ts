import { isSalesforceApp, salesforceAppPolicy, type SalesforceAppPolicy } from '../data/salesforceApps.js';
import type { InventoryApp, InventoryToken } from '../inventory/types.js';
import { appOfToken } from './appIndex.js';
import type { AuditedOrg } from './auditedOrgs.js';
import { nameOf, orgUsers } from './orgUsers.js';
import { shortId } from './outcomes.js';
import type { FindingDraft } from './rule.js';
import { dayOf, distinct, rowsRead } from './texts.js';
import { listOf } from './facts.js';

/** All tokens of one app in one org: findings are one per app, however many rows there are. */
export type TokenGroup = {
  appName: string;
  app?: InventoryApp | undefined;
  /** What Salesforce's data file says of an app of this name; a name proves nothing. */
  policy?: SalesforceAppPolicy | undefined;
  tokens: InventoryToken[];
};

const group = ({ index }: AuditedOrg, tokens: readonly InventoryToken[]): TokenGroup[] => {
  const groups = new Map<InventoryApp | string, TokenGroup>();
  for (const token of tokens) {
    const app = appOfToken(index, token);
    const appName = app?.name ?? token.appName;
    const key = app ?? appName;
    const found = groups.get(key);
    if (found) found.tokens.push(token);
    else groups.set(key, { appName, app, policy: salesforceAppPolicy(app?.label ?? appName), tokens: [token] });
  }
  return [...groups.values()];
};

const groupings = new WeakMap<AuditedOrg, TokenGroup[]>();

/** The tokens of an org by app, none where they are not known; made once. */
export const tokensByApp = (org: AuditedOrg): TokenGroup[] => {
  const made = groupings.get(org) ?? group(org, listOf(org.tokens));
  groupings.set(org, made);
  return made;
};

/** True for one of Salesforce's own apps, by what the org says of it or by its name. */
export const isFirstParty = ({ app, appName }: TokenGroup): boolean => app?.firstParty ?? isSalesforceApp(appName);

/** Whether a token's user is active: as the token says, else as the org's users do; undefined when neither knows. */
export const holderIsActive = (
  { evidence }: AuditedOrg,
  { userIsActive, userId }: InventoryToken,
): boolean | undefined => userIsActive ?? orgUsers(evidence).byId.get(shortId(userId))?.isActive;

/** Usernames of the holders, else ids, each once. */
export const holderNames = ({ evidence }: AuditedOrg, tokens: readonly InventoryToken[]): string[] =>
  distinct(tokens.map(({ userId, username }) => nameOf(evidence, userId, username)));

/** First or last of some times that may be absent, by the clock and not by the text. */
export const extreme = (times: ReadonlyArray<string | undefined>, which: 'first' | 'last'): string | undefined => {
  let found: string | undefined;
  for (const time of times) {
    if (time === undefined || Number.isNaN(Date.parse(time))) continue;
    if (found === undefined || Date.parse(time) < Date.parse(found) === (which === 'first')) found = time;
  }
  return found;
};

/** `OauthToken 0CQ1 and 0CQ2; read 2026-…`. */
export const tokenRows = ({ evidence }: AuditedOrg, tokens: readonly InventoryToken[]): string =>
  rowsRead(
    'OauthToken',
    tokens.map(({ id }) => id),
    evidence.readAt,
  );

/** `2025-01-31 to 2026-02-01`, or what is known of it. */
export const createdBetween = (tokens: readonly InventoryToken[]): string => {
  const times = tokens.map(({ createdDate }) => createdDate);
  const [first, last] = [extreme(times, 'first'), extreme(times, 'last')];
  if (first === undefined || last === undefined) return 'on an unknown day';
  return dayOf(first) === dayOf(last) ? dayOf(first) : `${dayOf(first)} to ${dayOf(last)}`;
};

/** A finding about the tokens of an app, registered or not. */
export const tokenFinding = (
  { org }: AuditedOrg,
  { app, appName }: TokenGroup,
  draft: Omit<FindingDraft, 'kind' | 'app' | 'appName' | 'org'>,
): FindingDraft => ({ kind: 'finding', ...(app ? { app } : { appName }), org, ...draft });

/** Users that a finding names when there is exactly one. */
export const soleUser = (names: readonly string[]): { user?: string } =>
  names.length === 1 && names[0] !== undefined ? { user: names[0] } : {};
