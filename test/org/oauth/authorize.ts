import { covers } from '../apps/scopes.js';
import { readSettings } from '../metadata/index.js';
import { html, redirect, type Answer } from '../http/exchange.js';
import type { Call, Route } from '../http/router.js';
import type { Org } from '../org.js';
import { effectiveGrants } from '../permissions.js';
import { openSession, randomToken } from '../sessions.js';
import { findUser } from '../tables/users.js';
import { showApproval } from './approvalPage.js';
import { findClient, type Client } from './client.js';
import { OauthRefusal, refusals } from './errors.js';
import { addressOf, readForm } from './token.js';
import { admitUser } from './users.js';

type Wish = { client: Client; redirectUri: string; scopes: string[]; form: URLSearchParams };

const back = (uri: string, answer: Record<string, string>, state: string | null, mark: '?' | '#' = '?'): Answer => {
  const parameters = new URLSearchParams({ ...answer, ...(state !== null && { state }) });
  const separator = mark === '?' && uri.includes('?') ? '&' : mark;
  return redirect(`${uri}${separator}${parameters.toString()}`);
};

/** Without a known app and callback there is nowhere to send the error: it is shown. */
const showError = ({ error, description }: OauthRefusal): Answer =>
  html(
    400,
    `<!doctype html><title>Error</title><p>error=${error}&amp;error_description=${encodeURIComponent(description)}</p>`,
  );

const checkPkce = (org: Org, { client, form }: Wish): void => {
  const isOrgWide = readSettings(org.state.metadata, 'OauthOidc').isPkceRequired === 'true';
  const challenge = form.get('code_challenge');
  if (!challenge && (client.app.isPkceRequired || isOrgWide))
    throw new OauthRefusal('invalid_request', 'missing required code challenge');
  if (challenge && form.get('code_challenge_method') !== 'S256')
    throw new OauthRefusal('invalid_request', 'invalid code challenge method');
};

const checkResponseType = (org: Org, { form }: Wish): void => {
  const type = form.get('response_type');
  const isUserAgentBlocked = readSettings(org.state.metadata, 'OauthOidc').blockOAuthUsrAgtFlow === 'true';
  if (type !== 'code' && (type !== 'token' || isUserAgentBlocked))
    throw new OauthRefusal('unsupported_response_type', 'response type not supported');
};

const checkWish = (org: Org, wish: Wish): void => {
  checkResponseType(org, wish);
  if (wish.form.get('response_type') === 'code') checkPkce(org, wish);
  const foreign = wish.scopes.find((scope) => !covers(wish.client.app.scopes, scope));
  if (foreign) throw new OauthRefusal('invalid_scope', `the requested scope is not allowed: ${foreign}`);
};

const readWish = (org: Org, form: URLSearchParams): Wish => {
  const client = findClient(org, form.get('client_id') ?? '');
  const redirectUri = form.get('redirect_uri') ?? '';
  if (!client.app.callbackUrls.includes(redirectUri)) throw refusals.redirectMismatch();
  const asked = (form.get('scope') ?? '').split(' ').filter(Boolean);
  const scopes = asked.map((scope) => (scope === 'offline_access' ? 'refresh_token' : scope));
  return { client, redirectUri, form, scopes: scopes.length ? scopes : client.app.scopes };
};

/** Errors before the callback is known are shown, later ones travel to it. */
const withWish = (call: Call, go: (wish: Wish) => Answer): Answer => {
  let redirectUri: string | undefined;
  const form = readForm(call);
  try {
    const wish = readWish(call.org, form);
    redirectUri = wish.redirectUri;
    checkWish(call.org, wish);
    return go(wish);
  } catch (error) {
    if (!(error instanceof OauthRefusal)) throw error;
    if (redirectUri === undefined) return showError(error);
    // The browser's name for what the token endpoint calls invalid_app_access (platform.md 6).
    const code = error.error === 'invalid_app_access' ? 'OAUTH_APP_ACCESS_DENIED' : error.error;
    return back(redirectUri, { error: code, error_description: error.description }, form.get('state'));
  }
};

const pagePath = '/setup/secur/RemoteAccessAuthorizationPage.apexp';

const start = (call: Call): Answer =>
  withWish(call, () => redirect(`${call.org.url}${pagePath}?${readForm(call).toString()}`));

const ask = (call: Call): Answer =>
  withWish(call, ({ client, scopes, form }) => html(200, showApproval(client.app.label, scopes, form)));

const grantToken = (
  { org }: Call,
  { client, redirectUri, scopes, form }: Wish,
  userId: string,
  address: string,
): Answer => {
  const { app } = client;
  const { token } = openSession(org, {
    userId,
    appId: app.id,
    appName: app.label,
    scopes,
    timeoutMinutes: 120,
    sourceIp: address,
  });
  return back(
    redirectUri,
    { access_token: token, instance_url: org.url, token_type: 'Bearer' },
    form.get('state'),
    '#',
  );
};

const grantCode = ({ org }: Call, { client, redirectUri, scopes, form }: Wish, userId: string): Answer => {
  const code = `aPrx${randomToken(40)}`;
  const challenge = form.get('code_challenge');
  org.state.codes.push({
    code,
    clientId: client.credential.key,
    userId,
    redirectUri,
    scopes,
    ...(challenge && { challenge }),
    issuedAt: org.clock.now(),
    used: false,
  });
  return back(redirectUri, { code }, form.get('state'));
};

const decide = (call: Call): Answer =>
  withWish(call, (wish) => {
    const { org } = call;
    if (wish.form.get('decision') !== 'allow') throw new OauthRefusal('access_denied', 'end-user denied authorization');
    const user = findUser(org, wish.form.get('username') ?? '');
    // API-only users have no way through the browser (platform.md 7.1).
    if (!user || effectiveGrants(org, user.Id).userPermissions.has('ApiUserOnly'))
      throw refusals.authenticationFailed();
    const address = addressOf(call);
    admitUser(org, { app: wish.client.app, user, address, loginSubType: 'OauthWebServer' });
    return wish.form.get('response_type') === 'token'
      ? grantToken(call, wish, user.Id, address)
      : grantCode(call, wish, user.Id);
  });

export const authorizeRoutes: Route[] = [
  { method: 'GET', path: '/services/oauth2/authorize', handle: start },
  { method: 'GET', path: pagePath, handle: ask },
  { method: 'POST', path: pagePath, handle: decide },
];
