import type { Inventory, InventoryApp, Located } from '../inventory/types.js';
import { usesAuthorizationCode } from './clientFlow.js';
import { whenAll } from './conditions.js';
import { eachOauthApp } from './outcomes.js';
import type { Outcome } from './rule.js';

/** True where a customer cannot change the client's settings: packaged apps and Salesforce's own. */
export const vendorDecides = (app: InventoryApp): boolean => app.managed || app.firstParty;

/** `look` at the callbacks of every app that users sign in to by redirect; the others have dummies there. */
export const eachAppWithCallbacks = (
  inventory: Inventory,
  look: (app: InventoryApp, urls: Array<Located<string>>) => Outcome[],
): Outcome[] =>
  eachOauthApp(inventory, (app) =>
    vendorDecides(app)
      ? []
      : whenAll(app, [usesAuthorizationCode(app)], () => {
          // The manifest may have said what the flow is while the file with the callbacks is not there.
          if (!app.callbackUrls.known) return [{ kind: 'inconclusive', app, reason: app.callbackUrls.reason }];
          return look(app, app.callbackUrls.value);
        }),
  );
