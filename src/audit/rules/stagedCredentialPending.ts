import type { StagedCredential } from '../../inventory/evidence.js';
import type { AuditedOrg } from '../auditedOrgs.js';
import { clientFinding, eachOrgFact } from '../orgOutcomes.js';
import { shortId } from '../outcomes.js';
import { nist } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { dayOf, daysBetween } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';

const look = (
  org: AuditedOrg,
  { applicationId, consumerId, stagedAt }: StagedCredential,
  { today, thresholds }: RuleContext,
): Outcome[] => {
  const app = org.index.byId.get(shortId(applicationId));
  const name = app?.name ?? applicationId;
  if (stagedAt === undefined) {
    const reason = `since when ${name} has a staged credential is not told`;
    return [app ? { kind: 'inconclusive', app, reason } : orgNotEvaluated(org, reason)];
  }
  const days = Math.floor(daysBetween(stagedAt, today));
  if (days <= thresholds.stagedCredentialDays) return [];
  return [
    clientFinding(
      { org, app, name },
      {
        subject: `consumer ${shortId(consumerId)}`,
        message: `A new credential of ${name} has been staged since ${dayOf(stagedAt)}, ${days} days, and was never put to use.`,
        evidence: `staged credential of consumer ${consumerId}, staged at ${stagedAt}`,
      },
    ),
  ];
};

export const stagedCredentialPending: Rule = {
  id: 'staged-credential-pending',
  title: 'Staged credential is left pending',
  severity: 4,
  modes: ['org'],
  tags: ['lifecycle', 'secrets'],
  description:
    'Rotation stages a second credential, changes the program over and retires the first. One that stops half-way leaves a ' +
    'credential about that nobody uses and nobody watches, and the old one unrotated.',
  evidence: 'GET apps/oauth/credentials/{app}/{consumer}/staged of each External Client App.',
  confidence: 'High: the org says since when.',
  exceptions:
    'Rotations that are under way (threshold stagedCredentialDays). Orgs that do not let secrets be read by REST, as they should ' +
    '(rule client-secrets-readable), are not evaluated; neither are connected apps, which tell nothing of it.',
  remedy:
    'Finish it with `sf clientapp rotate resume`, or delete the staged credential with `sf clientapp rotate cancel`.',
  references: [nist('IA-5')],
  check: (inventory, context) =>
    eachOrgFact(
      inventory,
      // Only External Client Apps have staged credentials that an org lists.
      ({ index, evidence }) =>
        index.apps.some(({ registration }) => registration === 'external-client-app')
          ? evidence.stagedCredentials
          : { known: true, value: [] },
      (staged, org) => staged.flatMap((one) => look(org, one, context)),
    ),
};
