import { SfError } from '@salesforce/core/sfError';

/** The error code of a REST or SOAP answer (`INVALID_TYPE`, `sf:INVALID_SESSION_ID` …), without a namespace prefix. */
export const orgErrorCode = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const code = 'errorCode' in error && typeof error.errorCode === 'string' ? error.errorCode : error.name;
  return code.replace(/^\w+:/, '');
};

const networkCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);

const networkCodeOf = (error: unknown): string | undefined => {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if ('code' in cause && typeof cause.code === 'string' && networkCodes.has(cause.code)) return cause.code;
    const named = /\b(E[A-Z]{4,}|EAI_AGAIN|UND_ERR_[A-Z_]+)\b/.exec(cause.message)?.[1];
    if (named && networkCodes.has(named)) return named;
  }
  return undefined;
};

/** Session ids and access tokens, `00D…!…`, wherever a library has put one. */
const accessToken = /00D[A-Za-z0-9]{12,15}(!|%21)[A-Za-z0-9._%-]+/g;

const withoutTokens = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  error.message = error.message.replace(accessToken, '[access token]');
  if (error.stack) error.stack = error.stack.replace(accessToken, '[access token]');
  return error;
};

/**
 * Failures that any call can meet, turned into errors that say what to do; others pass as they are, but for access
 * tokens in their text.
 */
export const explainOrgFailure = (failure: unknown, org: string): unknown => {
  const error = withoutTokens(failure);
  const code = orgErrorCode(error);
  if (
    code === 'INVALID_SESSION_ID' ||
    (error instanceof Error && /expired access\/refresh token|Session expired or invalid/i.test(error.message))
  ) {
    return new SfError(
      `The session of ${org} has expired or was revoked.`,
      'SessionExpiredError',
      [`Run "sf org login web --alias ${org}" (or the sign-in your CI uses) and try again.`],
      1,
      error instanceof Error ? error : undefined,
    );
  }
  const network = networkCodeOf(error);
  if (network) {
    return new SfError(
      `${org} can't be reached (${network}).`,
      'OrgUnreachableError',
      ['Check the network, the proxy settings (HTTPS_PROXY) and the instance URL shown by "sf org display".'],
      1,
      error instanceof Error ? error : undefined,
    );
  }
  return error;
};
