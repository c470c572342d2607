import type { InventoryToken } from '../../inventory/types.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { orgUsers } from '../orgUsers.js';
import { shortId } from '../outcomes.js';
import { nhi, nist } from '../references.js';
import type { Outcome, Rule } from '../rule.js';
import { dayOf, listed, plural } from '../texts.js';
import {
  extreme,
  holderIsActive,
  holderNames,
  soleUser,
  tokenFinding,
  tokenRows,
  tokensByApp,
  type TokenGroup,
} from '../tokenGroups.js';
import { orgNotEvaluated, withOrgFact } from '../unanswered.js';

type State = 'inactive' | 'frozen' | 'able' | 'unknown';

const stateOf = (org: AuditedOrg, token: InventoryToken): State => {
  const isActive = holderIsActive(org, token);
  if (isActive === false) return 'inactive';
  const frozen = orgUsers(org.evidence).byId.get(shortId(token.userId))?.isFrozen;
  if (frozen?.known && frozen.value) return 'frozen';
  return isActive === undefined || !frozen?.known ? 'unknown' : 'able';
};

const findingOf = (
  org: AuditedOrg,
  group: TokenGroup,
  inactive: InventoryToken[],
  frozen: InventoryToken[],
): Outcome => {
  const tokens = [...inactive, ...frozen];
  const names = holderNames(org, tokens);
  const used = extreme(
    tokens.map(({ lastUsedDate }) => lastUsedDate),
    'last',
  );
  const states = [inactive.length > 0 ? 'inactive' : '', frozen.length > 0 ? 'frozen' : ''].filter((text) => text);
  const who =
    names.length === 1
      ? `${states.join(' or ')} user ${names[0]} holds`
      : `${names.length} ${states.join(' or ')} users hold`;
  return tokenFinding(org, group, {
    ...soleUser(names),
    message: `In ${org.org} ${who} ${plural(tokens.length, 'token')} of ${group.appName}.`,
    evidence: `${inactive.length} of inactive users, ${frozen.length} of frozen users: ${listed(names)}; last used ${used === undefined ? 'never' : dayOf(used)}; ${tokenRows(org, tokens)}`,
  });
};

/** Why some users may be frozen without anyone seeing it. */
const gapOf = ({ evidence }: AuditedOrg, tokens: readonly InventoryToken[]): string => {
  if (!evidence.users.known) return evidence.users.reason;
  const { byId } = orgUsers(evidence);
  for (const { userId } of tokens) {
    const user = byId.get(shortId(userId));
    if (!user) return 'some users who hold tokens were not read';
    if (!user.isFrozen.known) return user.isFrozen.reason;
  }
  return 'whether some users are active is not known';
};

const look = (org: AuditedOrg): Outcome[] => {
  const unsure: InventoryToken[] = [];
  const findings = tokensByApp(org).flatMap((group): Outcome[] => {
    const inactive: InventoryToken[] = [];
    const frozen: InventoryToken[] = [];
    for (const token of group.tokens) {
      const state = stateOf(org, token);
      if (state === 'inactive') inactive.push(token);
      else if (state === 'frozen') frozen.push(token);
      else if (state === 'unknown') unsure.push(token);
    }
    return inactive.length + frozen.length === 0 ? [] : [findingOf(org, group, inactive, frozen)];
  });
  return unsure.length === 0 ? findings : [...findings, orgNotEvaluated(org, gapOf(org, unsure))];
};

export const tokenOfInactiveUser: Rule = {
  id: 'token-of-inactive-user',
  title: 'Token of an inactive or frozen user',
  severity: 2,
  modes: ['org'],
  tags: ['tokens', 'lifecycle'],
  description:
    'Deactivating or freezing a user leaves the tokens that the user gave to apps. ' +
    'They come back to life with the user, and show that offboarding forgets the apps.',
  evidence: 'OauthToken with User.IsActive false, or of users with UserLogin.IsFrozen true; one finding per app.',
  exceptions: 'None: a token may do nothing while its user cannot log in, and is to be cleaned up all the same.',
  remedy:
    'Revoke them with "sf clientapp revoke", and make that a step of offboarding; where the app ran on that user, give it an integration user with "sf clientapp create user".',
  references: [nhi(1), nist('AC-2(3)')],
  check: (inventory) => auditedOrgs(inventory).flatMap((org) => withOrgFact(org, org.tokens, () => look(org))),
};
