import { canonicalScope } from '../../app/scopes.js';
import { known, type Fact, type InventoryApp, type Located, type Origin } from '../../inventory/types.js';
import { betweenCommas, childText } from '../elements.js';
import { validRoot } from '../readDocument.js';
import { headerFields } from '../schema/externalClientApp.js';
import { ipRelaxationInExternalApp, keyOf, permittedUsersInExternalApp } from '../spelling/policies.js';
import { callbacksOf } from './connectedApp.js';
import { readRefreshToken } from './externalRefreshToken.js';
import { countFact, flagFact, parsedFact, placeIn, splitLocated, textFact, type Part } from './facts.js';
import type { ExternalClientAppFiles } from './groupExternalClientApps.js';
import { ipRangesOf } from './ipRanges.js';
import { namespaceOf } from './namespace.js';
import { orgBoundOf, rotatesOnDeployOf, secretElementsOf } from './notableElements.js';
import { factFrom, satelliteOf, type Satellite } from './satellite.js';

/** Permission sets named in the SAML policies open the whole app (platform.md 2.6). */
const grantsOf = (
  policies: Part,
  saml: Satellite,
): Fact<{ permissionSets: Array<Located<string>>; profiles: Array<Located<string>> }> => {
  const parts = saml.part ? [policies, saml.part] : [policies];
  return known({
    permissionSets: parts.flatMap((part) => splitLocated(part, 'commaSeparatedPermissionSet', betweenCommas)),
    profiles: parts.flatMap((part) => splitLocated(part, 'commaSeparatedProfile', betweenCommas)),
  });
};

/** An app is on when it is enabled and so is its OAuth plug-in: both are kill switches (platform.md 2.6). */
const enabledOf = (policies: Part): Fact<boolean> => {
  const enabled = flagFact(policies, 'isEnabled');
  const plugin = flagFact(policies, 'isOauthPluginEnabled');
  return enabled.known && plugin.known && enabled.value ? plugin : enabled;
};

const oauthTypes = [
  'ExtlClntAppOauthSettings',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
] as const;

const usesOauthOf = (files: ExternalClientAppFiles, settings: Satellite): Fact<boolean> => {
  if (oauthTypes.some((type) => files.satellites.has(type))) return known(true);
  // Another plug-in alone: an app for SAML, canvas or the like.
  const others = [...files.satellites.keys()].filter((type) => type !== 'ExtlClntAppConfigurablePolicies');
  return others.length > 0 ? known(false) : factFrom(settings, () => known(true));
};

const globalFactsOf = (global: Satellite) => ({
  callbackUrls: factFrom(global, (part) => known(callbacksOf(part))),
  pkceRequired: factFrom(global, (part) => flagFact(part, 'isPkceRequired')),
  secretOptional: factFrom(global, (part) => flagFact(part, 'isConsumerSecretOptional')),
  secretRequiredForRefresh: factFrom(global, (part) => flagFact(part, 'isSecretRequiredForRefreshToken')),
  refreshTokenRotation: factFrom(global, (part) => flagFact(part, 'isRefreshTokenRotationEnabled')),
  deviceFlow: factFrom(global, (part) => flagFact(part, 'isDeviceFlowEnabled')),
  certificate: factFrom(global, (part) => textFact(part, 'certificate')),
  consumerKey: factFrom(global, (part) => textFact(part, 'consumerKey')),
});

const policyFactsOf = (policies: Satellite, saml: Satellite) => ({
  permittedUsers: factFrom(policies, (part) =>
    parsedFact(part, 'permittedUsersPolicyType', (text) => keyOf(permittedUsersInExternalApp, text)),
  ),
  grants: factFrom(policies, (part) => grantsOf(part, saml)),
  ipRelaxation: factFrom(policies, (part) =>
    parsedFact(part, 'ipRelaxationPolicyType', (text) => keyOf(ipRelaxationInExternalApp, text)),
  ),
  refreshToken: factFrom(policies, readRefreshToken),
  sessionTimeoutMinutes: factFrom(policies, (part) => countFact(part, 'sessionTimeoutInMinutes')),
  guestCodeCredentialFlow: factFrom(policies, (part) => flagFact(part, 'isGuestCodeCredFlowEnabled')),
});

const headerOf = ({ header }: ExternalClientAppFiles, origin: Origin): Satellite => {
  const element = validRoot(header);
  if (!element) return { missing: `the file ${header.file} cannot be read` };
  return { part: { element, fields: headerFields, place: placeIn(header, origin) } };
};

/**
 * An External Client App as its files have it. What a file leaves out has the platform's default; what stands in a file
 * that is not there is unknown (platform.md 2.2 to 2.6).
 */
export const readExternalClientApp = (files: ExternalClientAppFiles, origin: Origin): InventoryApp => {
  const header = headerOf(files, origin);
  const settings = satelliteOf(files, 'ExtlClntAppOauthSettings', origin);
  const global = satelliteOf(files, 'ExtlClntAppGlobalOauthSettings', origin);
  const policies = satelliteOf(files, 'ExtlClntAppOauthConfigurablePolicies', origin);
  const namespace = namespaceOf(files.name);
  const documents = [files.header, ...files.satellites.values()];
  return {
    name: files.name,
    label: childText(header.part?.element, 'label'),
    registration: 'external-client-app',
    origin,
    namespace,
    managed: namespace !== undefined,
    firstParty: false,
    mobile: files.satellites.has('ExtlClntAppMobileSettings'),
    usesOauth: usesOauthOf(files, settings),
    description: factFrom(header, (part) => textFact(part, 'description')),
    contactEmail: factFrom(header, (part) => textFact(part, 'contactEmail')),
    scopes: factFrom(settings, (part) =>
      known(
        splitLocated(part, 'commaSeparatedOauthScopes', betweenCommas).map((scope) => ({
          ...scope,
          value: canonicalScope(scope.value),
        })),
      ),
    ),
    clientAssertionCertificate: factFrom(settings, (part) => textFact(part, 'clientAssertionCertificate')),
    ipRanges: factFrom(settings, (part) =>
      known(ipRangesOf(part, 'trustedIpRanges', { start: 'startIpAddress', end: 'endIpAddress' })),
    ),
    ...globalFactsOf(global),
    ...policyFactsOf(policies, satelliteOf(files, 'ExtlClntAppSamlConfigurablePolicies', origin)),
    clientCredentials: {
      settings: factFrom(global, (part) => flagFact(part, 'isClientCredentialsFlowEnabled')),
      policy: factFrom(policies, (part) => flagFact(part, 'isClientCredentialsFlowEnabled')),
      runAsUser: factFrom(policies, (part) => textFact(part, 'clientCredentialsFlowUser')),
    },
    orgBound: documents.flatMap((document) => orgBoundOf(document, origin)),
    secretElements: documents.flatMap((document) => secretElementsOf(document, origin)),
    rotatesOnDeploy: documents.flatMap((document) => rotatesOnDeployOf(document, origin)),
    enabled: factFrom(satelliteOf(files, 'ExtlClntAppConfigurablePolicies', origin), enabledOf),
    documents: origin.kind === 'source' ? [...documents, ...files.unreadable] : [],
  };
};
