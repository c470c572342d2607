import { mayKeepDeviceFlow } from '../clientFlow.js';
import { not, whenAll } from '../conditions.js';
import { elementOf } from '../elements.js';
import { setting } from '../fixes/settings.js';
import { eachOauthApp, finding } from '../outcomes.js';
import { attack, nhi, usageRestrictions } from '../references.js';
import { retirements, retirementsAsOf, whenOf } from '../retirements.js';
import type { Rule } from '../rule.js';
import { placeOfFact } from '../facts.js';

export const deviceFlow: Rule = {
  id: 'device-flow',
  title: 'App uses the device flow',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['flows', 'retirement'],
  description:
    'In the device flow a user types a code that somebody reads out, and cannot see who gets the access: the attacks by ' +
    'telephone of 2025 worked that way. Salesforce is limiting it to local External Client Apps with a localhost callback ' +
    `(dates as of ${retirementsAsOf}).`,
  evidence: 'isDeviceFlowEnabled and the callbacks of the app. LoginHistory has no documented subtype for this flow.',
  confidence: 'High that the flow is on; whether anybody uses it no log says.',
  exceptions: 'Local External Client Apps with a localhost callback, which may keep it; apps of Salesforce.',
  remedy:
    'Let the program use the web server flow with PKCE and a localhost callback (`sf clientapp generate app --model cli`), ' +
    'then set isDeviceFlowEnabled to false. For a packaged app ask the vendor.',
  references: [nhi(4), attack('T1528'), usageRestrictions],
  fix: setting(
    'deviceFlow',
    'false',
    'Sets isDeviceFlowEnabled to false. Programs that use the device flow can no longer sign in.',
  ),
  perApp: true,
  check: (inventory, { today }) =>
    eachOauthApp(inventory, (app) => {
      if (app.firstParty) return [];
      return whenAll(app, [app.deviceFlow, not(mayKeepDeviceFlow(app))], () => [
        finding(app, {
          message: `${app.name} has the device flow on; ${retirements['device-flow'].what} ${whenOf(
            retirements['device-flow'],
            today,
          )}.`,
          evidence: `${elementOf(app, 'deviceFlow')} is true`,
          location: placeOfFact(app.deviceFlow),
        }),
      ]);
    }),
};
