import { SfError } from '@salesforce/core/sfError';
import type { InventoryToken } from '../inventory/types.js';
import type { OrgConnection } from '../org/connection.js';
import { orgIdOf } from '../org/connection.js';
import { isRefusal, refusalReason } from '../org/refusals.js';
import { readRevocableTokens, revokeToken, revokeTokensOfApp, type RevocableTokenRow } from '../org/revocation.js';
import { digestOf } from './caseChain.js';
import type { CaseLog } from './caseFile.js';
import { concurrently } from './concurrently.js';
import { chooseTokens, readAllTokens, tokenOf, type Eyes } from './observe.js';
import { goOn } from './explain.js';
import { isOfApp, tokenKey } from './selection.js';
import type { AppSubject, NotDone, Selection } from './types.js';

/** What became of the tokens: `gone` were ended by somebody else in between. */
export type TokenCounts = { revoked: number; gone: number; failed: number; left: number };

export type Progress = (text: string) => void;

export type TokenWork = Eyes & { selection: Selection; log: CaseLog; onProgress: Progress };

const atOnce = 8;
/** Each query of DeleteTokens stays below what an org gives in one answer (audit.md A.2). */
const rowsPerQuery = 2000;
const usersPerQuery = 200;
const namesPerQuery = 50;
/** Each pass ends 2,500 tokens of a user at least. */
const mostPasses = 20;

/** External Client Apps all of whose tokens are meant: those have a call of their own (audit.md A.8). */
const wholeApps = ({ apps, users, before, inactiveOnly }: Selection): AppSubject[] =>
  users || before || inactiveOnly
    ? []
    : (apps ?? []).filter(({ registration, id }) => registration === 'external-client-app' && id !== undefined);

/** Users whose tokens come with one query. */
const packed = (tokens: readonly InventoryToken[]): string[][] => {
  const byUser = Map.groupBy(tokens, ({ userId }) => userId);
  const groups: string[][] = [];
  let sum = rowsPerQuery;
  for (const [user, own] of byUser) {
    const group = groups.at(-1);
    if (group && group.length < usersPerQuery && sum + own.length <= rowsPerQuery) {
      group.push(user);
      sum += own.length;
    } else {
      groups.push([user]);
      sum = own.length;
    }
  }
  return groups;
};

const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/** Ends tokens and remembers how it went, also across passes. */
class TokenRun {
  private readonly ended = new Map<string, 'revoked' | 'gone'>();
  private readonly failures = new Map<string, string>();
  private readonly work: TokenWork;
  private readonly total: number;

  public constructor(work: TokenWork, total: number) {
    this.work = work;
    this.total = total;
  }

  public get done(): number {
    return this.ended.size;
  }

  public hasFailed(token: InventoryToken): boolean {
    return this.failures.has(tokenKey(token));
  }

  public async end(token: InventoryToken, result: 'revoked' | 'gone', by: string): Promise<void> {
    const key = tokenKey(token);
    if (this.ended.has(key)) return;
    this.ended.set(key, result);
    this.failures.delete(key);
    await this.note(token, result, by);
    this.work.onProgress(`${this.done} of ${this.total} tokens`);
  }

  public async fail(token: InventoryToken, reason: string): Promise<void> {
    this.failures.set(tokenKey(token), reason);
    await this.note(token, 'failed', reason);
  }

  public counts(left: number): TokenCounts {
    const results = [...this.ended.values()];
    const revoked = results.filter((result) => result === 'revoked').length;
    return { revoked, gone: results.length - revoked, failed: this.failures.size, left };
  }

  public reasons(): string[] {
    return [...new Set(this.failures.values())];
  }

  private note(token: InventoryToken, result: string, how: string): Promise<void> {
    const { connection, log } = this.work;
    const digest = digestOf(orgIdOf(connection), tokenKey(token));
    const subject = { token: digest, app: token.appName, user: token.userId };
    return log.note({ action: 'revoke-token', result, subject, detail: { how } });
  }
}

