import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { calledOrg } from '../../../org/calledOrg.js';
import { explainOrgFailure } from '../../../org/failures.js';
import { foldForTerminal } from '../../../progress/foldText.js';
import { resumeAnyRotation } from '../../../rotation/goOn.js';
import { openUnfinished } from '../../../rotation/open.js';
import { reportOf, type RotationReport } from '../../../rotation/report.js';
import { reportRows } from '../../../rotation/reportRows.js';
import { RotationStages } from '../../../rotation/rotationStages.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.rotate.resume');
const shared = Messages.loadMessages('sf-clientapp', 'clientapp.rotate.shared');

export type ClientAppRotateResumeResult = RotationReport & { apiCalls: number };

export default class ClientAppRotateResume extends SfCommand<ClientAppRotateResumeResult> {
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
  };

  public async run(): Promise<ClientAppRotateResumeResult> {
    const { flags, raw } = await this.parse(ClientAppRotateResume);
    const { options, calls, found } = await openUnfinished({
      org: flags['target-org'],
      calledOrg: await calledOrg(raw),
      apiVersion: flags['api-version'],
      name: flags.name,
      environment: flags.environment,
      store: flags.store,
      allowSettingChange: flags['allow-setting-change'],
      waitMs: flags.wait.milliseconds,
    });
    const { org } = options;
    const title = messages.getMessage('info.title', [flags.name]);
    const stages = new RotationStages({
      kind: found.kind,
      title,
      org,
      jsonEnabled: this.jsonEnabled(),
      warn: (text) => this.warn(text),
    });
    const { events } = stages;
    try {
      const report = reportOf(
        await resumeAnyRotation({ ...options, events }, found, { retireNow: flags['retire-now'] }),
      );
      stages.stop('completed');
      this.table({ data: reportRows(report), overflow: 'wrap' });
      if (report.stage === 'failed') process.exitCode = 1;
      this.log(foldForTerminal(report.next));
      return { ...report, apiCalls: calls.count };
    } catch (error) {
      throw explainOrgFailure(error, org);
    } finally {
      stages.stop('failed');
    }
  }
}
