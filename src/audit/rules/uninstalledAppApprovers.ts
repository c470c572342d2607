import { auditedOrgs } from '../auditedOrgs.js';
import { outsideAdministrators } from '../outsideAdministrators.js';
import { attack, nist, sbs, usageRestrictions } from '../references.js';
import type { Rule } from '../rule.js';

export const uninstalledAppApprovers: Rule = {
  id: 'uninstalled-app-approvers',
  title: 'Approve Uninstalled Connected Apps held outside the admin list',
  severity: 1,
  modes: ['org'],
  tags: ['access'],
  description:
    'Since September 2025 users cannot let an app in that nobody has installed, unless they hold this permission. ' +
    'Each holder is one phone call away from approving a look-alike Data Loader.',
  evidence:
    'PermissionSetAssignment of permission sets, groups and profiles with PermissionsCanApproveUninstalledApps; administrators are told by Modify All Data with Customize Application.',
  confidence: 'Medium where the holders of those two are not known, because then nobody is taken for an administrator.',
  exceptions:
    'Users whom "administrators" of the config file names; inactive users. Administrators by their powers whom it does not name are Moderate. ' +
    'A service account that needs it, such as the connector of Microsoft Defender, is right to waive until a day.',
  remedy:
    'Authorise the app that needed it, then remove the permission from the profile or permission set that the finding names; name those who keep it under "administrators" in clientapp-audit.yml.',
  references: [sbs('ACS-003'), usageRestrictions, nist('AC-6(10)'), attack('T1528')],
  check: (inventory, context) =>
    auditedOrgs(inventory).flatMap((org) =>
      outsideAdministrators(org, context, {
        permission: 'CanApproveUninstalledApps',
        label: 'Approve Uninstalled Connected Apps',
        administrators: 3,
        isEverywhere: true,
      }),
    ),
};
