import { findComponent, findFamily, readText } from '../lookup.js';
import { type Behaviour, type OrgContext, refuse, type Rule } from './change.js';
import { findConsumer } from './consumers.js';
import { orgId } from './externalClientApp.js';
import { familyRules, findParent, limitList, parentName, readRanges } from './family.js';
import { isSameId } from './values.js';

/** The list that an organisation of API 67 printed, in its order (platform.md 1.5). */
const ecaScopes = [
  'Basic OfflineAccess DataCloudUserClaims Email Address CDPSegment Chatbot CustomApplications Full Profile CDP',
  'CDPProfile RefreshToken Phone PwdlessLogin Interaction Pardot CDPIngest CDPIdentityResolution CustomPermissions',
  'ForgotPassword UserRegistration OpenID Chatter Wave SFApiPlatform SCRT Web EinsteinGPT Lightning Content',
  'CDPCalculatedInsight Eclair Api MCP CDPQuery',
].flatMap((line) => line.split(' '));

export const splitCommas = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const scopesAreKnown: Rule = ({ document }) => {
  const unknown = splitCommas(readText(document.fields, 'commaSeparatedOauthScopes')).find(
    (scope) => !ecaScopes.includes(scope),
  );
  return unknown
    ? refuse(`Invalid OAuth scope: ${unknown}. Specify one or more of these values: ${ecaScopes.join(', ')}`)
    : undefined;
};

/** A link to another organisation's consumer is for packaged apps (platform.md 2.7). */
const linkIsOurs: Rule = (change) => {
  const { document, org } = change;
  const link = readText(document.fields, 'oauthLink');
  const parent = findParent(change);
  if (
    !link ||
    !parent ||
    isOurLink(org, link, parent.id) ||
    readText(parent.fields, 'distributionState') === 'Packaged'
  ) {
    return undefined;
  }
  return refuse(
    `We couldn't update your OAuth link because the external client app ${parentName(document)} doesn't have distribution state PACKAGED.`,
  );
};

const isOurLink = (org: OrgContext, link: string, appId: string): boolean => {
  const [organisation = '', consumerId = ''] = link.split(':');
  const consumer = findConsumer(org, appId);
  return (
    isSameId(organisation, org.directory.organizationId) && consumer !== undefined && isSameId(consumerId, consumer.id)
  );
};

export const oauthSettings: Behaviour = {
  rules: [
    ...familyRules,
    scopesAreKnown,
    linkIsOurs,
    limitList('trustedIpRanges'),
    readRanges('trustedIpRanges'),
    limitList('customAttributes'),
  ],
  keep: ({ document }) => ({
    isFirstPartyAppEnabled: 'false',
    ...document.fields,
    label: readText(document.fields, 'label') || document.fullName,
  }),
  /** The link is made by the platform once there is a consumer (platform.md 2.3). */
  render: (component, org) => {
    const parent = findComponent(
      org.draft,
      'ExternalClientApplication',
      readText(component.fields, 'externalClientApplication') ?? '',
    );
    const consumer = parent && findConsumer(org, parent.id);
    return consumer
      ? { ...component.fields, oauthLink: `${orgId(org.directory.organizationId)}:${consumer.id.slice(0, 15)}` }
      : component.fields;
  },
};

/** Global settings hang on OAuth settings of the same app (platform.md 2.7). */
export const hasOauthSettings: Rule = ({ document, org }) =>
  findFamily(org.draft, parentName(document), 'ExtlClntAppOauthSettings')
    ? undefined
    : refuse(
        "The external client app configured in your global OAuth Settings doesn't have a valid OAuth settings configuration.",
      );
