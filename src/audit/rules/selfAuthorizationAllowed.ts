import { callbackKind } from '../../app/callbackUrls.js';
import type { Inventory, InventoryApp } from '../../inventory/types.js';
import { setting } from '../fixes/settings.js';
import { eachOauthApp, finding, sameOrigin, withFact } from '../outcomes.js';
import { nhi, nist, sbs } from '../references.js';
import type { Confidence, Outcome, Rule } from '../rule.js';
import { soleFlow } from '../soleFlow.js';
import { placeOfFact } from '../facts.js';

/** Scopes that only sites with their own sign-up ask for, whose users are the public. */
const publicScopes = new Set(['user_registration_api', 'pwdless_login_api', 'forgot_password']);

const isMobile = (app: InventoryApp): boolean => app.manifest?.app?.model === 'mobile' || app.mobile === true;

/** An app that asks for everything asks for these scopes too, and says nothing by it. */
const hasSignUp = ({ scopes }: InventoryApp): boolean =>
  scopes.known &&
  scopes.value.some(({ value }) => publicScopes.has(value)) &&
  !scopes.value.some(({ value }) => value === 'full');

const isForEveryone = (app: InventoryApp): boolean => isMobile(app) || hasSignUp(app);

const hasOnlyCustomSchemes = ({ callbackUrls }: InventoryApp): boolean =>
  callbackUrls.known &&
  callbackUrls.value.length > 0 &&
  callbackUrls.value.every(({ value }) => callbackKind(value) === 'custom-scheme');

/** API Access Control covers connected apps only (platform.md 3.4); undefined where nobody knows whether it is on. */
const isUnderAccessControl = ({ settings }: Inventory, app: InventoryApp): boolean | undefined => {
  if (app.registration !== 'connected-app') return false;
  const own = settings.filter(({ origin }) => sameOrigin(origin, app.origin));
  if (own.some(({ apiAccessControl }) => apiAccessControl.known && apiAccessControl.value)) return true;
  return own.some(({ apiAccessControl }) => apiAccessControl.known) ? false : undefined;
};

const ofControl = (controlled: boolean | undefined): string => {
  if (controlled === undefined) return '; whether API Access Control is on is not known';
  return controlled ? '; API Access Control is on' : '';
};

/** Admin approval without a grant locks everyone out. */
const namesGrant = ({ grants }: InventoryApp): boolean =>
  grants.known && grants.value.permissionSets.length + grants.value.profiles.length > 0;

const outcomesOf = (inventory: Inventory, app: InventoryApp): Outcome[] =>
  withFact(app, app.permittedUsers, (permittedUsers) => {
    if (permittedUsers !== 'self-authorize' || isForEveryone(app)) return [];
    const flow = soleFlow(app);
    if (flow.known && flow.value.flow === 'client-credentials') return [];

    const controlled = isUnderAccessControl(inventory, app);
    const confidence: Confidence = hasOnlyCustomSchemes(app) ? 'low' : flow.known ? 'high' : 'medium';
    return [
      finding(app, {
        message: `Any user can let ${app.name} act for them: the app lets all users authorise themselves.`,
        evidence: `all users may self-authorise${ofControl(controlled)}${confidence === 'low' ? '; its callbacks are those of a native app' : ''}`,
        confidence,
        ...(controlled && { severity: 3 as const }),
        location: placeOfFact(app.permittedUsers),
      }),
    ];
  });

export const selfAuthorizationAllowed: Rule = {
  id: 'self-authorization-allowed',
  title: 'App lets all users self-authorise',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['access'],
  description:
    'One talked-into user is enough to give an attacker a token, as the campaigns of 2025 showed. ' +
    'With admin approval only those whom a permission set names can connect, and a new External Client App without policies is open to everyone.',
  evidence:
    'permittedUsersPolicyType or isAdminApproved; PermittedUsersPolicyType and OptionsAllowAdminApprovedUsersOnly in an org; API Access Control of the same org.',
  confidence:
    'Medium when the flows of the app are not known, low when all its callbacks are those of a native app, which may be meant for everyone.',
  exceptions:
    'Mobile apps and apps with sign-up scopes, which are meant for everyone; apps with client credentials only, which ask no user. ' +
    'API Access Control lowers the severity of connected apps, since it covers no External Client Apps.',
  remedy:
    'Set permittedUsersPolicyType to AdminApprovedPreAuthorized (isAdminApproved of a connected app), name the permission set in the same deploy, test, then revoke the old tokens with "sf clientapp revoke".',
  references: [sbs('OAUTH-002'), nhi(3), nhi(5), nist('AC-6(10)')],
  fix: setting(
    'permittedUsers',
    { 'connected-app': 'true', 'external-client-app': 'AdminApprovedPreAuthorized' },
    'Lets only approved users in, where the app names a permission set or profile already; without one the change would lock everyone out, so there is no fix. Users whom those do not cover lose their access.',
    namesGrant,
  ),
  perApp: true,
  check: (inventory) => eachOauthApp(inventory, (app) => outcomesOf(inventory, app)),
};
