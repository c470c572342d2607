import { json, Refusal } from '../http/exchange.js';

/** An OAuth error: always a code and a description (platform.md 6, error strings). */
export class OauthRefusal extends Refusal {
  public readonly error: string;
  public readonly description: string;

  public constructor(error: string, description: string, status = 400) {
    super(json(status, { error, error_description: description }, { 'Cache-Control': 'no-cache, no-store' }));
    this.error = error;
    this.description = description;
  }
}

export const refusals = {
  unknownKey: () => new OauthRefusal('invalid_client_id', 'client identifier invalid'),
  wrongSecret: () => new OauthRefusal('invalid_client', 'invalid client credentials'),
  notInstalledConnectedApp: () => new OauthRefusal('invalid_client', 'app must be installed into org'),
  notInstalledExternalClientApp: () =>
    new OauthRefusal('invalid_client', 'External client app is not installed in this org'),
  blocked: () => new OauthRefusal('app_blocked', 'this app is blocked by admin'),
  notApproved: () => new OauthRefusal('invalid_grant', "user hasn't approved this consumer"),
  notAdminApproved: () => new OauthRefusal('invalid_app_access', 'user is not admin approved to access this app'),
  noRunAsUser: () => new OauthRefusal('invalid_grant', 'no client credentials user enabled'),
  clientCredentialsOff: () => new OauthRefusal('invalid_grant', 'client credentials flow not enabled'),
  wrongAudience: () => new OauthRefusal('invalid_grant', 'audience is invalid'),
  expiredToken: () => new OauthRefusal('invalid_grant', 'expired access/refresh token'),
  expiredAssertion: () => new OauthRefusal('invalid_grant', 'expired assertion'),
  repeatedAssertion: () => new OauthRefusal('invalid_grant', 'assertion has already been used'),
  badAssertion: () => new OauthRefusal('invalid_grant', 'invalid assertion'),
  expiredCode: () => new OauthRefusal('invalid_grant', 'expired authorization code'),
  badCode: () => new OauthRefusal('invalid_grant', 'invalid authorization code'),
  wrongVerifier: () => new OauthRefusal('invalid_request', 'invalid code verifier'),
  missingVerifier: () => new OauthRefusal('invalid_grant', 'missing code verifier'),
  authenticationFailed: () => new OauthRefusal('invalid_grant', 'authentication failure'),
  ipRestricted: () => new OauthRefusal('invalid_grant', 'ip restricted'),
  inactiveUser: () => new OauthRefusal('invalid_grant', 'inactive user'),
  sessionLevel: () => new OauthRefusal('invalid_grant', 'high assurance session required'),
  refreshScopeMissing: () =>
    new OauthRefusal(
      'invalid_request',
      'refresh_token scope is required and the connected app should be installed and preauthorized',
    ),
  scopeNotAllowed: () => new OauthRefusal('invalid_request', 'scope parameter not supported'),
  unsupportedGrant: () => new OauthRefusal('unsupported_grant_type', 'grant type not supported'),
  redirectMismatch: () => new OauthRefusal('redirect_uri_mismatch', 'redirect_uri must match configuration'),
};
