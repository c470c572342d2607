import type { OrgConnection } from './connection.js';
import { orgErrorCode } from './failures.js';
import type { Answer } from './readColumns.js';
import { isRefusal, refusalReason } from './refusals.js';

/** A staged credential without its key and secret. */
export type StagedStamp = { appId: string; consumerId: string; createdDate?: string | undefined };

/** The first API version that has staged credentials (platform.md 4.1). */
const firstVersion = 65;

const asList = (answer: unknown): unknown[] => {
  if (Array.isArray(answer)) return answer;
  if (typeof answer !== 'object' || answer === null) return [];
  if ('stagedCredentials' in answer) return Array.isArray(answer.stagedCredentials) ? answer.stagedCredentials : [];
  return 'id' in answer ? [answer] : [];
};

/** The answer has the staged secret in it; nothing but the date goes further (platform.md 4.2). */
const stampOf = (staged: unknown): { createdDate?: string } =>
  typeof staged === 'object' && staged !== null && 'createdDate' in staged && typeof staged.createdDate === 'string'
    ? { createdDate: staged.createdDate }
    : {};

const readOne = async (
  connection: OrgConnection,
  { appId, consumerId }: { appId: string; consumerId: string },
): Promise<StagedStamp[]> => {
  const path = ['apps', 'oauth', 'credentials', appId, consumerId, 'staged'].map(encodeURIComponent).join('/');
  try {
    const answer = await connection.request<unknown>(`${connection.baseUrl()}/${path}`);
    return asList(answer).map((staged) => ({ appId, consumerId, ...stampOf(staged) }));
  } catch (error) {
    // Nothing staged (platform.md 4.4).
    if (orgErrorCode(error) === 'NOT_FOUND' || orgErrorCode(error) === 'ERROR_HTTP_404') return [];
    throw error;
  }
};

/** Which of these consumers have staged credentials. One call for each, as there is no other way: callers keep them few. */
export const readStagedStamps = async (
  connection: OrgConnection,
  consumers: ReadonlyArray<{ appId: string; consumerId: string }>,
): Promise<Answer<StagedStamp>> => {
  if (Number(connection.getApiVersion()) < firstVersion)
    return { refused: `staged credentials need API version ${firstVersion}.0` };
  try {
    const stamps = await Promise.all(consumers.map((consumer) => readOne(connection, consumer)));
    return { rows: stamps.flat(), missing: [] };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { refused: refusalReason(error, 'staged credentials') };
  }
};