const revokeWholeApp = async (
  connection: OrgConnection,
  { name, id = '' }: AppSubject,
  log: CaseLog,
): Promise<void> => {
  try {
    await revokeTokensOfApp(connection, id);
    await log.note({ action: 'revoke-tokens-of-app', result: 'done', subject: { app: name, id } });
  } catch (error) {
    // Without the permission for it (audit.md A.8) each token is revoked by itself.
    if (!isRefusal(error)) throw error;
    const reason = refusalReason(error, 'the usage of the app');
    await log.note({
      action: 'revoke-tokens-of-app',
      result: 'refused',
      subject: { app: name, id },
      detail: { reason },
    });
  }
};

type Look = { items: readonly InventoryToken[]; gap?: string | undefined };

const lookAgain = async (work: TokenWork): Promise<Look> => {
  const { tokens, gap, blind } = await readAllTokens(work);
  if (blind !== undefined)
    throw new SfError(`It can't be seen what is left: ${blind}.`, 'RevocationInterruptedError', [goOn]);
  return { items: chooseTokens(tokens, work.selection, work).items, gap };
};

const revokeByApp = async (work: TokenWork, run: TokenRun, planned: Look): Promise<Look> => {
  const { items: left } = planned;
  const whole = wholeApps(work.selection).filter((app) => left.some((token) => isOfApp(app, token)));
  if (whole.length === 0) return planned;
  for (const app of whole) await revokeWholeApp(work.connection, app, work.log);
  const after = await lookAgain(work);
  const still = new Set(after.items.map(tokenKey));
  for (const token of left) if (!still.has(tokenKey(token))) await run.end(token, 'revoked', 'all tokens of the app');
  return after;
};

const revokeOne = async (work: TokenWork, run: TokenRun, row: RevocableTokenRow): Promise<void> => {
  const token = tokenOf(work.org, row);
  try {
    const ended = await revokeToken(work.connection, row.DeleteToken);
    await run.end(token, ended === 'gone' ? 'gone' : 'revoked', 'the token itself');
  } catch (error) {
    if (!(error instanceof SfError) || error.name !== 'RevocationRefusedError') throw error;
    await run.fail(token, error.message);
  }
};

const revokeOneByOne = async (work: TokenWork, run: TokenRun, left: readonly InventoryToken[]): Promise<void> => {
  const names = [...new Set(left.map(({ appName }) => appName))];
  for (const appNames of chunks(names, namesPerQuery)) {
    const here = left.filter(({ appName }) => appNames.includes(appName));
    for (const userIds of packed(here)) {
      const answer = await readRevocableTokens(work.connection, { userIds, appNames });
      const gap = answer.refused ?? answer.missing.find((column) => column === 'DeleteToken');
      if (answer.refused !== undefined || gap !== undefined)
        throw new SfError(`The org does not give what revokes a token: ${gap}.`, 'RevocationRefusedError');
      // The same question is asked of each row once more: others hold tokens of the same apps and users.
      const rows = answer.rows.filter((row) => {
        const token = tokenOf(work.org, row);
        return !run.hasFailed(token) && chooseTokens([token], work.selection, work).items.length > 0;
      });
      await concurrently(rows, atOnce, (row) => revokeOne(work, run, row));
    }
  }
};

/**
 * Revokes every token that is meant, and looks again until none is left or nothing more can be done: new ones may come
 * while it runs, and an org shows no more than 2,500 of one user.
 */
export const revokeTokens = async (
  work: TokenWork,
  planned: Look,
): Promise<{ counts: TokenCounts; notDone: NotDone[] }> => {
  const run = new TokenRun(work, planned.items.length);
  let look = await revokeByApp(work, run, planned);
  for (let pass = 0; pass < mostPasses && look.items.length > 0; pass += 1) {
    const before = run.done;
    await revokeOneByOne(work, run, look.items);
    look = await lookAgain(work);
    if (run.done === before || look.items.every((token) => run.hasFailed(token))) break;
  }
  return { counts: run.counts(look.items.length), notDone: leftOver(look, run.reasons()) };
};

const leftOver = ({ items: { length }, gap }: Look, reasons: readonly string[]): NotDone[] => [
  ...(length === 0
    ? []
    : [
        {
          what: `${length} token${length === 1 ? '' : 's'}`,
          reason: reasons.join('; ') || 'the org goes on showing them',
        },
      ]),
  ...(gap === undefined ? [] : [{ what: 'tokens that are not shown', reason: gap }]),
];
