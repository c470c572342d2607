import { join } from 'node:path';
import { Global, Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { failBrokenAnswers } from '../../org/brokenAnswers.js';
import { calledOrg } from '../../org/calledOrg.js';
import { countCalls, orgIdOf } from '../../org/connection.js';
import { watchClock } from '../../org/orgClock.js';
import { orgNames } from '../../org/orgNames.js';
import { explainRevocationFailure } from '../../revocation/explain.js';
import { describePlan, hasWork, performRevocation } from '../../revocation/perform.js';
import { plural } from '../../revocation/plural.js';
import { planRevocation } from '../../revocation/plan.js';
import { requestOf } from '../../revocation/request.js';
import { isComplete, type RevocationResult } from '../../revocation/result.js';
import type { RevocationPlan } from '../../revocation/types.js';
import { foldForTerminal } from '../../progress/foldText.js';
import { openStages } from '../../progress/openStages.js';
import { revocationStages } from '../../revocation/revocationStages.js';
import { rotateAtOnce } from '../../revocation/rotateAtOnce.js';
import { groupRows, notDoneRows, outcomeRows, rotationRows, switchRows, type Row } from '../../revocation/rows.js';
import { visible } from '../../report/escape.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.revoke');

export type ClientAppRevokeResult = RevocationResult;

/** The CLI's code for "done in part". */
const partialSuccess = 68;

