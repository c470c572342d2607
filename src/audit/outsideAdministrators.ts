import type { OrgEvidence, PermissionHolders } from '../inventory/evidence.js';
import type { AuditedOrg } from './auditedOrgs.js';
import { orgFinding } from './orgOutcomes.js';
import { nameOf, orgUsers } from './orgUsers.js';
import { shortId } from './outcomes.js';
import { holdersOf, privilegedUsers } from './permissionHolders.js';
import type { FindingDraft, Outcome, RuleContext, Severity } from './rule.js';
import { distinct, listed, plural, rowsRead } from './texts.js';
import { soleUser } from './tokenGroups.js';
import { orgNotEvaluated, withOrgFact } from './unanswered.js';

type Holder = PermissionHolders['holders'][number];

/** Whom a finding is about: one user, or everyone who has it from one profile or permission set. */
type Holding = { source?: string; holders: Holder[] };

/** From here on what gives a permission is what an auditor wants to read, and no longer who has it. */
const manyHolders = 10;

/** One holding per user; one per profile, permission set or group that gives the permission to many. */
const holdingsOf = (holders: readonly Holder[]): Holding[] => {
  const bySource = new Map<string, Holder[]>();
  for (const holder of holders) {
    for (const source of new Set(holder.via)) {
      const found = bySource.get(source);
      if (found) found.push(holder);
      else bySource.set(source, [holder]);
    }
  }
  const broad = [...bySource].filter(([, own]) => own.length > manyHolders);
  const covered = new Set(broad.flatMap(([, own]) => own));
  return [
    ...broad.map(([source, own]) => ({ source, holders: own })),
    ...holders.filter((holder) => !covered.has(holder)).map((holder) => ({ holders: [holder] })),
  ];
};

/** Whoever may change everything and set up everything is an administrator, whatever the profile is called. */
const isAdministrator = (evidence: OrgEvidence): ((holder: Holder) => boolean | undefined) => {
  const all = privilegedUsers(evidence, ['ModifyAllData']);
  const setup = privilegedUsers(evidence, ['CustomizeApplication']);
  return ({ userId }) =>
    all.known && setup.known ? all.value.has(shortId(userId)) && setup.value.has(shortId(userId)) : undefined;
};

const draftOf = (
  audited: AuditedOrg,
  { source, holders }: Holding,
  what: { label: string; administrators: boolean | undefined },
): FindingDraft => {
  const { org, evidence } = audited;
  const names = distinct(holders.map(({ userId }) => nameOf(evidence, userId)));
  const who = source === undefined ? (names[0] ?? '') : `${source} gives it to ${plural(names.length, 'user')}`;
  const are = what.administrators ? 'not among the administrators whom the config file names' : 'no administrator';
  const plain = source === undefined ? `${who} is ${are}` : `${who} who are ${are}`;
  const through = source ?? listed(distinct(holders[0]?.via ?? []));
  const ids = holders.map(({ userId }) => userId);
  return orgFinding(audited, {
    subject: `${what.label} ${source ?? shortId(holders[0]?.userId ?? '')}${source !== undefined && what.administrators ? ' administrators' : ''}`,
    message: `${what.label} in ${org}: ${plain}${through === '' || source !== undefined ? '' : `, and has it through ${through}`}.`,
    evidence: `${what.label} through ${through || 'an unknown source'}: ${listed(names)}; ${rowsRead('User', ids, evidence.readAt)}`,
    ...soleUser(source === undefined ? names : []),
    // Administrators are told by what they hold; where that is not known, nobody is taken for one.
    ...(what.administrators === undefined && { confidence: 'medium' as const }),
  });
};

/**
 * Holders of a permission who are not on the list of administrators, for rules on what only those should hold. One that
 * every org has and this one does not show is hidden, not absent.
 */
export const outsideAdministrators = (
  org: AuditedOrg,
  { administrators: list = [] }: RuleContext,
  {
    permission,
    label,
    administrators: severity,
    isEverywhere = false,
  }: { permission: string; label: string; administrators: Severity; isEverywhere?: boolean },
): Outcome[] =>
  withOrgFact(org, holdersOf(org.evidence, permission), (held) => {
    if (held === undefined && isEverywhere) return [orgNotEvaluated(org, `the org does not show who holds ${label}`)];
    const holders = held ?? [];
    const { evidence } = org;
    const users = orgUsers(evidence).byId;
    const documented = new Set(list.map((name) => name.toLowerCase()));
    const outside = holders.filter(
      ({ userId }) =>
        users.get(shortId(userId))?.isActive !== false && !documented.has(nameOf(evidence, userId).toLowerCase()),
    );
    const isAdmin = isAdministrator(evidence);
    const findings = (administrators: boolean | undefined): FindingDraft[] =>
      holdingsOf(outside.filter((holder) => isAdmin(holder) === administrators)).map((holding) => ({
        ...draftOf(org, holding, { label, administrators }),
        ...(administrators && { severity }),
      }));
    return [...findings(false), ...findings(undefined), ...findings(true)];
  });
