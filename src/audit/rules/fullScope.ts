import { hasApiScope, withoutScope } from '../fixes/scopes.js';
import { eachOauthApp, finding, withFact } from '../outcomes.js';
import { nhi, rfc9700, sbs } from '../references.js';
import type { Rule } from '../rule.js';

export const fullScope: Rule = {
  id: 'full-scope',
  title: 'App asks for the full scope',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['scopes'],
  description:
    'full is everything its user can do, in every API and in the browser. ' +
    'A token with it is worth a login, so what a thief can reach has no limit but the user.',
  evidence: 'Scopes of the app: the value Full in metadata, the column OauthScopesFULL in an org.',
  exceptions: "Some of Salesforce's own apps.",
  remedy: 'Replace Full by the scopes that the app uses: Api for the REST, SOAP and Bulk APIs, RefreshToken beside it.',
  references: [nhi(5), rfc9700('2.3'), sbs('ACS-009')],
  fix: withoutScope(
    'Removes Full where Api stands beside it. Clients that ask for full, or use it for more than the data APIs, fail. Without Api there is no fix: which scopes stand in for Full depends on what the app uses.',
    hasApiScope,
  ),
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) =>
      app.firstParty
        ? []
        : withFact(app, app.scopes, (scopes) =>
            scopes
              .filter(({ value }) => value === 'full')
              .slice(0, 1)
              .map(({ at }) =>
                finding(app, {
                  subject: 'full',
                  message: `${app.name} asks for the full scope: everything that its users can do.`,
                  evidence: `scopes: ${scopes.map(({ value }) => value).join(', ')}`,
                  location: at,
                }),
              ),
          ),
    ),
};
