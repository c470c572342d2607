import { eachOauthApp, finding, withFact } from '../outcomes.js';
import type { Rule } from '../rule.js';
import { placeOfFact } from '../facts.js';

export const adminApprovalWithoutGrant: Rule = {
  id: 'admin-approval-without-grant',
  title: 'Admin-approved app that opens for nobody',
  severity: 2,
  modes: ['source'],
  tags: ['source-control', 'deployment', 'access'],
  description:
    'An app that only admin-approved users may use, with no permission set and no profile, locks everyone out on deploy. ' +
    'That includes the run-as user of client credentials and the users of JWT bearer.',
  evidence:
    'permittedUsersPolicyType or isAdminApproved, with commaSeparatedPermissionSet, permissionSetName and profileName of the same app.',
  exceptions: 'Apps that name a permission set or profile, and apps that let users authorise themselves.',
  remedy:
    'Name the access permission set in the same deploy: commaSeparatedPermissionSet in the OAuth policies, or permissionSetName of a connected app.',
  references: [],
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) =>
      app.origin.kind !== 'source'
        ? []
        : withFact(app, app.permittedUsers, (permittedUsers) =>
            permittedUsers !== 'admin-approved'
              ? []
              : withFact(app, app.grants, ({ permissionSets, profiles }) =>
                  permissionSets.length + profiles.length > 0
                    ? []
                    : [
                        finding(app, {
                          message: `A deploy of ${app.name} locks everyone out: only admin-approved users may use it, and nothing approves any.`,
                          evidence: 'admin-approved, with no permission set and no profile',
                          location: placeOfFact(app.permittedUsers),
                        }),
                      ],
                ),
          ),
    ),
};
