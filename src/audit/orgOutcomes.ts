import type { Fact, Inventory, InventoryApp } from '../inventory/types.js';
import { auditedOrgs, type AuditedOrg } from './auditedOrgs.js';
import { eachOauthApp } from './outcomes.js';
import type { Confidence, FindingDraft, Outcome } from './rule.js';
import { listed, plural } from './texts.js';
import { orgNotEvaluated, withOrgFact } from './unanswered.js';

/** `look` at a part of what each org tells, or say once per org why nobody can. */
export const eachOrgFact = <T>(
  inventory: Inventory,
  pick: (org: AuditedOrg) => Fact<T>,
  look: (value: T, org: AuditedOrg) => Outcome[],
): Outcome[] => auditedOrgs(inventory).flatMap((org) => withOrgFact(org, pick(org), (value) => look(value, org)));

/** What could not be looked at for the same reason, in several apps of an org or twice in the org, is said once. */
export const onceForAll = (org: AuditedOrg, outcomes: readonly Outcome[]): Outcome[] => {
  const appsByReason = new Map<string, string[]>();
  const ofOrg = new Set<string>();
  for (const outcome of outcomes) {
    if (outcome.kind === 'finding') continue;
    const names = appsByReason.get(outcome.reason);
    if (!outcome.app) ofOrg.add(outcome.reason);
    else if (names) names.push(outcome.app.name);
    else appsByReason.set(outcome.reason, [outcome.app.name]);
  }
  const shared = new Map([...appsByReason].filter(([, names]) => names.length > 1));
  return [
    ...outcomes.filter((outcome) => outcome.kind === 'finding' || (outcome.app && !shared.has(outcome.reason))),
    ...[...shared].map(([reason, names]) =>
      orgNotEvaluated(org, `${plural(names.length, 'app')} (${listed(names)}): ${reason}`),
    ),
    ...[...ofOrg].map((reason) => orgNotEvaluated(org, reason)),
  ];
};

/** `look` at the apps of each org that use OAuth. */
export const eachOrgApp = (inventory: Inventory, look: (org: AuditedOrg, app: InventoryApp) => Outcome[]): Outcome[] =>
  auditedOrgs(inventory).flatMap((org) =>
    onceForAll(
      org,
      eachOauthApp(org.index, (app) => look(org, app)),
    ),
  );

/** Ids stay when aliases change, so that a waiver for one org holds there and nowhere else. */
const identityOf = ({ org, evidence }: Pick<AuditedOrg, 'org' | 'evidence'>): string =>
  evidence.orgId?.slice(0, 15) ?? org;

/** A finding about an org and no app of it; what makes it one org's is part of its subject. */
export const orgFinding = (org: AuditedOrg, draft: Omit<FindingDraft, 'kind' | 'app' | 'org'>): FindingDraft => ({
  ...draft,
  kind: 'finding',
  org: org.org,
  subject: [draft.subject, identityOf(org)].filter((part) => part !== undefined).join(' of '),
});

/** A finding about an app, or about what an org calls one. */
export const clientFinding = (
  { org, app, name }: { org: AuditedOrg; app?: InventoryApp | undefined; name: string },
  draft: Omit<FindingDraft, 'kind' | 'app' | 'appName' | 'org'>,
): FindingDraft => ({
  ...draft,
  kind: 'finding',
  org: org.org,
  ...(app ? { app } : name === '' ? {} : { appName: name }),
});

/** A chain of reasons is as sure as the weakest of them. */
export const weakest = (...confidences: Confidence[]): Confidence =>
  confidences.includes('low') ? 'low' : confidences.includes('medium') ? 'medium' : 'high';
