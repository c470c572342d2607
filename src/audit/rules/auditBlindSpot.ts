import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { orgFinding } from '../orgOutcomes.js';
import type { Outcome, Rule } from '../rule.js';
import { plural } from '../texts.js';

const look = (org: AuditedOrg): Outcome[] => {
  const { preflight, readAt } = org.evidence;
  const missing = preflight.filter(({ held }) => held.known && !held.value);
  const unsure = preflight.flatMap(({ label, hides, held }) =>
    held.known ? [] : [{ label, hides, reason: held.reason }],
  );
  if (missing.length + unsure.length === 0) return [];
  const blind = [
    ...missing.map(({ label, hides }) => `without "${label}" ${hides}`),
    ...unsure.map(({ label, hides, reason }) => `"${label}" may be missing (${reason}), and then ${hides}`),
  ];
  return [
    orgFinding(org, {
      subject: 'preflight',
      message: `The user who audits ${org.org} cannot see everything: ${blind.join('; ')}.`,
      evidence: `UserPermissionAccess, read ${readAt}: ${plural(missing.length, 'permission')} missing (${
        missing.map(({ permission }) => permission).join(', ') || 'none'
      }), ${unsure.length} unknown`,
      remedy: `Grant ${[...missing, ...unsure].map(({ label }) => `"${label}"`).join(', ')} to the user who audits, through a permission set of its own.`,
    }),
  ];
};

export const auditBlindSpot: Rule = {
  id: 'audit-blind-spot',
  title: 'Audit user does not see everything',
  severity: 5,
  modes: ['org'],
  tags: ['monitoring'],
  description:
    'Salesforce shows a user what the user may see, and leaves the rest out without a word: without Customize Application an ' +
    'audit sees only its own tokens and looks clean. What this user cannot see is said before anything else.',
  evidence: 'UserPermissionAccess, the one row of what the signed-in user may do, and what describe leaves out.',
  confidence: 'High: the org itself says what its user may do.',
  exceptions: 'Permissions that this org does not have; nothing hangs on them there.',
  remedy:
    'Give the user who audits a permission set with the permissions named. Customize Application also allows changes: the audit ' +
    'makes none, but keep that user for auditing.',
  references: [],
  check: (inventory) => auditedOrgs(inventory).flatMap(look),
};
