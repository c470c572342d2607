import { Messages, SfProject } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { orgIdOf } from '../../../org/connection.js';
import type { RotationDue } from '../../../rotation/due.js';
import { foldForTerminal } from '../../../progress/foldText.js';
import { hasEnded, readRotations } from '../../../rotation/journal.js';
import { reportOf, type RotationReport } from '../../../rotation/report.js';
import { nextLines, summaryRows } from '../../../rotation/reportRows.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.rotate.report');

export type ClientAppRotateReportResult = {
  rotations: RotationReport[];
  /** With --all: when the project's manifests want which secret rotated. */
  due: RotationDue[];
};

export default class ClientAppRotateReport extends SfCommand<ClientAppRotateReportResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly flags = {
    name: Flags.string({ char: 'n', multiple: true, summary: messages.getMessage('flags.name.summary') }),
    'target-org': Flags.optionalOrg({
      summary: messages.getMessage('flags.target-org.summary'),
      // The journal is of this machine, not of one org: only a named org narrows it.
      default: () => Promise.resolve(undefined),
      defaultHelp: () => Promise.resolve(undefined),
    }),
    'api-version': Flags.orgApiVersion(),
    all: Flags.boolean({ summary: messages.getMessage('flags.all.summary') }),
  };

  public async run(): Promise<ClientAppRotateReportResult> {
    const { flags } = await this.parse(ClientAppRotateReport);
    const orgId = flags['target-org'] && orgIdOf(flags['target-org'].getConnection(flags['api-version']));
    const isNamed = ({ app }: { app: string }): boolean => flags.name?.includes(app) ?? true;
    const rotations = (await readRotations())
      .filter((record) => orgId === undefined || record.orgId.slice(0, 15) === orgId.slice(0, 15))
      .filter((record) => flags.all || !hasEnded(record))
      .filter(isNamed)
      .map(reportOf);
    const due = flags.all ? (await this.due()).filter(isNamed) : [];
    if (rotations.length === 0) this.log(messages.getMessage(flags.all ? 'info.none' : 'info.noneUnderWay'));
    else this.table({ data: summaryRows(rotations), overflow: 'wrap' });
    for (const line of nextLines(rotations)) this.log(foldForTerminal(line));
    if (due.length > 0) await this.showDue(due);
    return { rotations, due };
  }

  private async due(): Promise<RotationDue[]> {
    const root = await SfProject.resolveProjectPath().catch(() => undefined);
    if (root === undefined) return [];
    const { rotationsDue } = await import('../../../rotation/due.js');
    return rotationsDue(root, new Date());
  }

  private async showDue(due: readonly RotationDue[]): Promise<void> {
    const { dueRows } = await import('../../../rotation/due.js');
    this.table({ data: dueRows(due), title: messages.getMessage('info.due'), overflow: 'wrap' });
  }
}
