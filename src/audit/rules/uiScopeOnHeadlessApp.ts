import type { InventoryApp } from '../../inventory/types.js';
import { withoutScope } from '../fixes/scopes.js';
import { eachOauthApp, finding, withFact } from '../outcomes.js';
import { rfc9700 } from '../references.js';
import type { Rule } from '../rule.js';
import { soleFlow } from '../soleFlow.js';

const uiScopes = new Set(['web', 'visualforce', 'lightning']);

/** The callback of the sf CLI, whose apps open the org in a browser ("sf org open"). */
const cliCallback = /^http:\/\/localhost:1717\/OauthRedirect$/i;

const frontDoor = /front ?door|singleaccess|ui[ -]bridge|org open/i;

/** A token made for a session in the browser needs the scope of the page it opens. */
const opensPages = (app: InventoryApp, scope: string): boolean =>
  app.manifest?.app?.model === 'cli' ||
  frontDoor.test(app.manifest?.app?.scopes[scope] ?? '') ||
  (app.callbackUrls.known && app.callbackUrls.value.some(({ value }) => cliCallback.test(value)));

const flowNames = {
  'client-credentials': 'client credentials',
  'jwt-bearer': 'JWT bearer',
  'both-headless': 'client credentials and JWT bearer',
} as const;

export const uiScopeOnHeadlessApp: Rule = {
  id: 'ui-scope-on-headless-app',
  title: 'Browser scope on an app without a user',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['scopes'],
  description:
    'web, visualforce and lightning turn a token into a session in the browser. ' +
    'An integration that only calls APIs has no use for that; a thief has.',
  evidence:
    'Scopes web, visualforce and lightning of an app that is set up for client credentials or jwt-bearer alone, by its manifest or by switches, certificate and callbacks.',
  confidence: 'Medium when callbacks that look like dummies, and no manifest, say that nobody signs in.',
  exceptions:
    'Apps with a real callback; apps that open the org through the front door or a UI bridge: those with the callback of the sf CLI, of the cli model, or whose manifest gives that as the reason of the scope.',
  remedy: 'Remove Web, CustomApplications and Lightning from the scopes.',
  references: [rfc9700('2.3')],
  fix: withoutScope('Removes the scope. A client that asks for it fails.'),
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) =>
      app.firstParty
        ? []
        : withFact(app, app.scopes, (scopes) => {
            const suspects = scopes.filter(({ value }) => uiScopes.has(value) && !opensPages(app, value));
            if (suspects.length === 0) return [];
            return withFact(app, soleFlow(app), ({ flow, confidence }) =>
              flow === 'interactive'
                ? []
                : suspects.map(({ value, at }) =>
                    finding(app, {
                      subject: value,
                      message: `${app.name} works without a user and asks for ${value}, which opens pages in a browser.`,
                      evidence: `scope ${value}; the app is set up for ${flowNames[flow]} only`,
                      confidence,
                      location: at,
                    }),
                  ),
            );
          }),
    ),
};
