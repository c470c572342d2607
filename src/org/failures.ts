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

/** An error and what it names as its cause, as far as anyone prints them. */
const chainOf = (error: unknown): Error[] => {
  const chain: Error[] = [];
  for (let cause: unknown = error; cause instanceof Error && chain.length < 10; cause = cause.cause) chain.push(cause);
  return chain;
};

const networkCodeOf = (error: Error): string | undefined => {
  if ('code' in error && typeof error.code === 'string' && networkCodes.has(error.code)) return error.code;
  const named = /\b(E[A-Z]{4,}|EAI_AGAIN|UND_ERR_[A-Z_]+)\b/.exec(error.message)?.[1];
  return named && networkCodes.has(named) ? named : undefined;
};

/** The innermost error that names a network code: `fetch` wraps it into a TypeError, which sf takes for a bug of ours (exit code 10). */
const networkFailureOf = (error: unknown): { code: string; cause: Error } | undefined => {
  for (const cause of chainOf(error).reverse()) {
    const code = networkCodeOf(cause);
    if (code) return { code, cause };
  }
  return undefined;
};

/** Session ids and access tokens, `00D…!…`, wherever a library has put one. */
const accessToken = /00D[A-Za-z0-9]{12,15}(!|%21)[A-Za-z0-9._%-]+/g;

const withoutTokens = (error: unknown): unknown => {
  for (const link of chainOf(error)) {
    link.message = link.message.replace(accessToken, '[access token]');
    if (link.stack) link.stack = link.stack.replace(accessToken, '[access token]');
  }
  return error;
};

/**
 * Failures that any call can meet, turned into errors that say what to do; others pass as they are, but for access
 * tokens in their text.
 */
export const explainOrgFailure = (failure: unknown, org: string): unknown => {
  const error = withoutTokens(failure);
  // Explained already, with more to do than is known here.
  if (error instanceof SfError && error.name === 'OrgUnreachableError') return error;
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
  const network = networkFailureOf(error);
  if (network) {
    return new SfError(
      `${org} can't be reached (${network.code}).`,
      'OrgUnreachableError',
      ['Check the network, the proxy settings (HTTPS_PROXY) and the instance URL shown by "sf org display".'],
      1,
      network.cause instanceof TypeError ? undefined : network.cause,
    );
  }
  return error;
};
