import type { OrgConnection } from './connection.js';
import { readColumns, type Answer } from './readColumns.js';
import { quoteList } from './soql.js';

export type UserTokenRow = { AppName: string; UserId: string };

/** Where a query of tokens stops without a word (audit.md A.2). */
const rowCap = 2500;

/** Of which apps these users hold tokens; refused when the org may have kept some back. */
export const readTokensOf = async (
  connection: OrgConnection,
  userIds: readonly string[],
): Promise<Answer<UserTokenRow>> => {
  const answer = await readColumns<UserTokenRow>(connection, {
    object: 'OauthToken',
    columns: ['AppName', 'UserId'],
    rest: `WHERE UserId IN ${quoteList(userIds)}`,
  });
  if (answer.refused === undefined && answer.rows.length >= rowCap)
    return { refused: `the org shows ${rowCap} tokens at most, and there may be more` };
  return answer;
};
