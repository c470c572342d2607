import { setTimeout as sleep } from 'node:timers/promises';
import { SfError } from '@salesforce/core/sfError';
import type { OrgConnection } from './connection.js';
import { orgErrorCode } from './failures.js';
import type { TokenRow } from './oauthTokens.js';
import { readColumns, type Answer } from './readColumns.js';
import { quoteList } from './soql.js';

/** A row of OauthToken with what revokes it. `DeleteToken` is a secret: it goes from here to `revokeToken` and nowhere else. */
export type RevocableTokenRow = TokenRow & { DeleteToken: string };

/** The tokens of these users, of apps of these names, with their DeleteTokens (audit.md A.2); 2,500 rows at most come. */
export const readRevocableTokens = (
  connection: OrgConnection,
  { userIds, appNames }: { userIds: readonly string[]; appNames: readonly string[] },
): Promise<Answer<RevocableTokenRow>> =>
  readColumns(connection, {
    object: 'OauthToken',
    columns: [
      'Id',
      'AppName',
      'UserId',
      'DeleteToken',
      'CreatedDate',
      'LastUsedDate',
      'AppMenuItem.ApplicationId',
      'User.Username',
      'User.IsActive',
    ],
    rest: `WHERE UserId IN ${quoteList(userIds)} AND AppName IN ${quoteList(appNames)}`,
  });

/** `gone`: somebody or something else ended it before. */
export type Ended = 'ended' | 'gone';

const attempts = 5;
const longestWaitMs = 60_000;

/** Answers after which the same request may well succeed. */
const isTransient = (status: number): boolean => status === 429 || status >= 500;

type Response = { statusCode: number; body: string; headers?: Record<string, string> | undefined };

/** What the org asks for, or twice as long each time. */
const waitMs = ({ headers }: Pick<Response, 'headers'>, backOffMs: number): number => {
  const asked = Number(headers?.['retry-after']);
  return Math.min(longestWaitMs, Number.isFinite(asked) && asked > 0 ? asked * 1000 : backOffMs);
};

const withinTime = async <T>(answer: Promise<T>, timeoutMs: number): Promise<T> => {
  const ended = new AbortController();
  const silence = sleep(timeoutMs, undefined, { signal: ended.signal }).then(() => {
    throw unanswered('it gave no answer');
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    ended.abort();
    silence.catch(() => undefined);
  }
};

const unanswered = (how: string): SfError =>
  new SfError(`The org can't revoke tokens at the moment: ${how}.`, 'RevocationInterruptedError', [
    'Run the same command again: it asks the org what is left and goes on with that.',
  ]);

/** Past `Connection.request`, which writes requests with their bodies to sf's log when that is set to debug. */
const postForm = async (
  { _transport: transport, instanceUrl }: OrgConnection,
  form: URLSearchParams,
  timeoutMs: number,
): Promise<Response> =>
  withinTime(
    transport.httpRequest(
      {
        method: 'POST',
        url: `${instanceUrl.replace(/\/$/, '')}/services/oauth2/revoke`,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: form.toString(),
      },
      // A redirect would take the token to another host.
      { followRedirect: false },
    ) as Promise<Response>,
    timeoutMs,
  );

/** The error code, when it is one of RFC 6749's or the endpoint's own (platform.md 6): any other text may quote the token. */
const codeOf = ({ body }: Response): string =>
  /"error"\s*:\s*"(invalid_token|unsupported_token_type|invalid_request|invalid_client|unauthorized_client|server_error)"/.exec(
    String(body),
  )?.[1] ?? '';

/**
 * Revokes one token, in the body and not in the address, so that no proxy writes it down. Asking twice does no harm:
 * a token that is gone is refused as `invalid_token` (platform.md 6).
 *
 * @throws RevocationInterruptedError when the org does not come round; RevocationRefusedError for any other refusal
 */
export const revokeToken = async (
  connection: OrgConnection,
  deleteToken: string,
  { timeoutMs = 60_000, firstWaitMs = 250 }: { timeoutMs?: number; firstWaitMs?: number } = {},
): Promise<Ended> => {
  const form = new URLSearchParams({ token: deleteToken });
  let how = '';
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    let response: Response | undefined;
    try {
      response = await postForm(connection, form, timeoutMs);
    } catch (error) {
      // Only the kind of failure: what a transport says may quote the request.
      how = `the connection broke (${orgErrorCode(error) ?? 'unknown'})`;
    }
    if (response && response.statusCode < 300) return 'ended';
    if (response && !isTransient(response.statusCode)) {
      // After an attempt without an answer it was most likely that attempt.
      if (codeOf(response) === 'invalid_token') return attempt === 0 ? 'gone' : 'ended';
      throw new SfError(`the org answered ${response.statusCode} ${codeOf(response)}`.trim(), 'RevocationRefusedError');
    }
    if (response) how = `it answered ${response.statusCode}`;
    if (attempt < attempts - 1) await sleep(waitMs(response ?? {}, firstWaitMs * 2 ** attempt));
  }
  throw unanswered(how);
};

const isAbsent = (error: unknown): boolean =>
  ['NOT_FOUND', 'ERROR_HTTP_404', 'ENTITY_IS_DELETED'].includes(orgErrorCode(error) ?? '');

/** Revokes all tokens of one External Client App, `0xI…`, in one call (audit.md A.8). */
export const revokeTokensOfApp = async (connection: OrgConnection, appId: string): Promise<void> => {
  await connection.request({
    method: 'DELETE',
    url: `${connection.baseUrl()}/apps/oauth/usage/${encodeURIComponent(appId)}/tokens`,
  });
};

/** Ends a live session (audit.md A.6). */
export const endSession = async (connection: OrgConnection, sessionId: string): Promise<Ended> => {
  try {
    await connection.request({
      method: 'DELETE',
      url: `${connection.baseUrl()}/sobjects/AuthSession/${encodeURIComponent(sessionId)}`,
    });
    return 'ended';
  } catch (error) {
    if (isAbsent(error)) return 'gone';
    throw error;
  }
};

export type NamedUserRow = { Id: string; Username: string; IsActive?: boolean };

/** Users by username or id. */
export const readNamedUsers = (
  connection: OrgConnection,
  { usernames = [], ids = [] }: { usernames?: readonly string[]; ids?: readonly string[] },
): Promise<Answer<NamedUserRow>> => {
  const conditions = [
    ...(usernames.length > 0 ? [`Username IN ${quoteList(usernames)}`] : []),
    ...(ids.length > 0 ? [`Id IN ${quoteList(ids)}`] : []),
  ];
  return readColumns(connection, {
    object: 'User',
    columns: ['Id', 'Username', 'IsActive'],
    rest: `WHERE ${conditions.join(' OR ')}`,
  });
};
