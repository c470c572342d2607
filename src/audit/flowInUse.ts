import type { Fact, Inventory, InventoryApp, InventorySettings } from '../inventory/types.js';
import { auditedOrgs, type AuditedOrg } from './auditedOrgs.js';
import { loginsBy, type LoginFlow, type LoginUse } from './logins.js';
import { clientFinding, orgFinding } from './orgOutcomes.js';
import { nameOf } from './orgUsers.js';
import type { Outcome, Severity } from './rule.js';
import { dayOf, listed, plural } from './texts.js';
import { orgNotEvaluated, withOrgFact } from './unanswered.js';

type Question = {
  /** As part of a sentence: "the username-password flow". */
  flow: string;
  logins: readonly LoginFlow[];
  /** The switch that blocks the flow. */
  blocked: (settings: InventorySettings) => Fact<boolean>;
  severity: Severity;
  /** What the end of the flow means: "…, in 89 days". */
  plan: string;
  /** True for an app that its customers cannot change over. */
  passes?: (app: InventoryApp | undefined, flow: LoginFlow) => boolean;
};

const switchOf = ({ settings }: Inventory, org: AuditedOrg, { blocked }: Question): Fact<boolean> | undefined => {
  const own = settings.find(({ origin }) => origin.kind === 'org' && origin.org === org.org);
  return own && blocked(own);
};

/** What the login history shows of an app's use of a flow. */
export const loginEvidence = (org: AuditedOrg, { count, first, last, userIds }: LoginUse): string => {
  const users = userIds.map((id) => nameOf(org.evidence, id));
  const { logins } = org.evidence;
  const window = logins.known ? ` ${dayOf(logins.value.from)} to ${dayOf(logins.value.to)}` : '';
  return `LoginHistory${window}: ${plural(count, 'login')}, ${first} to ${last}, as ${listed(users, 3)}`;
};

const found = (org: AuditedOrg, use: LoginUse, { flow, severity, plan }: Question): Outcome => {
  const name = use.app?.name ?? use.application;
  const draft = {
    subject: 'in use',
    severity,
    message: `${name === '' ? 'A client that names no app' : name} signs in to ${org.org} by ${flow}, last on ${dayOf(use.last)}; ${plan}.`,
    evidence: loginEvidence(org, use),
    confidence: use.application === '' ? ('high' as const) : ('medium' as const),
  };
  return name === '' ? orgFinding(org, draft) : clientFinding({ org, app: use.app, name }, draft);
};

/** A finding for each app that the login history shows to use a flow which its org does not block. */
export const flowInUse = (inventory: Inventory, question: Question): Outcome[] =>
  auditedOrgs(inventory).flatMap((org): Outcome[] => {
    const blocked = switchOf(inventory, org, question);
    if (blocked?.known && blocked.value) return [];
    return withOrgFact(org, org.evidence.logins, (logins) => {
      const { uses, untold } = loginsBy(org, logins, question.logins, question.passes);
      return [
        ...uses.map((use) => found(org, use, question)),
        ...(untold
          ? [orgNotEvaluated(org, `whether logins by ${question.flow} succeeded is not told by its login history`)]
          : []),
      ];
    });
  });
