import { isHybridMobileApp } from '../clientFlow.js';
import { orgSwitch } from '../fixes/files.js';
import { flowInUse } from '../flowInUse.js';
import { eachOrgSwitch } from '../orgSettings.js';
import { nhi, rfc9700 } from '../references.js';
import { retirements, retirementsAsOf, whenOf } from '../retirements.js';
import type { Rule } from '../rule.js';

export const userAgentFlow: Rule = {
  id: 'user-agent-flow',
  title: 'User-agent flow is in use or allowed',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['flows', 'retirement'],
  description:
    'The user-agent flow puts the access token into the address of the callback, where browser history, logs and every script ' +
    `of the page can read it. RFC 9700 advises against it and Salesforce is retiring it (dates as of ${retirementsAsOf}).`,
  evidence:
    'LoginHistory with LoginSubType OauthUserAgent, OauthUserAgentIdToken or OauthHybridUserAgent that succeeded, by app; ' +
    'blockOAuthUsrAgtFlow in OauthOidcSettings.',
  confidence: 'Medium when in use: the login history gives the name of an app and no id.',
  exceptions:
    'Orgs that block it. Where a hybrid app of the Mobile SDK is there (scopes web, lightning, visualforce or content and a ' +
    'callback of its own scheme) the block would stop that app too, so the switch alone is no finding, and neither is its ' +
    'hybrid flow. Apps of Salesforce, which Salesforce changes; logins that failed.',
  remedy:
    'Move its programs to the web server flow with PKCE, then set blockOAuthUsrAgtFlow to true in OauthOidcSettings. ' +
    'High when in use, Moderate when only allowed.',
  references: [rfc9700('2.1.2'), nhi(4)],
  fix: orgSwitch(
    [{ kind: 'set', path: 'blockOAuthUsrAgtFlow', text: 'true' }],
    'Sets blockOAuthUsrAgtFlow to true. Every program that uses the flow can no longer sign in.',
  ),
  check: (inventory, { today }) => {
    const plan = `${retirements['user-agent-flow'].what} ${whenOf(retirements['user-agent-flow'], today)}`;
    const switches = eachOrgSwitch(
      inventory,
      ({ blockUserAgentFlow }) => blockUserAgentFlow,
      (blocked, place) =>
        blocked || inventory.apps.some(isHybridMobileApp)
          ? []
          : [
              {
                kind: 'finding',
                subject: 'allowed',
                severity: 3,
                message: `The org allows the user-agent flow; ${plan}.`,
                evidence: 'OauthOidcSettings.blockOAuthUsrAgtFlow is false',
                ...place,
              },
            ],
    );
    const inUse = flowInUse(inventory, {
      flow: 'the user-agent flow',
      logins: ['user-agent-flow', 'hybrid-user-agent-flow'],
      blocked: ({ blockUserAgentFlow }) => blockUserAgentFlow,
      severity: 2,
      plan,
      passes: (app, flow) =>
        app !== undefined && (app.firstParty || (flow === 'hybrid-user-agent-flow' && isHybridMobileApp(app))),
    });
    return [...switches, ...inUse];
  },
};
