import { hostEnvironment, withoutRegion } from '../../app/callbackHosts.js';
import type { Located } from '../../inventory/types.js';
import { eachAppWithCallbacks } from '../callbacks.js';
import { elementOf } from '../elements.js';
import { finding } from '../outcomes.js';
import { nhi } from '../references.js';
import type { Outcome, Rule } from '../rule.js';

/** How many there are when regions do not count. */
const placesOf = (urls: ReadonlyArray<Located<string>>): number =>
  new Set(urls.map(({ value }) => withoutRegion(value))).size;

export const callbackMixedEnvironments: Rule = {
  id: 'callback-mixed-environments',
  title: 'Callback URLs of several environments on one app',
  severity: 4,
  modes: ['source', 'org'],
  tags: ['flows', 'callbacks'],
  description:
    'One client id for test and production lets the weaker host receive codes for the stronger one, and one secret is then ' +
    'known in both. Many callbacks are many places to lose a code.',
  evidence:
    'callbackUrl of the app: how many there are (threshold maxCallbackUrls), and the words in their host names.',
  confidence: 'High for their number; medium for mixed environments, which only the words in host names tell.',
  exceptions:
    'Hosts that differ only in a region (eu.app, us.app) count once, and localhost has a rule of its own. Environments are ' +
    'told by the words in host names, so the confidence is medium.',
  remedy: 'Make one app per environment (`sf clientapp generate app`) and leave each its own callbacks.',
  references: [nhi(8)],
  perApp: true,
  check: (inventory, { thresholds }) =>
    eachAppWithCallbacks(inventory, (app, urls) => {
      const element = elementOf(app, 'callbackUrl');
      const outcomes: Outcome[] = [];
      const places = urls.length > thresholds.maxCallbackUrls ? placesOf(urls) : 0;
      if (places > thresholds.maxCallbackUrls) {
        outcomes.push(
          finding(app, {
            subject: 'count',
            message: `${app.name} has ${places} callbacks; ${thresholds.maxCallbackUrls} is the limit.`,
            evidence: `${element}: ${urls.length} URLs`,
            location: urls[0]?.at,
          }),
        );
      }
      const environments = urls.map(({ value }) => hostEnvironment(value));
      const test = urls[environments.indexOf('test')];
      const production = urls[environments.indexOf('production')];
      if (test && production) {
        outcomes.push(
          finding(app, {
            subject: 'mixed',
            message: `${app.name} has callbacks of test and production on one client: ${test.value} and ${production.value}.`,
            evidence: `${element}: ${test.value}, ${production.value}`,
            confidence: 'medium',
            location: test.at,
          }),
        );
      }
      return outcomes;
    }),
};
