import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { aboutUser, nonHumans, type NonHuman } from '../nonHuman.js';
import { describePrivileges, forbiddenToPrograms, privilegedUsers, type Privilege } from '../permissionHolders.js';
import { nhi, nist, pci, sbs } from '../references.js';
import type { Outcome, Rule, Severity } from '../rule.js';
import { rowsRead } from '../texts.js';
import { orgNotEvaluated, withOrgFact } from '../unanswered.js';

/** Whoever may modify all data is an administrator in all but name; a person with a strange name is not worth waking for. */
const severityOf = ({ by }: NonHuman, privileges: readonly Privilege[]): Severity =>
  by !== 'name' && privileges.some(({ permission }) => permission === 'ModifyAllData') ? 1 : 2;

const findingOf = (audited: AuditedOrg, one: NonHuman, privileges: readonly Privilege[]): Outcome => {
  const { org, evidence } = audited;
  const { user, why, confidence } = one;
  const profile = user.profile === undefined ? '' : `; its profile is ${user.profile}`;
  return aboutUser(audited, one, {
    severity: severityOf(one, privileges),
    confidence,
    message: `Integration user ${user.username} in ${org} has ${describePrivileges(privileges)}.`,
    evidence: `taken for a program's user because ${why}${profile}; ${rowsRead('User', [user.id], evidence.readAt)}`,
  });
};

export const integrationUserPrivileged: Rule = {
  id: 'integration-user-privileged',
  title: 'Integration user is privileged',
  severity: 2,
  modes: ['org'],
  tags: ['identity', 'access'],
  description:
    'Whoever gets hold of the credential of a program is its user. ' +
    'With Modify All Data, Manage Users or Author Apex that is the whole org, for a job that needs a handful of objects.',
  evidence:
    'Holders of Modify All Data (Critical), View All Data, Manage Users, Author Apex and Customize Application through profile, permission sets and groups, among users that programs sign in as: run-as users, users that a manifest declares, of licence Salesforce Integration, API only, or named so.',
  confidence:
    'Low, and never Critical, when only the name says that the user is no person; the evidence tells why each is taken for a program.',
  exceptions: 'People, unless their name says api, bot, service, integration or the like; inactive users.',
  remedy:
    'Take these permissions away and give the user the permission set of its app with just the objects it needs ("sf clientapp recommend", "sf clientapp create user").',
  references: [sbs('ACS-008'), sbs('ACS-004'), nhi(5), nist('AC-6'), pci('7.2.5')],
  check: (inventory) =>
    auditedOrgs(inventory).flatMap((org) =>
      withOrgFact(org, nonHumans(org), (programs) => {
        if (programs.size === 0) return [];
        const privileged = privilegedUsers(org.evidence, forbiddenToPrograms);
        if (!privileged.known) return [orgNotEvaluated(org, privileged.reason)];
        return [...programs].flatMap(([id, one]) => {
          const privileges = privileged.value.get(id);
          return privileges ? [findingOf(org, one, privileges)] : [];
        });
      }),
    ),
};
