import { vendorDecides } from '../callbacks.js';
import { getsRefreshTokens, isPublic } from '../clientFlow.js';
import { not, whenAll } from '../conditions.js';
import { elementOf } from '../elements.js';
import { setting } from '../fixes/settings.js';
import { eachOauthApp, finding } from '../outcomes.js';
import { nhi, rfc9700 } from '../references.js';
import type { Rule } from '../rule.js';
import { placeOfFact } from '../facts.js';

export const secretOptionalOnRefresh: Rule = {
  id: 'secret-optional-on-refresh',
  title: 'Refresh works without the client secret',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['flows', 'tokens'],
  description:
    'A client that has a secret should show it at every refresh: then a refresh token that leaks from a log or a database is ' +
    'worth nothing without the secret. Without the check the refresh token alone is the access.',
  evidence: 'isSecretRequiredForRefreshToken of the app.',
  confidence: 'High: the switch says it.',
  exceptions: 'Public clients (mobile, command line), which have no secret, and apps that get no refresh token.',
  remedy: 'Set isSecretRequiredForRefreshToken to true (it is the default) and let the client send its secret.',
  references: [rfc9700('2.5'), nhi(4)],
  fix: setting(
    'secretOnRefresh',
    'true',
    'Sets isSecretRequiredForRefreshToken to true. Clients that refresh without the secret lose their access.',
  ),
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) => {
      if (vendorDecides(app)) return [];
      const open = not(app.secretRequiredForRefresh);
      return whenAll(app, [open, not(isPublic(app)), getsRefreshTokens(app)], () => [
        finding(app, {
          message: `${app.name} has a client secret, but refreshes its tokens without it.`,
          evidence: `${elementOf(app, 'secretOnRefresh')} is false`,
          location: placeOfFact(open),
        }),
      ]);
    }),
};
