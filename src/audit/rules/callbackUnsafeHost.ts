import { callbackHostsAsOf, unsafeHost, type UnsafeHost } from '../../app/callbackHosts.js';
import { callbackKind } from '../../app/callbackUrls.js';
import { eachAppWithCallbacks } from '../callbacks.js';
import { elementOf } from '../elements.js';
import { finding } from '../outcomes.js';
import { nhi, rfc9700 } from '../references.js';
import type { Rule } from '../rule.js';

const reasons: Record<UnsafeHost | 'wildcard', string> = {
  address: 'a bare IP address, for which nobody can prove who answers',
  tunnel: 'a development tunnel, whose name goes to the next person who asks for it',
  preview: 'a preview of one change, whose name is free again when it is gone',
  'shared-page': 'a page that everybody shares and that shows what it is sent',
  wildcard: 'a pattern, although a callback must match exactly',
};

const reasonFor = (url: string): string | undefined => {
  const kind = callbackKind(url) === 'wildcard' ? 'wildcard' : unsafeHost(url);
  return kind && reasons[kind];
};

export const callbackUnsafeHost: Rule = {
  id: 'callback-unsafe-host',
  title: 'Callback URL leads to a host that others can get hold of',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['flows', 'callbacks'],
  description:
    'Whoever controls the callback receives authorization codes. Wildcards, bare addresses, development tunnels, preview ' +
    `apps and shared pages such as Postman's or Salesforce's own success page are not under the app's control (list as of ${callbackHostsAsOf}).`,
  evidence: 'The host in callbackUrl of the app, for apps that users sign in to by redirect.',
  confidence: 'High: the address says it.',
  exceptions:
    'The dummy callback of apps that sign in without a user. An app of a development org may keep such a callback with a waiver: ' +
    'source does not say which org a file is for.',
  remedy:
    'Remove the URL from callbackUrl ("callbackUrls" in the manifest) and use a host of the app\'s own; for trials make an ' +
    'app of its own in a development org.',
  references: [rfc9700('4.1'), rfc9700('2.1'), nhi(4)],
  perApp: true,
  check: (inventory) =>
    eachAppWithCallbacks(inventory, (app, urls) =>
      urls.flatMap(({ value, at }) => {
        const reason = reasonFor(value);
        if (reason === undefined) return [];
        return [
          finding(app, {
            subject: value,
            message: `A callback of ${app.name} leads to ${value}: ${reason}.`,
            evidence: `${elementOf(app, 'callbackUrl')}: ${value}`,
            location: at,
          }),
        ];
      }),
    ),
};
