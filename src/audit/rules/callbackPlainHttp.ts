import { callbackKind } from '../../app/callbackUrls.js';
import { eachAppWithCallbacks } from '../callbacks.js';
import { elementOf } from '../elements.js';
import { finding } from '../outcomes.js';
import { nhi, nist, rfc9700 } from '../references.js';
import type { Rule } from '../rule.js';

export const callbackPlainHttp: Rule = {
  id: 'callback-plain-http',
  title: 'Callback URL is plain http',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['flows', 'callbacks'],
  description:
    'The authorization code comes back in the address of the callback. Over plain http everybody on the way can read it, ' +
    'and with it take the tokens or the session.',
  evidence: 'callbackUrl of the app, for apps that users sign in to by redirect.',
  confidence: 'High: the address says it.',
  exceptions:
    'http to this very machine (localhost, 127.0.0.1, [::1]), as command-line tools use it; schemes of mobile apps; the dummy ' +
    'callback of apps that sign in without a user.',
  remedy: 'Serve the callback over https and remove the http URL from callbackUrl ("callbackUrls" in the manifest).',
  references: [rfc9700('2.1'), rfc9700('4.1'), nhi(4), nist('SC-8')],
  perApp: true,
  check: (inventory) =>
    eachAppWithCallbacks(inventory, (app, urls) =>
      urls
        .filter(({ value }) => callbackKind(value) === 'plain-http')
        .map(({ value, at }) =>
          finding(app, {
            subject: value,
            message: `${app.name} takes authorization codes over plain http at ${value}.`,
            evidence: `${elementOf(app, 'callbackUrl')}: ${value}`,
            location: at,
          }),
        ),
    ),
};
