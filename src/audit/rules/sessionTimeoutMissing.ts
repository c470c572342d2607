import type { InventoryApp } from '../../inventory/types.js';
import { isCommandLine } from '../clientFlow.js';
import { elementOf } from '../elements.js';
import { settingFix } from '../fixes/settings.js';
import { eachOauthApp, finding, withFact } from '../outcomes.js';
import { nhi, nist, sbs } from '../references.js';
import type { Rule, RuleContext } from '../rule.js';

const limitFor = (app: InventoryApp, thresholds: RuleContext['thresholds']): number =>
  isCommandLine(app) ? thresholds.cliSessionTimeoutMinutes : thresholds.sessionTimeoutMinutes;

export const sessionTimeoutMissing: Rule = {
  id: 'session-timeout-missing',
  title: 'App has no session timeout of its own, or a long one',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['tokens'],
  description:
    'The session timeout is how long an access token works after its last use. An app without its own takes that of the ' +
    'profile, or else of the org, which people set for browsers and may raise to a day. A command-line tool gets new ' +
    'access tokens by itself, so 15 minutes cost it nothing.',
  exceptions:
    'A timeout that the profile or the org sets shorter does the same as long as nobody changes it: a missing timeout is ' +
    'reported with medium confidence for that.',
  remedy:
    'Set "policies.session.timeoutMinutes" in the manifest, or sessionPolicy/sessionTimeout (connected app), ' +
    'sessionTimeoutInMinutes (External Client App): 15 for a command-line tool, 120 at most for others.',
  references: [sbs('DEP-006'), nhi(7), nist('AC-12')],
  fix: {
    safety: 'unsafe',
    about: 'Sets the timeout to the limit. Clients that do not ask for a new access token in time fail.',
    fixOf: ({ app }, thresholds) => app && settingFix(app, 'sessionTimeout', String(limitFor(app, thresholds))),
  },
  perApp: true,
  check: (inventory, { thresholds }) =>
    eachOauthApp(inventory, (app) =>
      withFact(app, app.sessionTimeoutMinutes, (minutes) => {
        const commandLine = isCommandLine(app);
        const limit = limitFor(app, thresholds);
        if (minutes !== undefined && minutes <= limit) return [];
        const element = elementOf(app, 'sessionTimeout');
        const at = app.sessionTimeoutMinutes.known ? app.sessionTimeoutMinutes.at : undefined;
        return [
          minutes === undefined
            ? finding(app, {
                subject: 'missing',
                message: `${app.name} has no session timeout of its own: its sessions last as long as profile and org let them.`,
                evidence: `${element} is not set`,
                confidence: 'medium',
                location: at,
              })
            : finding(app, {
                subject: 'long',
                message: `Sessions of ${app.name} last ${minutes} minutes; ${limit} is the limit for ${
                  commandLine ? 'a command-line tool' : 'an app'
                }.`,
                evidence: `${element} is ${minutes}`,
                location: at,
              }),
        ];
      }),
    ),
};
