import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { explainOrgFailure } from '../../../org/failures.js';
import { openStart } from '../../../rotation/open.js';
import { reportOf, type RotationReport } from '../../../rotation/report.js';
import { reportRows } from '../../../rotation/reportRows.js';
import { RotationStages } from '../../../rotation/rotationStages.js';
import { startRotation } from '../../../rotation/secret/session.js';
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
    environment: Flags.string({ summary: shared.getMessage('flags.environment.summary') }),
    store: Flags.string({
      summary: shared.getMessage('flags.store.summary'),
      description: shared.getMessage('flags.store.description'),
    }),
    'consumer-key': Flags.string({
      summary: messages.getMessage('flags.consumer-key.summary'),
      description: messages.getMessage('flags.consumer-key.description'),
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
    }),
    'no-prompt': Flags.boolean({ char: 'p', summary: shared.getMessage('flags.no-prompt.summary') }),
  };

  public async run(): Promise<ClientAppRotateStartResult> {
    const { flags } = await this.parse(ClientAppRotateStart);
    const { options, calls } = await openStart({
      org: flags['target-org'],
      apiVersion: flags['api-version'],
      name: flags.name,
      environment: flags.environment,
      store: flags.store,
      allowSettingChange: flags['allow-setting-change'],
      waitMs: flags.wait.milliseconds,
    });
    const { org, store } = options;
    const overlapDays = flags['retire-now'] ? 0 : flags['overlap-days'];
    if (!flags['no-prompt']) await this.confirmOrRefuse([flags.name, org, store.name, overlapDays]);

    const title = messages.getMessage('info.title', [flags.name]);
    const stages = new RotationStages({ title, org, jsonEnabled: this.jsonEnabled() });
    const events = { ...stages.events, notice: (text: string) => this.warn(text) };
    try {
      const record = await startRotation({ ...options, events }, { consumerKey: flags['consumer-key'], overlapDays });
      stages.stop('completed');
      const report = reportOf(record);
      this.table({ data: reportRows(report), overflow: 'wrap' });
      this.logSuccess(
        shared.getMessage('info.rotated', [report.app, report.org, maskKey(report.consumerKey), report.store]),
      );
      this.log(report.next);
      return { ...report, apiCalls: calls.count };
    } catch (error) {
      throw explainOrgFailure(error, org);
    } finally {
      stages.stop('failed');
    }
  }

  private async confirmOrRefuse(tokens: Array<string | number>): Promise<void> {
    if (this.jsonEnabled() || !process.stdin.isTTY) throw shared.createError('error.confirmationRequired');
    const isConfirmed = await this.confirm({ message: messages.getMessage('prompt.start', tokens), ms: 60_000 });
    if (!isConfirmed) throw shared.createError('error.notConfirmed');
  }
}
