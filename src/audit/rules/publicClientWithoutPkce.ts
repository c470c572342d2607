import { vendorDecides } from '../callbacks.js';
import { usesAuthorizationCode } from '../clientFlow.js';
import { not, whenAll } from '../conditions.js';
import { elementOf } from '../elements.js';
import { setting } from '../fixes/settings.js';
import { eachOauthApp, finding } from '../outcomes.js';
import { nhi, rfc9700 } from '../references.js';
import type { Rule } from '../rule.js';
import { pkceRequiredByOrg } from './pkceNotRequired.js';
import { placeOfFact } from '../facts.js';

export const publicClientWithoutPkce: Rule = {
  id: 'public-client-without-pkce',
  title: 'Client secret is optional and nothing stands in for it',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['flows'],
  description:
    'With the secret optional, a code and the client id, which is no secret, are all that it takes to get tokens. A program on ' +
    'the user’s device must do without a secret, but then PKCE has to prove that the code comes back to who asked for it.',
  evidence: 'isConsumerSecretOptional and isPkceRequired of the app, isPkceRequired of OauthOidcSettings.',
  confidence: 'High: the switches say it.',
  exceptions: 'A native app with PKCE is right: its secret is optional and its codes are bound.',
  remedy:
    'Set isPkceRequired to true. If the app runs on a server, also require the secret: isConsumerSecretOptional false.',
  references: [rfc9700('2.1.1'), nhi(4)],
  fix: setting(
    'pkce',
    'true',
    'Sets isPkceRequired to true. Clients that send no code_challenge can no longer sign in.',
  ),
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) => {
      if (vendorDecides(app) || pkceRequiredByOrg(inventory, app)) return [];
      return whenAll(app, [app.secretOptional, not(app.pkceRequired), usesAuthorizationCode(app)], () => [
        finding(app, {
          message: `${app.name} gives tokens for a code with neither its secret nor PKCE.`,
          evidence: `${elementOf(app, 'secretOptional')} is true and ${elementOf(app, 'pkce')} is not`,
          location: placeOfFact(app.secretOptional),
        }),
      ]);
    }),
};
