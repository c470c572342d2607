import type { InventoryLicense } from '../../inventory/evidence.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { integrationLicense, nonHumans, type NonHuman, type NonHumans } from '../nonHuman.js';
import { orgFinding } from '../orgOutcomes.js';
import type { Outcome, Rule } from '../rule.js';
import { listed, plural, rowsRead } from '../texts.js';
import { orgNotEvaluated, withOrgFact } from '../unanswered.js';

/** Seats that are made for people; the licences of other products' own users are not for anyone to change. */
const fullLicenses = new Set(['Salesforce', 'Salesforce Platform']);

/** Licences hang on profiles, whose records are hidden from users without View All Profiles. */
const whyHidden = ({ evidence: { preflight } }: AuditedOrg): string => {
  const right = preflight.find(({ permission }) => permission === 'ViewAllProfiles');
  return right?.held.known && !right.held.value ? `, since the user who reads lacks ${right.label}` : '';
};

const look = (org: AuditedOrg, programs: readonly NonHuman[], licenses: readonly InventoryLicense[]): Outcome[] => {
  const seats = licenses.find(({ name }) => name === integrationLicense);
  const free = seats ? seats.total - seats.used : 0;
  if (free <= 0) return [];
  const full = programs.filter(({ user }) => user.license !== undefined && fullLicenses.has(user.license));
  const gap = programs.some(({ user }) => user.license === undefined)
    ? [orgNotEvaluated(org, `the org does not show the licence of some integration users${whyHidden(org)}`)]
    : [];
  if (full.length === 0) return gap;
  const users = full.map(({ user, why }) => `${user.username} (${user.license}; ${why})`).sort();
  return [
    orgFinding(org, {
      subject: integrationLicense,
      message: `${plural(full.length, 'integration user')} in ${org.org} ${full.length === 1 ? 'has' : 'have'} a licence made for people, while ${plural(free, 'seat')} of ${integrationLicense} ${free === 1 ? 'is' : 'are'} free.`,
      evidence: `${listed(users)}; ${rowsRead(
        'User',
        full.map(({ user }) => user.id),
        org.evidence.readAt,
      )}`,
      confidence: 'medium',
    }),
    ...gap,
  ];
};

const certain = (programs: NonHumans): NonHuman[] => [...programs.values()].filter(({ by }) => by !== 'name');

export const integrationLicenseUnused: Rule = {
  id: 'integration-license-unused',
  title: 'Integration licences unused',
  severity: 5,
  modes: ['org'],
  tags: ['identity', 'licenses'],
  description:
    'Orgs come with seats of Salesforce Integration, which can use the API and nothing else. ' +
    'A program on such a seat costs less and can do less than one on the seat of a person.',
  evidence:
    'UserLicense Salesforce Integration with free seats, and the licence of users that programs sign in as; one finding per org.',
  confidence:
    'Medium: the licence, with the permission set licences that go with it, may not cover every object that the program needs.',
  exceptions:
    'Orgs without the licence or without a free seat; users who only sound like a program; users of the special licences of other products.',
  remedy:
    'Try it in a sandbox: "sf clientapp create user" makes the user on Salesforce Integration, with the permission set licence for API access; check that the objects it needs are covered.',
  references: [],
  check: (inventory) =>
    auditedOrgs(inventory).flatMap((org) =>
      withOrgFact(org, nonHumans(org), (programs) => {
        const sure = certain(programs);
        if (sure.every(({ user }) => user.license === integrationLicense)) return [];
        return withOrgFact(org, org.evidence.licenses, (licenses) => look(org, sure, licenses));
      }),
    ),
};
