import { plural } from '../../audit/texts.js';
import { tokensOfApp } from '../../inventory/org/tokensOfApp.js';
import { tokenUsers } from '../../inventory/org/tokenUsers.js';
import type { Part, ReviewFacts } from '../facts.js';

const day = (times: ReadonlyArray<string | undefined>, which: 0 | -1): string =>
  times
    .flatMap((time) => (time === undefined ? [] : [time.slice(0, 10)]))
    .sort()
    .at(which) ?? 'not known';

/** The tokens that users have given the app, and how old they are. */
export const tokenItems = ({ org }: ReviewFacts): Part => {
  if (!org?.app || !org.audited) return { items: [], notLookedAt: [] };
  const { tokens } = org.audited;
  if (!tokens.known) return { items: [], notLookedAt: [{ what: `tokens in ${org.name}`, reason: tokens.reason }] };
  const own = tokensOfApp(org.app, tokens.value);
  const users = tokenUsers(own);
  const item = (subject: string, shown: string, details: string[]) => ({
    id: `token/${subject}`,
    kind: 'token' as const,
    subject,
    shown,
    details,
  });
  if (own.length === 0) {
    const note = 'client credentials and jwt-bearer leave no token that the org lists';
    return { items: [item(org.name, 'no tokens', [note])], notLookedAt: [] };
  }
  const oldest = day(
    own.map(({ createdDate }) => createdDate),
    0,
  );
  const lastUse = day(
    own.map(({ lastUsedDate }) => lastUsedDate),
    -1,
  );
  const shown = `${plural(own.length, 'token')} of ${plural(users.length, 'user')}, the oldest of ${oldest}, last used ${lastUse}`;
  const details = users
    .slice(0, 20)
    .map(({ user, tokens: count, firstCreated, lastUsed, active }) =>
      [
        `${user}: ${plural(count, 'token')}`,
        `since ${firstCreated?.slice(0, 10) ?? 'a day not known'}`,
        `last used ${lastUsed?.slice(0, 10) ?? 'never or not known'}`,
        ...(active === false ? ['the user is inactive'] : []),
      ].join(', '),
    );
  const more = users.length > 20 ? [`${users.length - 20} more users`] : [];
  return { items: [item(org.name, shown, [...details, ...more])], notLookedAt: [] };
};
