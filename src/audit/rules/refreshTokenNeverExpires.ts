import { getsRefreshTokens, usesAuthorizationCode } from '../clientFlow.js';
import { ask, whenAll } from '../conditions.js';
import { elementOf } from '../elements.js';
import { refreshTokenPolicy } from '../fixes/settings.js';
import { eachOauthApp, finding } from '../outcomes.js';
import { nhi, nist, partnerRule, rfc9700, sbs } from '../references.js';
import type { Rule } from '../rule.js';
import { placeOfFact } from '../facts.js';

export const refreshTokenNeverExpires: Rule = {
  id: 'refresh-token-never-expires',
  title: 'Refresh token never expires',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['tokens'],
  description:
    'A refresh token that never expires is a password that nobody changes: whoever copies it acts for its user until ' +
    'somebody notices. The thefts of 2025 lived on such tokens. A connected app never expires them unless told to.',
  evidence: 'refreshTokenPolicyType or refreshTokenPolicy of an app with scope refresh_token.',
  confidence: 'Medium for apps without a redirect, which may get no refresh token at all.',
  exceptions:
    'Apps that get no refresh token: those without the refresh_token scope, and those with the client credentials or ' +
    'JWT bearer flow alone.',
  remedy:
    'Let it expire: "refreshToken: { rule: inactivity, days: 30 }" in the manifest, or "specific_inactivity:30:DAYS" in ' +
    'refreshTokenPolicy (connected app), "SpecificInactivity" in refreshTokenPolicyType (External Client App). ' +
    'Revoke the tokens that are out: `sf clientapp revoke`.',
  references: [sbs('DEP-006'), nhi(7), rfc9700('4.14'), rfc9700('2.2.2'), nist('IA-5'), partnerRule],
  fix: refreshTokenPolicy(
    (_, { refreshTokenInactivityDays: days }) => ({ rule: 'inactivity', days }),
    'Lets refresh tokens expire after the limit of days without use. Clients that are silent for longer must sign in again.',
  ),
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) => {
      const never = ask(app.refreshToken, ({ rule }) => rule === 'never');
      return whenAll(app, [never, getsRefreshTokens(app)], () => {
        const at = placeOfFact(never);
        const element = elementOf(app, 'refreshToken');
        const redirect = usesAuthorizationCode(app);
        return [
          finding(app, {
            message: `The refresh tokens of ${app.name} never expire.`,
            evidence: at ? `${element} says that they do not expire` : `${element} is not set, so they do not expire`,
            // A certificate or client credentials beside a dummy callback: perhaps no user ever signs in.
            confidence: redirect.known && !redirect.value ? 'medium' : 'high',
            location: at,
          }),
        ];
      });
    }),
};
