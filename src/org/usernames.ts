import type { OrgConnection } from './connection.js';
import { queryRows, quoteList } from './soql.js';

const atOnce = 200;

/** Usernames by the first 15 characters of the user's id; ids that the org does not know, or does not show, are absent. */
export const readUsernames = async (
  connection: OrgConnection,
  ids: readonly string[],
): Promise<Map<string, string>> => {
  const wanted = [...new Set(ids)];
  const usernames = new Map<string, string>();
  for (let start = 0; start < wanted.length; start += atOnce) {
    const rows = await queryRows<{ Id: string; Username: string }>(
      connection,
      `SELECT Id, Username FROM User WHERE Id IN ${quoteList(wanted.slice(start, start + atOnce))}`,
    );
    for (const { Id, Username } of rows) usernames.set(Id.slice(0, 15), Username);
  }
  return usernames;
};
