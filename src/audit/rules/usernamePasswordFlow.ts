import { orgSwitch } from '../fixes/files.js';
import { flowInUse } from '../flowInUse.js';
import { eachOrgSwitch } from '../orgSettings.js';
import { nhi, pci, rfc9700 } from '../references.js';
import { retirements, retirementsAsOf, whenOf } from '../retirements.js';
import type { Rule } from '../rule.js';

export const usernamePasswordFlow: Rule = {
  id: 'username-password-flow',
  title: 'Username-password flow is in use or allowed',
  severity: 1,
  modes: ['source', 'org'],
  tags: ['flows', 'retirement'],
  description:
    'With this flow a program holds the password of a user and signs in with it: no second factor, no consent, and the ' +
    `password is good for everything else too. RFC 9700 forbids it and Salesforce is retiring it (dates as of ${retirementsAsOf}).`,
  evidence:
    'LoginHistory with LoginSubType OauthUsernamePassword that succeeded, by app; blockOAuthUnPwFlow in OauthOidcSettings.',
  confidence: 'Medium when in use: the login history gives the name of an app and no id.',
  exceptions:
    'Orgs that block it, as those made since Summer ’23 do from the start: a project without the setting is not evaluated. ' +
    'External Client Apps cannot use it. Logins that failed are no use.',
  remedy:
    'Move its programs to client credentials or jwt-bearer (`sf clientapp generate app --model backend`), then set ' +
    'blockOAuthUnPwFlow to true in OauthOidcSettings. Critical when in use, Moderate when only allowed.',
  references: [rfc9700('2.4'), nhi(4), pci('8.6.2')],
  fix: orgSwitch(
    [{ kind: 'set', path: 'blockOAuthUnPwFlow', text: 'true' }],
    'Sets blockOAuthUnPwFlow to true. Every program that uses the flow can no longer sign in.',
  ),
  check: (inventory, { today }) => {
    const plan = `${retirements['username-password-flow'].what} ${whenOf(retirements['username-password-flow'], today)}`;
    const switches = eachOrgSwitch(
      inventory,
      ({ blockUsernamePasswordFlow }) => blockUsernamePasswordFlow,
      (blocked, place) =>
        blocked
          ? []
          : [
              {
                kind: 'finding',
                subject: 'allowed',
                severity: 3,
                message: `The org allows the username-password flow to connected apps; ${plan}.`,
                evidence: 'OauthOidcSettings.blockOAuthUnPwFlow is false',
                ...place,
              },
            ],
    );
    const inUse = flowInUse(inventory, {
      flow: 'the username-password flow',
      logins: ['username-password-flow'],
      blocked: ({ blockUsernamePasswordFlow }) => blockUsernamePasswordFlow,
      severity: 1,
      plan,
    });
    return [...switches, ...inUse];
  },
};
