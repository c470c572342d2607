import type { Fact, InventoryApp, Location } from '../../inventory/types.js';
import { isCommandLine } from '../clientFlow.js';
import { elementOf } from '../elements.js';
import { inheritedTimeout, type Inherited } from '../inheritedTimeout.js';
import { settingFix } from '../fixes/settings.js';
import { eachOauthApp, finding, withFact } from '../outcomes.js';
import { nhi, nist, sbs } from '../references.js';
import type { FindingDraft, Rule, RuleContext } from '../rule.js';
import { placeOfFact } from '../facts.js';

const limitFor = (app: InventoryApp, thresholds: RuleContext['thresholds']): number =>
  isCommandLine(app) ? thresholds.cliSessionTimeoutMinutes : thresholds.sessionTimeoutMinutes;

const placeIn = (app: InventoryApp): Location | undefined => placeOfFact(app.sessionTimeoutMinutes);

const tooLong = (app: InventoryApp, minutes: number, limit: number): FindingDraft =>
  finding(app, {
    subject: 'long',
    message: `Sessions of ${app.name} last ${minutes} minutes; ${limit} is the limit for ${
      isCommandLine(app) ? 'a command-line tool' : 'an app'
    }.`,
    evidence: `${elementOf(app, 'sessionTimeout')} is ${minutes}`,
    location: placeIn(app),
  });

const missing = (app: InventoryApp, limit: number, inherited: Fact<Inherited>): FindingDraft => {
  const effect = inherited.known
    ? `its sessions last ${inherited.value.minutes} minutes by ${inherited.value.by}, ${limit} is the limit`
    : 'its sessions last as long as profile and org let them';
  return finding(app, {
    subject: 'missing',
    message: `${app.name} has no session timeout of its own: ${effect}.`,
    evidence: `${elementOf(app, 'sessionTimeout')} is not set${inherited.known ? `, ${inherited.value.by} has ${inherited.value.minutes} minutes` : ''}`,
    confidence: inherited.known ? 'high' : 'medium',
    location: placeIn(app),
  });
};

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
  evidence:
    'sessionTimeout (connected app) or sessionTimeoutInMinutes (External Client App); in an org also sessionTimeout of the profiles of ' +
    'its users (all profiles where no user is known) and of SecuritySettings: the app’s goes before the profile’s, that before the org’s.',
  confidence:
    'Medium for a missing timeout where profiles or settings of the org are not known, as in source: they may set a short one.',
  exceptions: 'Apps without a timeout of their own in an org where profile or org set one that is short enough.',
  remedy:
    'Set "policies.session.timeoutMinutes" in the manifest, or sessionPolicy/sessionTimeout (connected app), ' +
    'sessionTimeoutInMinutes (External Client App): 15 for a command-line tool, 120 at most for others.',
  references: [sbs('DEP-006'), nhi(7), nist('AC-12')],
  fix: {
    safety: 'unsafe',
    about: 'Sets the timeout to the limit. Clients that do not ask for a new access token in time fail.',
    fixOf: ({ app }, thresholds) => app && settingFix(app, 'sessionTimeout', String(limitFor(app, thresholds))),
  },
  check: (inventory, { thresholds }) =>
    eachOauthApp(inventory, (app) =>
      withFact(app, app.sessionTimeoutMinutes, (minutes) => {
        const limit = limitFor(app, thresholds);
        if (minutes !== undefined) return minutes <= limit ? [] : [tooLong(app, minutes, limit)];
        const inherited = inheritedTimeout(inventory, app);
        return inherited.known && inherited.value.minutes <= limit ? [] : [missing(app, limit, inherited)];
      }),
    ),
};
