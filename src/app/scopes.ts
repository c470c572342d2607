import type { Registration } from './clientApp.js';

/**
 * One OAuth scope in all its spellings: the OAuth string, the metadata value of each registration family, and the
 * column of `ExtlClntAppOauthSettings` in SOQL.
 */
export type Scope = {
  /** As sent in OAuth requests and written in manifests. */
  oauth: string;
  /** `ConnectedAppOauthAccessScope` value; absent where the family has none. */
  connectedApp?: string;
  /** Value inside `commaSeparatedOauthScopes`; absent where the family has none. */
  externalClientApp?: string;
  /** Suffix of the `OauthScopes…` column. */
  column?: string;
  /** The scope that a retrieve gives back instead of this one. */
  sameAs?: string;
  meaning: string;
};

/** Every scope of both metadata families, in the order of the ConnectedApp enum. */
export const scopes: readonly Scope[] = [
  {
    oauth: 'id',
    connectedApp: 'Basic',
    externalClientApp: 'Basic',
    column: 'SSO',
    meaning: 'Read the identity URL: name, e-mail, address, phone',
  },
  {
    oauth: 'api',
    connectedApp: 'Api',
    externalClientApp: 'Api',
    column: 'API',
    meaning: 'Call the REST, SOAP and Bulk APIs',
  },
  {
    oauth: 'web',
    connectedApp: 'Web',
    externalClientApp: 'Web',
    column: 'WEB',
    meaning: 'Open Salesforce pages in a browser',
  },
  {
    oauth: 'full',
    connectedApp: 'Full',
    externalClientApp: 'Full',
    column: 'FULL',
    meaning: 'Everything the user can do',
  },
  {
    oauth: 'chatter_api',
    connectedApp: 'Chatter',
    externalClientApp: 'Chatter',
    column: 'CHATTER_REST_API',
    meaning: 'Call the Connect REST API',
  },
  {
    oauth: 'visualforce',
    connectedApp: 'CustomApplications',
    externalClientApp: 'CustomApplications',
    column: 'VF',
    meaning: 'Open Visualforce pages',
  },
  {
    oauth: 'refresh_token',
    connectedApp: 'RefreshToken',
    externalClientApp: 'RefreshToken',
    column: 'REFRESH_TOKEN',
    meaning: 'Keep access while the user is away',
  },
  {
    oauth: 'openid',
    connectedApp: 'OpenID',
    externalClientApp: 'OpenID',
    column: 'OPENID',
    meaning: 'Receive an OpenID Connect ID token',
  },
  {
    oauth: 'profile',
    connectedApp: 'Profile',
    externalClientApp: 'Profile',
    column: 'PROFILE',
    sameAs: 'id',
    meaning: 'Read the profile part of the identity URL',
  },
  {
    oauth: 'email',
    connectedApp: 'Email',
    externalClientApp: 'Email',
    column: 'EMAIL',
    sameAs: 'id',
    meaning: 'Read the e-mail part of the identity URL',
  },
  {
    oauth: 'address',
    connectedApp: 'Address',
    externalClientApp: 'Address',
    column: 'ADDRESS',
    sameAs: 'id',
    meaning: 'Read the address part of the identity URL',
  },
  {
    oauth: 'phone',
    connectedApp: 'Phone',
    externalClientApp: 'Phone',
    column: 'PHONE',
    sameAs: 'id',
    meaning: 'Read the phone part of the identity URL',
  },
  {
    oauth: 'offline_access',
    connectedApp: 'OfflineAccess',
    externalClientApp: 'OfflineAccess',
    column: 'OFFLINE_ACCESS',
    sameAs: 'refresh_token',
    meaning: 'Keep access while the user is away',
  },
  {
    oauth: 'custom_permissions',
    connectedApp: 'CustomPermissions',
    externalClientApp: 'CustomPermissions',
    column: 'CUSTOM_PERMISSIONS',
    meaning: 'Read the custom permissions of the user',
  },
  {
    oauth: 'wave_api',
    connectedApp: 'Wave',
    externalClientApp: 'Wave',
    column: 'WAVE_REST_API',
    meaning: 'Call the CRM Analytics API',
  },
  {
    oauth: 'eclair_api',
    connectedApp: 'Eclair',
    externalClientApp: 'Eclair',
    column: 'ECLAIR_REST_API',
    meaning: 'Read CRM Analytics charts',
  },
  {
    oauth: 'pardot_api',
    connectedApp: 'Pardot',
    externalClientApp: 'Pardot',
    column: 'PARDOT_API',
    meaning: 'Call the Account Engagement API',
  },
  {
    oauth: 'lightning',
    connectedApp: 'Lightning',
    externalClientApp: 'Lightning',
    column: 'LIGHTNING',
    meaning: 'Open Lightning pages (hybrid apps)',
  },
  {
    oauth: 'content',
    connectedApp: 'Content',
    externalClientApp: 'Content',
    column: 'CONTENT',
    meaning: 'Open content (hybrid apps)',
  },
  {
    oauth: 'cdp_ingest_api',
    connectedApp: 'CDPIngest',
    externalClientApp: 'CDPIngest',
    column: 'CDP_INGEST_API',
    meaning: 'Write to Data 360',
  },
  {
    oauth: 'cdp_profile_api',
    connectedApp: 'CDPProfile',
    externalClientApp: 'CDPProfile',
    column: 'CDP_PROFILE_API',
    meaning: 'Read Data 360 profiles',
  },
  {
    oauth: 'cdp_query_api',
    connectedApp: 'CDPQuery',
    externalClientApp: 'CDPQuery',
    column: 'CDP_QUERY_API',
    meaning: 'Query Data 360',
  },
  {
    oauth: 'chatbot_api',
    connectedApp: 'Chatbot',
    externalClientApp: 'Chatbot',
    column: 'CHATBOT_API',
    meaning: 'Call the bot API',
  },
  {
    oauth: 'cdp_segment_api',
    connectedApp: 'CDPSegment',
    externalClientApp: 'CDPSegment',
    column: 'CDP_SEGMENT_API',
    meaning: 'Manage Data 360 segments',
  },
  {
    oauth: 'cdp_identityresolution_api',
    connectedApp: 'CDPIdentityResolution',
    externalClientApp: 'CDPIdentityResolution',
    column: 'CDP_IDENTITYRESOLUTION_API',
    meaning: 'Manage Data 360 identity resolution',
  },
  {
    oauth: 'cdp_calculated_insight_api',
    connectedApp: 'CDPCalculatedInsight',
    externalClientApp: 'CDPCalculatedInsight',
    column: 'CDP_CALCULATED_INSIGHT_API',
    meaning: 'Manage Data 360 calculated insights',
  },
  {
    oauth: 'forgot_password',
    connectedApp: 'ForgotPassword',
    externalClientApp: 'ForgotPassword',
    column: 'FORGOT_PASSWORD',
    meaning: 'Reset passwords in a headless app',
  },
  {
    oauth: 'user_registration_api',
    connectedApp: 'UserRegistration',
    externalClientApp: 'UserRegistration',
    column: 'USER_REGISTRATION_API',
    meaning: 'Register users in a headless app',
  },
  {
    oauth: 'sfap_api',
    connectedApp: 'SFAP',
    externalClientApp: 'SFApiPlatform',
    column: 'SFAP_API',
    meaning: 'Call the Salesforce API Platform',
  },
  {
    oauth: 'interaction_api',
    connectedApp: 'Interaction',
    externalClientApp: 'Interaction',
    column: 'INTERACTION_API',
    meaning: 'Call the Interaction API',
  },
  {
    oauth: 'cdp_api',
    connectedApp: 'CDP',
    externalClientApp: 'CDP',
    column: 'CDP_API',
    meaning: 'Call every Data 360 API',
  },
  {
    oauth: 'einstein_gpt_api',
    connectedApp: 'EinsteinGPT',
    externalClientApp: 'EinsteinGPT',
    column: 'EINSTEIN_GPT_API',
    meaning: 'Call the generative AI API',
  },
  {
    oauth: 'pwdless_login_api',
    connectedApp: 'PwdlessLogin',
    externalClientApp: 'PwdlessLogin',
    column: 'PWDLESS_LOGIN_API',
    meaning: 'Sign users in without a password in a headless app',
  },
  {
    oauth: 'mcp_api',
    connectedApp: 'MCP',
    externalClientApp: 'MCP',
    column: 'MCP_API',
    meaning: 'Call hosted MCP servers',
  },
  {
    oauth: 'scrt_api',
    connectedApp: 'SCRT',
    externalClientApp: 'SCRT',
    column: 'SCRT_API',
    meaning: 'Call the messaging API',
  },
  {
    oauth: 'data_cloud_user_claims',
    connectedApp: 'DataCloudUserClaims',
    externalClientApp: 'DataCloudUserClaims',
    column: 'DATA_CLOUD_USER_CLAIMS',
    meaning: 'Carry Data 360 claims of the user',
  },
  { oauth: 'a2a_api', connectedApp: 'A2A', meaning: 'Agent to agent calls' },
  { oauth: 'cmdb_discovery_api', connectedApp: 'CmdbDiscovery', meaning: 'CMDB discovery' },
  { oauth: 'semantic_layer_api', connectedApp: 'SemanticLayer', meaning: 'Query the semantic layer' },
];

const bySpelling = new Map<string, Scope>(
  scopes.flatMap((scope) =>
    [scope.oauth, scope.connectedApp, scope.externalClientApp]
      .filter((spelling) => spelling !== undefined)
      .map((spelling) => [spelling.toLowerCase(), scope] as const),
  ),
);

/** The scope of any spelling (OAuth or metadata, any case), or undefined. */
export const findScope = (spelling: string): Scope | undefined => bySpelling.get(spelling.trim().toLowerCase());

/** The OAuth spelling that an org gives back for this one (`offline_access` becomes `refresh_token`); unknown ones stay as they are. */
export const canonicalScope = (spelling: string): string => {
  const scope = findScope(spelling);
  return scope?.sameAs ?? scope?.oauth ?? spelling.trim();
};

/** The metadata value of a scope for this registration, or undefined where the family has none. */
export const scopeInMetadata = (oauth: string, registration: Registration): string | undefined => {
  const scope = findScope(oauth);
  return registration === 'connected-app' ? scope?.connectedApp : scope?.externalClientApp;
};
