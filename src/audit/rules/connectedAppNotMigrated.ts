import { vendorDecides } from '../callbacks.js';
import { eachOauthApp, finding } from '../outcomes.js';
import { nist } from '../references.js';
import { daysUntil, retirements, retirementsAsOf, whenOf } from '../retirements.js';
import type { Rule } from '../rule.js';

/** Half a year before the day the time to migrate gets short. */
const urgentDays = 183;

export const connectedAppNotMigrated: Rule = {
  id: 'connected-app-not-migrated',
  title: 'Connected app is not migrated to an External Client App',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['lifecycle', 'retirement'],
  description:
    'Since Spring ’26 orgs create no new connected apps, and Salesforce has announced the end of their support in production. ' +
    `An app that is deleted by mistake cannot be made again. Dates as of ${retirementsAsOf}; release updates get postponed.`,
  evidence:
    'Connected apps with OAuth settings that are no package’s: in source the file, in an org ConnectedApplication.',
  confidence: 'High that it is one; the day may be postponed.',
  exceptions:
    'Packaged apps and those of Salesforce, which their vendors migrate; apps without OAuth (SAML, canvas), which may not be eligible.',
  remedy:
    'Prepare with `sf clientapp migrate`, then use "Migrate to External Client App" in App Manager, which keeps key and secret.',
  references: [nist('SA-22')],
  perApp: true,
  check: (inventory, { today }) => {
    const retirement = retirements['connected-apps'];
    const severity = daysUntil(retirement.date, today) <= urgentDays ? 2 : 3;
    const plan = `${retirement.what} ${whenOf(retirement, today)}`;
    const apps = inventory.apps.filter((app) => app.registration === 'connected-app' && !vendorDecides(app));
    return eachOauthApp({ apps }, (app) => [
      finding(app, {
        severity,
        message: `${app.name} is a connected app; ${plan}.`,
        evidence: 'a local connected app with OAuth settings',
      }),
    ]);
  },
};
