import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { orgIdOf } from '../../../org/connection.js';
import { hasEnded, readRotations } from '../../../rotation/journal.js';
import { reportOf, type RotationReport } from '../../../rotation/report.js';
import { summaryRows } from '../../../rotation/reportRows.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.rotate.report');

export type ClientAppRotateReportResult = { rotations: RotationReport[] };

export default class ClientAppRotateReport extends SfCommand<ClientAppRotateReportResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly flags = {
    name: Flags.string({ char: 'n', multiple: true, summary: messages.getMessage('flags.name.summary') }),
    'target-org': Flags.optionalOrg({ summary: messages.getMessage('flags.target-org.summary') }),
    'api-version': Flags.orgApiVersion(),
    all: Flags.boolean({ summary: messages.getMessage('flags.all.summary') }),
  };

  public async run(): Promise<ClientAppRotateReportResult> {
    const { flags } = await this.parse(ClientAppRotateReport);
    const orgId = flags['target-org'] && orgIdOf(flags['target-org'].getConnection(flags['api-version']));
    const rotations = (await readRotations())
      .filter((record) => orgId === undefined || record.orgId.slice(0, 15) === orgId.slice(0, 15))
      .filter(({ app }) => flags.name === undefined || flags.name.includes(app))
      .filter((record) => flags.all || !hasEnded(record))
      .map(reportOf);
    if (rotations.length === 0) this.log(messages.getMessage(flags.all ? 'info.none' : 'info.noneUnderWay'));
    else this.table({ data: summaryRows(rotations), overflow: 'wrap' });
    return { rotations };
  }
}
