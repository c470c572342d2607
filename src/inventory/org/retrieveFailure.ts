import { isRefusal } from '../../org/refusals.js';

/**
 * Why a retrieve gave nothing, in one sentence without a full stop. One that the org refuses, or cannot finish, leaves a gap;
 * a lost connection ends the command.
 */
export const retrieveFailure = (error: unknown): string => {
  const failed =
    isRefusal(error) ||
    (error instanceof Error && ['RetrieveFailedError', 'RetrieveTimeoutError'].includes(error.name));
  if (!failed) throw error;
  return `the metadata could not be retrieved: ${error.message.trim().replace(/\.$/, '')}`;
};
