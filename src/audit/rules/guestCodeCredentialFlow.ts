import { setting } from '../fixes/settings.js';
import { eachOauthApp, finding, withFact } from '../outcomes.js';
import { nhi } from '../references.js';
import type { Rule } from '../rule.js';

export const guestCodeCredentialFlow: Rule = {
  id: 'guest-code-credential-flow',
  title: 'Guest users get tokens',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['flows', 'access'],
  description:
    'The guest variant of the code and credentials flow gives tokens to visitors who have not logged in. ' +
    'Whatever the guest user of the site may read, anybody on the internet may read through the API.',
  evidence: 'isGuestCodeCredFlowEnabled of the policies, IsGuestCodeCredFlowEnabled of ExtlClntAppOauthPlcyCnfg.',
  confidence: 'High: the switch says it.',
  exceptions: 'Connected apps, where the field is reserved and may read false for ever.',
  remedy: 'Set isGuestCodeCredFlowEnabled to false in the OAuth policies.',
  references: [nhi(4)],
  fix: setting(
    'guestFlow',
    'false',
    'Sets isGuestCodeCredFlowEnabled to false. Sites whose visitors use the flow stop working.',
  ),
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) =>
      withFact(app, app.guestCodeCredentialFlow, (enabled) =>
        enabled
          ? [
              finding(app, {
                message: `${app.name} gives tokens to guests who have not logged in.`,
                evidence: 'the guest code and credentials flow is on',
                ...(app.guestCodeCredentialFlow.known &&
                  app.guestCodeCredentialFlow.at && { location: app.guestCodeCredentialFlow.at }),
              }),
            ]
          : [],
      ),
    ),
};
