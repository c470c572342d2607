import { eachOauthApp, finding, notEvaluated, withFact } from '../outcomes.js';
import { nhi, sbs } from '../references.js';
import type { Rule } from '../rule.js';
import { clientCredentialsReason, clientCredentialsState } from '../soleFlow.js';
import { placeOfFact } from '../facts.js';

export const approvedAppUnassigned: Rule = {
  id: 'approved-app-unassigned',
  title: 'Admin-approved app has nobody assigned',
  severity: 4,
  modes: ['source', 'org'],
  tags: ['access', 'lifecycle'],
  description:
    'Nobody can use an admin-approved app that no permission set and no profile opens, so it is most likely left over. ' +
    'Its credential is still valid and waits for the first grant.',
  evidence:
    'The permission sets and profiles of an app for admin-approved users: permissionsetName and profileName, or the ' +
    'policies of an External Client App; SetupEntityAccess in an org.',
  confidence: 'Medium: nothing tells a new app from a forgotten one.',
  exceptions: 'Apps that run as a user by client credentials; new apps, which the confidence allows for.',
  remedy: 'Delete the app, or name the permission set of its users.',
  references: [nhi(1), sbs('OAUTH-002')],
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) => {
      if (clientCredentialsState(app) === 'on' || app.manifest?.app?.flow === 'client-credentials') return [];
      return withFact(app, app.permittedUsers, (permittedUsers) =>
        permittedUsers !== 'admin-approved'
          ? []
          : withFact(app, app.grants, ({ permissionSets, profiles }) => {
              if (permissionSets.length + profiles.length > 0) return [];
              if (clientCredentialsState(app) === 'unknown') return [notEvaluated(app, clientCredentialsReason(app))];
              return [
                finding(app, {
                  message: `Nobody can use ${app.name}: it is for admin-approved users, and nobody is approved.`,
                  evidence: 'admin-approved, with no permission set and no profile',
                  // Nothing tells a new app from a forgotten one.
                  confidence: 'medium',
                  location: placeOfFact(app.permittedUsers),
                }),
              ];
            }),
      );
    }),
};
