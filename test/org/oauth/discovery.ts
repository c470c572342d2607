import { json, type Answer } from '../http/exchange.js';
import { oauthScopes } from '../apps/scopes.js';
import type { Call, Route } from '../http/router.js';

const show = ({ org: { url } }: Call): Answer =>
  json(200, {
    issuer: url,
    authorization_endpoint: `${url}/services/oauth2/authorize`,
    token_endpoint: `${url}/services/oauth2/token`,
    revocation_endpoint: `${url}/services/oauth2/revoke`,
    userinfo_endpoint: `${url}/services/oauth2/userinfo`,
    introspection_endpoint: `${url}/services/oauth2/introspect`,
    jwks_uri: `${url}/id/keys`,
    scopes_supported: [...new Set(Object.values(oauthScopes))],
    response_types_supported: ['code', 'token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  });

export const discoveryRoutes: Route[] = [
  { method: 'GET', path: '/.well-known/openid-configuration', handle: show },
  { method: 'GET', path: '/id/keys', handle: () => json(200, { keys: [] }) },
];
