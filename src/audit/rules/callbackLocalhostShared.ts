import { isCliCallback, isLoopbackCallback } from '../../app/callbackHosts.js';
import type { InventoryApp } from '../../inventory/types.js';
import { eachAppWithCallbacks } from '../callbacks.js';
import { isNativeOnly } from '../clientFlow.js';
import { elementOf } from '../elements.js';
import { finding } from '../outcomes.js';
import { nhi, rfc9700 } from '../references.js';
import type { Rule } from '../rule.js';

/** Why localhost does not belong on the app, or undefined where it does: with a program on the user's own machine. */
const reasonFor = (app: InventoryApp, urls: readonly string[]): string | undefined => {
  const declared = app.manifest?.app?.model;
  if (declared === 'cli' || declared === 'mobile') return undefined;
  if (!urls.every((url) => isLoopbackCallback(url) || isNativeOnly([url]))) {
    return 'beside callbacks on servers';
  }
  if (urls.every(isCliCallback)) return undefined;
  return app.secretOptional.known && !app.secretOptional.value ? 'on an app with a client secret' : undefined;
};

export const callbackLocalhostShared: Rule = {
  id: 'callback-localhost-shared',
  title: 'Callback URL is localhost on an app that others use',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['flows', 'callbacks'],
  description:
    'A localhost callback sends the code to whatever program listens on the port of the machine on which the user happens to ' +
    "sit. On a developer's own app that is the purpose; on an app with a secret, or with callbacks on servers too, it is a " +
    'test left in production through which any local program can ask for its tokens.',
  evidence: 'callbackUrl of the app, its flow, and whether its client has a secret or many may use it.',
  confidence: 'Medium: how many people use an app stands in no file.',
  exceptions:
    'Command-line tools and other programs on the user’s machine without a secret: http://localhost:1717/OauthRedirect is ' +
    'the callback of the Salesforce CLI. The dummy callback of apps that sign in without a user.',
  remedy: 'Remove localhost from callbackUrl ("callbackUrls" in the manifest) and give developers an app of their own.',
  references: [nhi(8), rfc9700('2.1')],
  perApp: true,
  check: (inventory) =>
    eachAppWithCallbacks(inventory, (app, urls) => {
      const reason = reasonFor(
        app,
        urls.map(({ value }) => value),
      );
      if (reason === undefined) return [];
      return urls
        .filter(({ value }) => isLoopbackCallback(value))
        .map(({ value, at }) =>
          finding(app, {
            subject: value,
            message: `${app.name} takes authorization codes at ${value}, ${reason}.`,
            evidence: `${elementOf(app, 'callbackUrl')}: ${value}`,
            confidence: 'medium',
            location: at,
          }),
        );
    }),
};
