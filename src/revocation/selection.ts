import type { InventoryToken } from '../inventory/types.js';
import { sameId } from '../org/connection.js';
import type { AppSubject, SelectedSession, Selection, TokenGroup } from './types.js';

/** Ids come with 15 or 18 characters; the first 15 decide. */
export const shortId = (id: string): string => id.slice(0, 15);

/** A token's id, or where the org gives none (audit.md A.2) what tells tokens apart as well as can be. */
export const tokenKey = ({ id, appName, userId, createdDate }: InventoryToken): string =>
  id === '' ? [appName, shortId(userId), createdDate ?? ''].join('|') : shortId(id);

type Holding = Pick<InventoryToken, 'appName' | 'applicationId'>;

/** Tokens of External Client Apps often name no app (audit.md A.2): then the name decides. */
export const isOfApp = ({ id, shownAs, byId }: AppSubject, { appName, applicationId }: Holding): boolean => {
  if (id !== undefined && applicationId !== undefined && sameId(id, applicationId)) return true;
  if (byId && applicationId !== undefined) return false;
  return shownAs.has(appName.toLowerCase());
};

export type Judgement = 'selected' | 'passed-over' | 'unknown';

const isInTime = ({ createdDate, lastUsedDate }: InventoryToken, before: Date): Judgement => {
  const last = Date.parse(lastUsedDate ?? createdDate ?? '');
  if (Number.isNaN(last)) return 'unknown';
  return last < before.getTime() ? 'selected' : 'passed-over';
};

/**
 * Whether a token is one of those that are meant. `unknown` where the org does not tell what decides it: such a token is
 * left alone, and that is said.
 */
export const judgeToken = (
  token: InventoryToken,
  { apps, users, before, inactiveOnly }: Selection,
  frozen: ReadonlySet<string>,
): Judgement => {
  if (apps && !apps.some((app) => isOfApp(app, token))) return 'passed-over';
  if (users && !users.has(shortId(token.userId))) return 'passed-over';
  const judgements: Judgement[] = [];
  if (before) judgements.push(isInTime(token, before));
  if (inactiveOnly && token.userIsActive !== false && !frozen.has(shortId(token.userId)))
    judgements.push(token.userIsActive === undefined ? 'unknown' : 'passed-over');
  return judgements.find((one) => one === 'passed-over') ?? judgements.find((one) => one === 'unknown') ?? 'selected';
};

/** Whether a session is one of those that are meant; `inactive` are the users that are inactive or frozen. */
export const judgeSession = (
  { application, UsersId, CreatedDate }: SelectedSession,
  { apps, users, before, inactiveOnly }: Selection,
  inactive: ReadonlySet<string>,
): Judgement => {
  const user = shortId(UsersId ?? '');
  if (users && !users.has(user)) return 'passed-over';
  if (inactiveOnly && !inactive.has(user)) return 'passed-over';
  const created = Date.parse(CreatedDate ?? '');
  if (before && created >= before.getTime()) return 'passed-over';
  if (apps && application !== undefined && !apps.some(({ shownAs }) => shownAs.has(application.toLowerCase())))
    return 'passed-over';
  const isUntold = (apps && application === undefined) || (before && Number.isNaN(created));
  return isUntold ? 'unknown' : 'selected';
};

const earliest = (times: Array<string | undefined>): string | undefined =>
  times.filter((time) => time !== undefined).toSorted()[0];
const latest = (times: Array<string | undefined>): string | undefined =>
  times
    .filter((time) => time !== undefined)
    .toSorted()
    .at(-1);

/** By name and app: a name can be forged to equal a known app's, so the id stands beside it (audit.md C.3). */
export const groupTokens = (tokens: readonly InventoryToken[]): TokenGroup[] => {
  const groups = Map.groupBy(tokens, ({ appName, applicationId }) => `${shortId(applicationId ?? '')} ${appName}`);
  return [...groups.values()]
    .map((members) => {
      const [first] = members;
      const firstCreated = earliest(members.map(({ createdDate }) => createdDate));
      const lastUsed = latest(members.map(({ lastUsedDate }) => lastUsedDate));
      return {
        app: first?.appName ?? '',
        ...(first?.applicationId === undefined ? {} : { applicationId: first.applicationId }),
        tokens: members.length,
        users: new Set(members.map(({ userId }) => shortId(userId))).size,
        ...(firstCreated === undefined ? {} : { firstCreated }),
        ...(lastUsed === undefined ? {} : { lastUsed }),
      };
    })
    .toSorted((a, b) => b.tokens - a.tokens || a.app.localeCompare(b.app));
};
