/** Codes that an org refuses with before it does anything (platform.md 4.4, and the REST API's own). */
const refusals = new Set([
  'API_CURRENTLY_DISABLED',
  'API_DISABLED_FOR_ORG',
  'FORBIDDEN',
  'FUNCTIONALITY_NOT_ENABLED',
  'INSUFFICIENT_ACCESS',
  'INVALID_OPERATION',
  'INVALID_PARAMETER',
  'INVALID_SESSION_ID',
  'METHOD_NOT_ALLOWED',
  'NOT_FOUND',
  'REQUEST_LIMIT_EXCEEDED',
]);

/**
 * True when the org has certainly not done what it was asked for. A lost connection, an error of its servers or a code
 * that is not known here leave that open.
 */
export const isRefused = (error: unknown): boolean => {
  if (!(error instanceof Error && 'errorCode' in error && typeof error.errorCode === 'string')) return false;
  return refusals.has(error.errorCode) || /^ERROR_HTTP_4(?!08|29)\d\d$/.test(error.errorCode);
};
