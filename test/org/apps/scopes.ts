/** Metadata spelling to OAuth spelling (platform.md 1.5). Synonyms meet in one scope. */
export const oauthScopes: Record<string, string> = {
  Api: 'api',
  Web: 'web',
  Full: 'full',
  RefreshToken: 'refresh_token',
  OfflineAccess: 'refresh_token',
  Basic: 'id',
  Profile: 'id',
  Email: 'id',
  Address: 'id',
  Phone: 'id',
  OpenID: 'openid',
  Chatter: 'chatter_api',
  CustomApplications: 'visualforce',
  CustomPermissions: 'custom_permissions',
  Wave: 'wave_api',
  Eclair: 'eclair_api',
  Pardot: 'pardot_api',
  Lightning: 'lightning',
  Content: 'content',
  CDP: 'cdp_api',
  CDPIngest: 'cdp_ingest_api',
  CDPProfile: 'cdp_profile_api',
  CDPQuery: 'cdp_query_api',
  CDPSegment: 'cdp_segment_api',
  CDPIdentityResolution: 'cdp_identityresolution_api',
  CDPCalculatedInsight: 'cdp_calculated_insight_api',
  Chatbot: 'chatbot_api',
  SFAP: 'sfap_api',
  SFApiPlatform: 'sfap_api',
  Interaction: 'interaction_api',
  EinsteinGPT: 'einstein_gpt_api',
  MCP: 'mcp_api',
  SCRT: 'scrt_api',
  PwdlessLogin: 'pwdless_login_api',
  ForgotPassword: 'forgot_password',
  UserRegistration: 'user_registration_api',
  DataCloudUserClaims: 'data_cloud_user_claims',
};

export const toOauthScopes = (metadata: string[]): string[] => [
  ...new Set(metadata.map((scope) => oauthScopes[scope] ?? scope.toLowerCase())),
];

/** `full` covers everything but a refresh token, which has to be asked for (platform.md 1.5). */
export const covers = (granted: string[], wanted: string): boolean => {
  const scope = wanted === 'offline_access' ? 'refresh_token' : wanted;
  return granted.includes(scope) || (granted.includes('full') && scope !== 'refresh_token');
};
