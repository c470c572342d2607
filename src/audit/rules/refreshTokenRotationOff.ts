import { vendorDecides } from '../callbacks.js';
import { getsRefreshTokens, isPublic, usesAuthorizationCode } from '../clientFlow.js';
import { ask, not, whenAll } from '../conditions.js';
import { elementOf } from '../elements.js';
import { setting } from '../fixes/settings.js';
import { eachOauthApp, finding } from '../outcomes.js';
import { nhi, partnerRule, rfc9700 } from '../references.js';
import type { Rule } from '../rule.js';
import { placeOfFact } from '../facts.js';

export const refreshTokenRotationOff: Rule = {
  id: 'refresh-token-rotation-off',
  title: 'Refresh token rotation is off',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['tokens', 'flows'],
  description:
    'With rotation each refresh gives a new refresh token and the old one dies; when a stolen copy is used too, Salesforce ' +
    'sees a token come back twice and revokes them all. Without it a copy works unseen beside the original. A client with no ' +
    'secret has nothing else to protect its refresh tokens, so there it weighs more.',
  evidence: 'isRefreshTokenRotationEnabled in the metadata of the app; no column has it.',
  confidence: 'High: the switch says it.',
  exceptions:
    'Apps that get no refresh token or end it at once, apps that sign in without a user, and packaged apps, where the vendor decides. In an org the setting can be ' +
    'read only from metadata: without it the rule is not evaluated.',
  remedy:
    'Set isRefreshTokenRotationEnabled to true, after a test that the client keeps the new token of every refresh and ' +
    'sends no two refreshes at once; Salesforce CLI versions before 2026 lose their session with it.',
  references: [rfc9700('2.2.2'), rfc9700('4.14'), nhi(7), partnerRule],
  fix: setting(
    'rotation',
    'true',
    'Sets isRefreshTokenRotationEnabled to true. A client that does not keep the new token of each refresh loses its access.',
  ),
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) => {
      if (vendorDecides(app)) return [];
      const off = not(app.refreshTokenRotation);
      const kept = app.refreshToken.known ? [ask(app.refreshToken, ({ rule }) => rule !== 'immediate')] : [];
      return whenAll(app, [off, usesAuthorizationCode(app), getsRefreshTokens(app), ...kept], () => {
        const client = isPublic(app);
        const open = client.known && client.value;
        return [
          finding(app, {
            severity: open ? 2 : 3,
            message: `${app.name} keeps the same refresh token for as long as it lives${
              open ? ', and as a public client has no secret beside it' : ''
            }.`,
            evidence: `${elementOf(app, 'rotation')} is ${off.known && off.at ? 'false' : 'not set, so it is off'}`,
            location: placeOfFact(off),
          }),
        ];
      });
    }),
};
