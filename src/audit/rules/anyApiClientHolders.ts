import type { Inventory } from '../../inventory/types.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { outsideAdministrators } from '../outsideAdministrators.js';
import { sbs } from '../references.js';
import type { Outcome, Rule } from '../rule.js';

const isOff = ({ settings }: Inventory, { org }: AuditedOrg): boolean | undefined => {
  const own = settings.find(({ origin }) => origin.kind === 'org' && origin.org === org);
  return own?.apiAccessControl.known ? !own.apiAccessControl.value : undefined;
};

const lessSure = (outcome: Outcome): Outcome =>
  outcome.kind === 'finding'
    ? {
        ...outcome,
        confidence: 'medium',
        evidence: `${outcome.evidence}; whether API Access Control is on is not known`,
      }
    : outcome;

export const anyApiClientHolders: Rule = {
  id: 'any-api-client-holders',
  title: 'Use Any API Client held outside the admin list',
  severity: 2,
  modes: ['org'],
  tags: ['access'],
  description:
    'Whoever holds Use Any API Client gets past API Access Control: apps that nobody approved call the API in their name. ' +
    'The control is then only as strong as its least careful holder.',
  evidence:
    'PermissionSetAssignment of permission sets, groups and profiles with PermissionsUseAnyApiClient; ConnectedAppSettings.enableAdminApprovedAppsOnly.',
  confidence: 'Medium where the org does not tell whether API Access Control is on, or who its administrators are.',
  exceptions:
    'Orgs without the permission, which Salesforce Support has not provisioned; orgs where API Access Control is off, in which it changes nothing; ' +
    'users whom "administrators" of the config file names; inactive users. Administrators by their powers are Moderate.',
  remedy:
    'Remove the permission from the profile or permission set that the finding names; name those who keep it under "administrators" in clientapp-audit.yml.',
  references: [
    sbs('ACS-006'),
    { id: 'Salesforce 005228838', url: 'https://help.salesforce.com/s/articleView?id=005228838&type=1' },
  ],
  check: (inventory, context) =>
    auditedOrgs(inventory).flatMap((org) => {
      const off = isOff(inventory, org);
      if (off) return [];
      const outcomes = outsideAdministrators(org, context, {
        permission: 'UseAnyApiClient',
        label: 'Use Any API Client',
        administrators: 3,
      });
      return off === undefined ? outcomes.map(lessSure) : outcomes;
    }),
};
