import { withoutScope } from '../fixes/scopes.js';
import { eachOauthApp, finding, withFact } from '../outcomes.js';
import { nhi, rfc9700 } from '../references.js';
import type { Rule } from '../rule.js';
import { clientCredentialsState, soleFlow } from '../soleFlow.js';

export const refreshScopeUnneeded: Rule = {
  id: 'refresh-scope-unneeded',
  title: 'Refresh token scope without need',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['scopes', 'tokens'],
  description:
    'Client credentials never yield a refresh token: the client asks for a new access token instead. ' +
    'The scope only helps whoever runs another flow with the same app, and then for as long as the refresh policy allows.',
  evidence:
    'Scope refresh_token of an app that is set up for client credentials alone, by its manifest or by switches, certificate and callbacks.',
  confidence: 'Medium when callbacks that look like dummies, and no manifest, say that nobody signs in.',
  exceptions:
    'Apps that also use another flow. JWT bearer needs the scope on Salesforce, though it never yields a refresh token either.',
  remedy: 'Remove RefreshToken (and OfflineAccess) from the scopes.',
  references: [rfc9700('2.2.2'), nhi(7)],
  fix: withoutScope('Removes the scope. A client that asks for it, or uses another flow after all, fails.'),
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) =>
      // Only client credentials can make the scope needless, so nothing else has to be known without them.
      clientCredentialsState(app) === 'off'
        ? []
        : withFact(app, app.scopes, (scopes) => {
            const refresh = scopes.find(({ value }) => value === 'refresh_token');
            if (!refresh) return [];
            return withFact(app, soleFlow(app), ({ flow, confidence }) =>
              flow !== 'client-credentials'
                ? []
                : [
                    finding(app, {
                      subject: 'refresh_token',
                      message: `${app.name} uses client credentials only and asks for refresh_token, which that flow never grants.`,
                      evidence: 'scope refresh_token; the app is set up for client credentials only',
                      confidence,
                      location: refresh.at,
                    }),
                  ],
            );
          }),
    ),
};
