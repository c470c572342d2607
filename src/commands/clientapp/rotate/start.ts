import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { calledOrg } from '../../../org/calledOrg.js';
import { explainOrgFailure } from '../../../org/failures.js';
import { foldForTerminal } from '../../../progress/foldText.js';
import type { AnyRotation } from '../../../rotation/anyRotation.js';
import { startCertificateRotation } from '../../../rotation/certificate/session.js';
import { guideThroughSetup } from '../../../rotation/guided/dialog.js';
import { isGuided, startGuidedRotation } from '../../../rotation/guided/session.js';
import { openStart, type Opened } from '../../../rotation/open.js';
import { reportOf, type RotationReport } from '../../../rotation/report.js';
import { reportRows } from '../../../rotation/reportRows.js';
import { RotationStages } from '../../../rotation/rotationStages.js';
import { startRotation } from '../../../rotation/secret/session.js';
import type { SessionOptions } from '../../../rotation/session.js';
import { maskKey } from '../../../secrets/redact.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.rotate.start');
const shared = Messages.loadMessages('sf-clientapp', 'clientapp.rotate.shared');

export type ClientAppRotateStartResult = RotationReport & { apiCalls: number };

export default class ClientAppRotateStart extends SfCommand<ClientAppRotateStartResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly flags = {
    name: Flags.string({ char: 'n', required: true, summary: shared.getMessage('flags.name.summary') }),
    'target-org': Flags.requiredOrg(),
    'api-version': Flags.orgApiVersion(),
    credential: Flags.option({
      options: ['secret', 'certificate'] as const,
      default: 'secret' as const,
      summary: messages.getMessage('flags.credential.summary'),
      description: messages.getMessage('flags.credential.description'),
    })(),
    environment: Flags.string({ summary: shared.getMessage('flags.environment.summary') }),
    store: Flags.string({
      summary: shared.getMessage('flags.store.summary'),
      description: shared.getMessage('flags.store.description'),
    }),
    'consumer-key': Flags.string({
      summary: messages.getMessage('flags.consumer-key.summary'),
      description: messages.getMessage('flags.consumer-key.description'),
    }),
    'integration-user': Flags.string({
      summary: messages.getMessage('flags.integration-user.summary'),
      description: messages.getMessage('flags.integration-user.description'),
    }),
    'overlap-days': Flags.integer({
      min: 0,
      max: 30,
      default: 7,
      summary: messages.getMessage('flags.overlap-days.summary'),
      description: messages.getMessage('flags.overlap-days.description'),
    }),
    'retire-now': Flags.boolean({ summary: shared.getMessage('flags.retire-now.summary') }),
    'allow-setting-change': Flags.boolean({
      summary: shared.getMessage('flags.allow-setting-change.summary'),
      description: shared.getMessage('flags.allow-setting-change.description'),
    }),
    wait: Flags.duration({
      char: 'w',
      unit: 'minutes',
      min: 0,
      defaultValue: 10,
      summary: shared.getMessage('flags.wait.summary'),
      description: messages.getMessage('flags.wait.description'),
    }),
    'no-browser': Flags.boolean({ summary: messages.getMessage('flags.no-browser.summary') }),
    'no-prompt': Flags.boolean({ char: 'p', summary: shared.getMessage('flags.no-prompt.summary') }),
  };

  public async run(): Promise<ClientAppRotateStartResult> {
    const { flags, raw } = await this.parse(ClientAppRotateStart);
    const { options, calls } = await openStart({
      org: flags['target-org'],
      calledOrg: await calledOrg(raw),
      apiVersion: flags['api-version'],
      name: flags.name,
      environment: flags.environment,
      store: flags.store,
      allowSettingChange: flags['allow-setting-change'],
      waitMs: flags.wait.milliseconds,
    });
    const { org, store } = options;
    const isPrompting = !flags['no-prompt'];
    if (flags.credential === 'certificate') {
      if (isPrompting)
        await this.confirmOrRefuse(messages.getMessage('prompt.startCertificate', [flags.name, org, store.name]));
      const named = { integrationUser: flags['integration-user'] };
      return this.show(
        await this.staged('certificate', options, (ready) => startCertificateRotation(ready, named)),
        calls,
      );
    }
    if (await isGuided(options)) {
      const isInteractive = isPrompting && !this.jsonEnabled() && process.stdin.isTTY === true;
      return this.show(await this.guided(options, { isInteractive, openBrowser: !flags['no-browser'] }), calls);
    }
    const overlapDays = flags['retire-now'] ? 0 : flags['overlap-days'];
    if (isPrompting)
      await this.confirmOrRefuse(messages.getMessage('prompt.start', [flags.name, org, store.name, overlapDays]));
    const chosen = { consumerKey: flags['consumer-key'], overlapDays };
    return this.show(await this.staged('secret', options, (ready) => startRotation(ready, chosen)), calls);
  }

  private async staged(
    kind: 'secret' | 'certificate',
    options: Opened['options'],
    start: (ready: SessionOptions) => Promise<AnyRotation>,
  ): Promise<AnyRotation> {
    const { name, org } = options;
    const title = messages.getMessage('info.title', [name]);
    const stages = new RotationStages({
      kind,
      title,
      org,
      jsonEnabled: this.jsonEnabled(),
      warn: (text) => this.warn(text),
    });
    const { events } = stages;
    try {
      const record = await start({ ...options, events });
      stages.stop('completed');
      return record;
    } catch (error) {
      throw explainOrgFailure(error, org);
    } finally {
      stages.stop('failed');
    }
  }

  /** Without a display of stages: it would run over the questions. */
  private async guided(
    options: Opened['options'],
    how: { isInteractive: boolean; openBrowser: boolean },
  ): Promise<AnyRotation> {
    const events = {
      stage: () => undefined,
      status: (text: string) => this.log(text),
      notice: (text: string) => this.warn(text),
    };
    const ready = { ...options, events };
    const desk = {
      ...how,
      say: (text: string) => this.log(foldForTerminal(text)),
      askUnseen: (message: string) => this.secretPrompt({ message, ms: 600_000 }),
      confirm: (message: string) => this.confirm({ message, ms: 600_000 }),
      input: process.stdin,
    };
    try {
      return await startGuidedRotation(ready, guideThroughSetup(ready, desk));
    } catch (error) {
      throw explainOrgFailure(error, options.org);
    }
  }

  private show(record: AnyRotation, calls: Opened['calls']): ClientAppRotateStartResult {
    const report = reportOf(record);
    const { app, org, stage, store, consumerKey, next } = report;
    this.table({ data: reportRows(report), overflow: 'wrap' });
    if (stage === 'failed') {
      this.warn(messages.getMessage('warning.rolledBack', [app, org]));
      process.exitCode = 1;
    } else if (report.credential === 'certificate')
      this.logSuccess(messages.getMessage('info.certificateRotated', [app, org, store]));
    else this.logSuccess(shared.getMessage('info.rotated', [app, org, maskKey(consumerKey), store]));
    this.log(foldForTerminal(next));
    return { ...report, apiCalls: calls.count };
  }

  private async confirmOrRefuse(message: string): Promise<void> {
    if (this.jsonEnabled() || !process.stdin.isTTY) throw shared.createError('error.confirmationRequired');
    if (!(await this.confirm({ message, ms: 60_000 }))) throw shared.createError('error.notConfirmed');
  }
}
