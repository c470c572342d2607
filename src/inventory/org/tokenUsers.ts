import type { InventoryToken } from '../types.js';

/** The tokens that one user holds of an app. */
export type TokenUser = {
  user: string;
  active?: boolean;
  tokens: number;
  /** ISO 8601. */
  firstCreated?: string;
  lastUsed?: string;
};

const dates = (texts: ReadonlyArray<string | undefined>): string[] =>
  texts.flatMap((text) => (text === undefined ? [] : [new Date(text).toISOString()])).sort();

/** Who holds how many tokens, by username. */
export const tokenUsers = (tokens: readonly InventoryToken[]): TokenUser[] => {
  const byUser = new Map<string, InventoryToken[]>();
  for (const token of tokens) {
    const own = byUser.get(token.userId);
    if (own) own.push(token);
    else byUser.set(token.userId, [token]);
  }
  return [...byUser.values()]
    .map((own): TokenUser => {
      const [first] = own;
      const created = dates(own.map(({ createdDate }) => createdDate))[0];
      const used = dates(own.map(({ lastUsedDate }) => lastUsedDate)).at(-1);
      return {
        user: first?.username ?? first?.userId ?? '',
        ...(first?.userIsActive === undefined ? {} : { active: first.userIsActive }),
        tokens: own.length,
        ...(created === undefined ? {} : { firstCreated: created }),
        ...(used === undefined ? {} : { lastUsed: used }),
      };
    })
    .sort((a, b) => a.user.localeCompare(b.user, 'en'));
};
