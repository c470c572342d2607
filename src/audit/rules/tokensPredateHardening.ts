import type { InventoryApp } from '../../inventory/types.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { onceForAll } from '../orgOutcomes.js';
import { approvedUsers, openedBy, type Opened } from '../openedBy.js';
import { finding, notEvaluated, shortId, withFact } from '../outcomes.js';
import { nhi, sbs } from '../references.js';
import type { Outcome, Rule } from '../rule.js';
import { dayOf, listed, plural } from '../texts.js';
import {
  createdBetween,
  extreme,
  holderIsActive,
  holderNames,
  soleUser,
  tokenRows,
  tokensByApp,
  type TokenGroup,
} from '../tokenGroups.js';
import { orgNotEvaluated } from '../unanswered.js';

const findingOf = (org: AuditedOrg, app: InventoryApp, group: TokenGroup, approved: ReadonlySet<string>): Outcome[] => {
  const tokens = group.tokens.filter(
    (token) => holderIsActive(org, token) !== false && !approved.has(shortId(token.userId)),
  );
  if (tokens.length === 0) return [];
  const names = holderNames(org, tokens);
  const used = extreme(
    tokens.map(({ lastUsedDate }) => lastUsedDate),
    'last',
  );
  return [
    finding(app, {
      ...soleUser(names),
      message: `${app.name} is for admin-approved users, yet ${plural(names.length, 'user')} whom nothing approves ${names.length === 1 ? 'holds' : 'hold'} ${plural(tokens.length, 'token')} of it: ${listed(names)}.`,
      evidence: `created ${createdBetween(tokens)}, last used ${used === undefined ? 'never' : dayOf(used)}; ${tokenRows(org, tokens)}`,
      confidence: 'medium',
    }),
  ];
};

const look = (org: AuditedOrg, group: TokenGroup, app: InventoryApp, access: Opened): Outcome[] =>
  withFact(app, app.permittedUsers, (permittedUsers) => {
    if (permittedUsers !== 'admin-approved') return [];
    if (app.origin.kind !== 'org' || app.origin.id === '') {
      return [notEvaluated(app, 'its record id is not known, and grants name apps by id')];
    }
    const approved = approvedUsers(access, app.origin.id);
    return approved
      ? findingOf(org, app, group, approved)
      : [notEvaluated(app, 'nobody could tell who holds a permission set or profile that opens it')];
  });

export const tokensPredateHardening: Rule = {
  id: 'tokens-predate-hardening',
  title: 'Tokens predate hardening',
  severity: 2,
  modes: ['org'],
  tags: ['access', 'tokens'],
  description:
    'Turning on admin approval stops new grants and leaves old tokens alive. ' +
    'Whoever got in before, rightly or not, is still in.',
  evidence:
    'OauthToken of apps that are for admin-approved users, held against SetupEntityAccess and PermissionSetAssignment: tokens of users whom no permission set and no profile approves.',
  confidence: 'Medium: permission set groups and muting may open an app in ways that their rows do not show.',
  exceptions:
    'Users whom a profile, a permission set or a group approves; inactive users, whom token-of-inactive-user reports; apps that let users authorise themselves.',
  remedy:
    'Revoke those tokens with "sf clientapp revoke", or assign the permission set of the app to the users who need it.',
  references: [sbs('OAUTH-001'), sbs('OAUTH-002'), nhi(1)],
  check: (inventory) =>
    auditedOrgs(inventory).flatMap((org): Outcome[] => {
      if (!org.tokens.known) return [orgNotEvaluated(org, org.tokens.reason)];
      const groups = tokensByApp(org).flatMap((group) => (group.app ? [{ group, app: group.app }] : []));
      const candidates = groups.filter(
        ({ app: { permittedUsers } }) => !permittedUsers.known || permittedUsers.value === 'admin-approved',
      );
      if (candidates.length === 0) return [];
      const { appAccess } = org.evidence;
      if (!appAccess.known) return [orgNotEvaluated(org, appAccess.reason)];
      const access = openedBy(appAccess.value);
      return onceForAll(
        org,
        candidates.flatMap(({ group, app }) => look(org, group, app, access)),
      );
    }),
};
