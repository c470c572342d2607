import { hostname, userInfo } from 'node:os';
import type { Duration } from '@salesforce/kit';
import type { CallerRights } from '../org/callerRights.js';
import { orgIdOf, type OrgConnection } from '../org/connection.js';
import { orgErrorCode } from '../org/failures.js';
import { turnOffApps } from './appSwitch.js';
import { digestOf } from './caseChain.js';
import type { CaseLog } from './caseFile.js';
import { endSessions, type SessionCounts } from './endSessions.js';
import { chooseSessions, chooseTokens, readAllTokens } from './observe.js';
import { revokeTokens, type Progress, type TokenCounts, type TokenWork } from './revokeTokens.js';
import { shortId, tokenKey } from './selection.js';
import type { AppSwitch, NotDone, RevocationPlan } from './types.js';

export type RevocationStage = 'Switching off' | 'Revoking tokens' | 'Ending sessions' | 'Rotating';

/** What became of an app's credential; `stage` as `rotate report` shows it. */
export type RotationOutcome = { app: string; status: 'rotated' | 'failed'; stage?: string; reason?: string };

export type CarryOutOptions = {
  connection: OrgConnection;
  rights: CallerRights;
  log: CaseLog;
  wait: Duration;
  onStage: (stage: RevocationStage) => void;
  onProgress: Progress;
  /** Replaces the credential of one app and retires the old one at once. */
  rotate: (app: string) => Promise<RotationOutcome>;
};

export type RevocationOutcome = {
  tokens: TokenCounts;
  sessions: SessionCounts;
  switches: AppSwitch[];
  rotations: RotationOutcome[];
  notDone: NotDone[];
};

const noTokens: TokenCounts = { revoked: 0, gone: 0, failed: 0, left: 0 };
const noSessions: SessionCounts = { ended: 0, gone: 0, failed: 0 };

const operator = (): string => {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return hostname();
  }
};

const noteStart = (plan: RevocationPlan, { connection, log }: CarryOutOptions): Promise<void> => {
  const orgId = orgIdOf(connection);
  return log.note({
    action: 'start',
    result: 'agreed',
    subject: { org: plan.org, orgId },
    detail: {
      by: operator(),
      signedInAs: plan.ownUserId,
      asked: plan.request,
      // Written down before anything is done: after a kill it shows what was about to be.
      tokens: plan.tokens.map((token) => digestOf(orgId, tokenKey(token))),
      sessions: plan.sessions.map(({ Id }) => digestOf(orgId, shortId(Id))),
    },
  });
};

/** Does what was agreed, in the order that leaves the least time to whoever holds a token. */
class Incident {
  private readonly plan: RevocationPlan;
  private readonly options: CarryOutOptions;
  private readonly outcome: RevocationOutcome;
  private readonly work: TokenWork;

  public constructor(plan: RevocationPlan, options: CarryOutOptions) {
    this.plan = plan;
    this.options = options;
    const { connection, rights, log, onProgress } = options;
    const { org, ownUserId, frozen, selection, notDone } = plan;
    this.work = { connection, org, rights, ownUserId, frozen, selection, log, onProgress };
    this.outcome = {
      tokens: { ...noTokens },
      sessions: { ...noSessions },
      switches: plan.switches.filter(({ status }) => status !== 'planned'),
      rotations: [],
      notDone: [...notDone],
    };
  }

  public async run(): Promise<RevocationOutcome> {
    const { rotations, tokens, sessions } = this.plan;
    // A new credential can't be tried while the app is off, so then the switch comes after it.
    if (rotations.length === 0) await this.switchOff();
    await this.revoke(tokens, this.plan.gap);
    await this.end(sessions);
    if (rotations.length > 0) {
      await this.rotate();
      await this.switchOff();
      await this.sweep();
    }
    return this.outcome;
  }

  private async switchOff(): Promise<void> {
    const { plan, options, outcome } = this;
    const names = new Set(plan.switches.flatMap(({ app, status }) => (status === 'planned' ? [app] : [])));
    if (names.size === 0) return;
    options.onStage('Switching off');
    const apps = plan.apps.filter(
      ({ name, registration }) => names.has(name) && registration === 'external-client-app',
    );
    const switches = await turnOffApps(options.connection, apps, options.wait);
    outcome.switches.push(...switches);
    for (const { app, status, reason } of switches) {
      const detail = reason === undefined ? {} : { detail: { reason } };
      await options.log.note({ action: 'disable-app', result: status, subject: { app }, ...detail });
    }
  }

  private async revoke(tokens: RevocationPlan['tokens'], gap?: string): Promise<void> {
    if (tokens.length === 0) {
      if (gap !== undefined) this.outcome.notDone.push({ what: 'tokens that are not shown', reason: gap });
      return;
    }
    this.options.onStage('Revoking tokens');
    const { counts, notDone } = await revokeTokens(this.work, { items: tokens, gap });
    const { tokens: before } = this.outcome;
    this.outcome.tokens = {
      revoked: before.revoked + counts.revoked,
      gone: before.gone + counts.gone,
      failed: before.failed + counts.failed,
      left: counts.left,
    };
    this.outcome.notDone.push(...notDone);
  }

  private async end(sessions: RevocationPlan['sessions']): Promise<void> {
    if (sessions.length === 0) return;
    this.options.onStage('Ending sessions');
    const { counts, notDone } = await endSessions(this.work, sessions);
    const { sessions: before } = this.outcome;
    this.outcome.sessions = {
      ended: before.ended + counts.ended,
      gone: before.gone + counts.gone,
      failed: before.failed + counts.failed,
    };
    this.outcome.notDone.push(...notDone);
  }

  private async rotate(): Promise<void> {
    this.options.onStage('Rotating');
    for (const app of this.plan.rotations) {
      const result = await this.options.rotate(app);
      this.outcome.rotations.push(result);
      const { status, reason } = result;
      const detail = reason === undefined ? {} : { detail: { reason } };
      await this.options.log.note({ action: 'rotate', result: status, subject: { app }, ...detail });
    }
  }

  /** What came in with the old credential while the new one was being made. */
  private async sweep(): Promise<void> {
    const { tokens, gap } = await readAllTokens(this.work);
    await this.revoke(chooseTokens(tokens, this.plan.selection, this.work).items, gap);
    if (this.plan.request.endSessions) await this.end((await chooseSessions(this.work, this.plan.selection)).items);
  }
}

/**
 * Carries a plan out. What can't be done for one token, session or app is in `notDone` and stops nothing else; what stops
 * everything, such as a lost connection, is written to the case file and thrown: the same command goes on from there.
 */
export const carryOut = async (plan: RevocationPlan, options: CarryOutOptions): Promise<RevocationOutcome> => {
  await noteStart(plan, options);
  try {
    const outcome = await new Incident(plan, options).run();
    const { tokens, sessions, notDone } = outcome;
    await options.log.note({
      action: 'end',
      result: notDone.length === 0 ? 'done' : 'partly',
      detail: { tokens, sessions, notDone },
    });
    return outcome;
  } catch (error) {
    const code = orgErrorCode(error) ?? 'unknown';
    await options.log.note({ action: 'end', result: 'stopped', detail: { code } });
    throw error;
  }
};
