import { orgErrorCode } from './failures.js';

/** Codes after which no other call would fare better: they end the command instead of leaving a gap. */
const fatal = new Set([
  'INVALID_SESSION_ID',
  'REQUEST_LIMIT_EXCEEDED',
  'API_DISABLED_FOR_ORG',
  'API_CURRENTLY_DISABLED',
]);

/** True when the org answered and said no to this one call; a lost connection or an ended session is something else. */
export const isRefusal = (error: unknown): error is Error =>
  error instanceof Error &&
  'errorCode' in error &&
  typeof error.errorCode === 'string' &&
  !fatal.has(orgErrorCode(error) ?? '');

/** The first line of what an org says; SOQL errors begin with the query. */
const lastLine = (message: string): string => message.trim().split('\n').at(-1)?.trim() ?? '';

/** Why a query gave nothing, in one sentence without a full stop. */
export const refusalReason = (error: Error, object: string): string => {
  const code = orgErrorCode(error) ?? '';
  if (code === 'INVALID_TYPE' || code === 'NOT_FOUND')
    return `the org does not show ${object} to this user, or has no such object`;
  if (code.startsWith('INSUFFICIENT_ACCESS')) return `the user may not read ${object}`;
  return `the org refused to give ${object}: ${lastLine(error.message).slice(0, 200).replace(/\.$/, '') || code}`;
};
