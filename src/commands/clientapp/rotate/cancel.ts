import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { calledOrg } from '../../../org/calledOrg.js';
import { explainOrgFailure } from '../../../org/failures.js';
import { foldForTerminal } from '../../../progress/foldText.js';
import type { AnyRotation } from '../../../rotation/anyRotation.js';
import { undoAnyRotation } from '../../../rotation/goOn.js';
import { openUnfinished } from '../../../rotation/open.js';
import { reportOf, type RotationReport } from '../../../rotation/report.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.rotate.cancel');
const shared = Messages.loadMessages('sf-clientapp', 'clientapp.rotate.shared');

export type ClientAppRotateCancelResult = RotationReport & { apiCalls: number };

export default class ClientAppRotateCancel extends SfCommand<ClientAppRotateCancelResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly flags = {
    name: Flags.string({ char: 'n', required: true, summary: shared.getMessage('flags.name.summary') }),
    'target-org': Flags.requiredOrg(),
    'api-version': Flags.orgApiVersion(),
    store: Flags.string({
      summary: shared.getMessage('flags.store.summary'),
      description: shared.getMessage('flags.store.description'),
    }),
    'allow-setting-change': Flags.boolean({
      summary: shared.getMessage('flags.allow-setting-change.summary'),
      description: shared.getMessage('flags.allow-setting-change.description'),
    }),
  };

  public async run(): Promise<ClientAppRotateCancelResult> {
    const { flags, raw } = await this.parse(ClientAppRotateCancel);
    const { options, calls, found } = await openUnfinished({
      org: flags['target-org'],
      calledOrg: await calledOrg(raw),
      apiVersion: flags['api-version'],
      name: flags.name,
      store: flags.store,
      allowSettingChange: flags['allow-setting-change'],
      waitMs: 0,
    });
    const { org } = options;
    this.spinner.start(messages.getMessage('spinner.cancel', [flags.name, org]));
    const events = {
      stage: () => undefined,
      status: (text: string) => (this.spinner.status = text),
      notice: (text: string) => this.warn(text),
    };
    try {
      const record = await undoAnyRotation({ ...options, events }, found);
      this.spinner.stop();
      return { ...this.show(record), apiCalls: calls.count };
    } catch (error) {
      throw explainOrgFailure(error, org);
    } finally {
      this.spinner.stop();
    }
  }

  /** What a guided rotation has in use is decided in Setup, and not known here. */
  private show(record: AnyRotation): RotationReport {
    const report = reportOf(record);
    const { app, org, stage, notes, next } = report;
    for (const note of notes) this.log(foldForTerminal(note));
    if (stage === 'cancelled') this.logSuccess(messages.getMessage(`info.${record.kind ?? 'secret'}`, [app, org]));
    else {
      this.warn(messages.getMessage('warning.notUndone', [app, org, stage]));
      process.exitCode = 1;
    }
    if (stage !== 'cancelled' || record.kind === 'guided') this.log(foldForTerminal(next));
    return report;
  }
}