export default class ClientAppRevoke extends SfCommand<ClientAppRevokeResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly flags = {
    'target-org': Flags.requiredOrg(),
    'api-version': Flags.orgApiVersion(),
    name: Flags.string({
      char: 'n',
      multiple: true,
      summary: messages.getMessage('flags.name.summary'),
      description: messages.getMessage('flags.name.description'),
    }),
    user: Flags.string({ multiple: true, summary: messages.getMessage('flags.user.summary') }),
    'older-than': Flags.integer({
      helpValue: '<days>',
      summary: messages.getMessage('flags.older-than.summary'),
      description: messages.getMessage('flags.older-than.description'),
    }),
    'inactive-users': Flags.boolean({ summary: messages.getMessage('flags.inactive-users.summary') }),
    'disable-app': Flags.boolean({
      summary: messages.getMessage('flags.disable-app.summary'),
      description: messages.getMessage('flags.disable-app.description'),
    }),
    'end-sessions': Flags.boolean({
      summary: messages.getMessage('flags.end-sessions.summary'),
      description: messages.getMessage('flags.end-sessions.description'),
    }),
    rotate: Flags.boolean({
      summary: messages.getMessage('flags.rotate.summary'),
      description: messages.getMessage('flags.rotate.description'),
    }),
    store: Flags.string({ summary: messages.getMessage('flags.store.summary') }),
    'allow-setting-change': Flags.boolean({ summary: messages.getMessage('flags.allow-setting-change.summary') }),
    wait: Flags.duration({
      char: 'w',
      unit: 'minutes',
      min: 0,
      defaultValue: 10,
      summary: messages.getMessage('flags.wait.summary'),
    }),
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
    'no-prompt': Flags.boolean({ char: 'p', summary: messages.getMessage('flags.no-prompt.summary') }),
    'output-dir': Flags.directory({
      char: 'd',
      summary: messages.getMessage('flags.output-dir.summary'),
      description: messages.getMessage('flags.output-dir.description'),
    }),
  };

  public async run(): Promise<ClientAppRevokeResult> {
    const { flags, raw } = await this.parse(ClientAppRevoke);
    const request = requestOf(flags);
    const mayAct = flags['no-prompt'] || (!this.jsonEnabled() && process.stdin.isTTY);
    if (!flags['dry-run'] && !mayAct) throw messages.createError('error.confirmationRequired');

    const connection = flags['target-org'].getConnection(flags['api-version']);
    failBrokenAnswers(connection);
    const calls = countCalls(connection);
    const clock = watchClock(connection);
    const [org] = await orgNames(flags['target-org'], await calledOrg(raw));
    let hasBegun = false;
    this.spinner.start(messages.getMessage('spinner.plan', [org]));
    try {
      const { plan, rights } = await planRevocation(connection, { org, request, clock });
      this.spinner.stop();
      this.showPlan(plan);
      const dryRun = Boolean(flags['dry-run']);
      if (dryRun || !hasWork(plan)) return this.conclude(describePlan(plan, { connection, calls, dryRun }));
      if (!flags['no-prompt']) await this.confirmOrRefuse(plan);

      const stages = openStages({
        title: messages.getMessage('info.title', [org]),
        org,
        stages: revocationStages(plan),
        jsonEnabled: this.jsonEnabled(),
      });
      hasBegun = true;
      try {
        const result = await performRevocation(plan, {
          connection,
          rights,
          calls,
          wait: flags.wait,
          caseFolder: flags['output-dir'] ?? join(Global.SF_DIR, 'clientapp-cases'),
          onStage: stages.stage,
          onProgress: stages.status,
          rotate: (name) =>
            rotateAtOnce({
              org: flags['target-org'],
              calledOrg: org,
              orgName: org,
              orgId: orgIdOf(connection),
              apiVersion: flags['api-version'],
              name,
              store: flags.store,
              allowSettingChange: flags['allow-setting-change'],
              waitMs: flags.wait.milliseconds,
              onNotice: (notice) => this.warn(notice),
            }),
        });
        stages.stop('completed');
        return this.conclude(result);
      } finally {
        stages.stop('failed');
      }
    } catch (error) {
      throw explainRevocationFailure(error, org, { hasBegun });
    } finally {
      this.spinner.stop();
    }
  }

  private showPlan(plan: RevocationPlan): void {
    const { org, tokens, sessions } = plan;
    this.print(groupRows(plan), messages.getMessage('info.tokens'));
    const users = new Set(tokens.map(({ userId }) => userId)).size;
    this.log(
      messages.getMessage('info.counts', [
        plural(tokens.length, 'token'),
        plural(users, 'user'),
        plural(sessions.length, 'session'),
        org,
      ]),
    );
    if (!hasWork(plan)) this.log(messages.getMessage('info.nothing', [org]));
  }

  private async confirmOrRefuse({ tokens, sessions, switches, rotations, org }: RevocationPlan): Promise<void> {
    const off = switches.flatMap(({ app, status }) => (status === 'planned' ? [app] : []));
    const more = [
      ...(off.length > 0 ? [messages.getMessage('prompt.disable', [visible(off.join(', '))])] : []),
      ...(rotations.length > 0 ? [messages.getMessage('prompt.rotate', [visible(rotations.join(', '))])] : []),
    ].join('');
    const message = messages.getMessage('prompt.confirm', [
      plural(tokens.length, 'token'),
      plural(sessions.length, 'session'),
      org,
      more,
    ]);
    if (!(await this.confirm({ message, ms: 120_000 }))) throw messages.createError('error.notConfirmed');
  }

  private conclude(result: RevocationResult): RevocationResult {
    const { dryRun, caseFile, notDone, nextSteps, apiCalls, switches, rotations } = result;
    if (caseFile) this.print(outcomeRows(result), messages.getMessage('info.outcome'));
    this.print(switchRows(switches), messages.getMessage('info.switches'));
    this.print(rotationRows(rotations), messages.getMessage('info.rotations'));
    this.print(notDoneRows(notDone), messages.getMessage('info.notDone'));
    if (caseFile) this.log(messages.getMessage('info.caseFile', [caseFile.file, caseFile.entries, caseFile.digest]));
    if (nextSteps.length > 0) this.log(messages.getMessage('info.next'));
    for (const step of nextSteps) this.log(foldForTerminal(`  ${visible(step)}`));
    this.log(messages.getMessage('info.apiCalls', [apiCalls]));
    if (!dryRun && !isComplete(result)) {
      this.warn(messages.getMessage('warning.partly'));
      process.exitCode = partialSuccess;
    }
    return result;
  }

  private print(data: Row[], title: string): void {
    if (data.length > 0) this.table({ data, title, overflow: 'wrap' });
  }
}
