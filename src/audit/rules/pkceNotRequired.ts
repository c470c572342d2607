import type { Inventory, InventoryApp } from '../../inventory/types.js';
import { vendorDecides } from '../callbacks.js';
import { isPublic, usesAuthorizationCode } from '../clientFlow.js';
import { not, whenAll } from '../conditions.js';
import { elementOf } from '../elements.js';
import { setting } from '../fixes/settings.js';
import { eachOauthApp, finding, sameOrigin } from '../outcomes.js';
import { nhi, partnerRule, rfc9700 } from '../references.js';
import type { Rule } from '../rule.js';
import { placeOfFact } from '../facts.js';

/** True when the org that the app belongs to is known to require PKCE of every app; of several folders of settings, each must. */
export const pkceRequiredByOrg = (inventory: Inventory, app: InventoryApp): boolean => {
  const switches = inventory.settings
    .filter(({ origin }) => sameOrigin(origin, app.origin))
    .flatMap(({ pkceRequired }) => (pkceRequired.known ? [pkceRequired.value] : []));
  return switches.length > 0 && switches.every(Boolean);
};

export const pkceNotRequired: Rule = {
  id: 'pkce-not-required',
  title: 'PKCE is not required',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['flows'],
  description:
    'PKCE binds an authorization code to the program that asked for it, so that a code read from an address or a log is worth ' +
    'nothing. A client without a secret has no other protection (RFC 9700 makes it a must there); for one with a secret it is ' +
    'recommended, because a secret does not stop a code from being slipped into another session.',
  evidence: 'isPkceRequired of the app and, for the whole org, of OauthOidcSettings.',
  confidence: 'High: the switches say it. PKCE of an External Client App stands in no column, only in its metadata.',
  exceptions:
    'Apps without the authorization code flow: those with client credentials or a certificate and a dummy callback. Orgs that ' +
    'require PKCE of every app in OauthOidcSettings.',
  remedy:
    'Set isPkceRequired to true after a test that the client sends code_challenge; or for every app at once in ' +
    'OauthOidcSettings.isPkceRequired.',
  references: [rfc9700('2.1.1'), nhi(4), partnerRule],
  fix: setting(
    'pkce',
    'true',
    'Sets isPkceRequired to true. Clients that send no code_challenge can no longer sign in.',
  ),
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) => {
      if (vendorDecides(app) || pkceRequiredByOrg(inventory, app)) return [];
      const open = not(app.pkceRequired);
      return whenAll(app, [open, usesAuthorizationCode(app)], () => {
        const client = isPublic(app);
        const noSecret = client.known && client.value;
        return [
          finding(app, {
            severity: noSecret ? 2 : 3,
            message: `${app.name} accepts authorization codes without PKCE${
              noSecret ? ', and as a public client has nothing else to protect them' : ''
            }.`,
            evidence: `${elementOf(app, 'pkce')} is ${open.known && open.at ? 'false' : 'not set, so it is off'}`,
            location: placeOfFact(open),
          }),
        ];
      });
    }),
};
