import { resolve } from 'node:path';
import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { unauditedOrgs } from '../../../audit/unaudited.js';
import type { AuditCoverage } from '../../../audit/result.js';
import { auditCoverage } from '../../../audit/coverage.js';
import { readOrgs } from '../../../auditRun/readOrgs.js';
import type { OrgReading } from '../../../inventory/orgReading.js';
import { foldForTerminal } from '../../../progress/foldText.js';
import { visible } from '../../../report/escape.js';
import { writeReport } from '../../../report/writeReport.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.audit.collect');

/** It holds names of people: nobody else on the machine needs them. */
const ownerOnly = 0o600;

export type ClientAppAuditCollectResult = {
  /** Absent when no org could be read. */
  file?: string;
  pseudonymized: boolean;
  orgs: Array<{ org: string; apps: number; status: 'collected' | 'failed'; reason?: string }>;
  coverage: AuditCoverage[];
  apiCalls: number;
  durationMs: number;
};

const targetOrgs = Flags.custom<string>({
  char: 'o',
  summary: messages.getMessage('flags.target-org.summary'),
  description: messages.getMessage('flags.target-org.description'),
  multiple: true,
  required: true,
});

export default class ClientAppAuditCollect extends SfCommand<ClientAppAuditCollectResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly flags = {
    'target-org': targetOrgs(),
    'api-version': Flags.orgApiVersion(),
    'output-file': Flags.string({
      char: 'f',
      summary: messages.getMessage('flags.output-file.summary'),
      description: messages.getMessage('flags.output-file.description'),
      required: true,
    }),
    pseudonymize: Flags.boolean({
      summary: messages.getMessage('flags.pseudonymize.summary'),
      description: messages.getMessage('flags.pseudonymize.description'),
    }),
  };

  public async run(): Promise<ClientAppAuditCollectResult> {
    const started = performance.now();
    const { flags } = await this.parse(ClientAppAuditCollect);
    const orgs = flags['target-org'];

    this.spinner.start(messages.getMessage('spinner.collect'));
    const { readings, apiCalls } = await readOrgs(orgs, {
      apiVersion: flags['api-version'],
      onRead: (done) => (this.spinner.status = messages.getMessage('spinner.orgs', [done, orgs.length])),
    });
    const rows = readings.map(toRow);
    const isEmpty = rows.every(({ status }) => status === 'failed');
    const file = isEmpty ? undefined : resolve(flags['output-file']);
    if (file !== undefined) await this.write(file, readings, flags.pseudonymize);
    this.spinner.stop();

    const result: ClientAppAuditCollectResult = {
      ...(file === undefined ? {} : { file }),
      pseudonymized: flags.pseudonymize,
      orgs: rows,
      coverage: readings.flatMap(({ inventory }) => auditCoverage(inventory, new Set())),
      apiCalls,
      durationMs: Math.round(performance.now() - started),
    };
    this.show(result);
    return result;
  }

  private async write(file: string, readings: readonly OrgReading[], pseudonymized: boolean): Promise<void> {
    const { snapshotText } = await import('../../../auditRun/collect.js');
    const plugin = this.config.pjson.version;
    await writeReport(file, snapshotText(readings, { plugin, pseudonymized }), ownerOnly);
  }

  private show(result: ClientAppAuditCollectResult): void {
    const { file, orgs, pseudonymized, coverage, apiCalls } = result;
    this.table({
      data: orgs.map(({ org, apps, status }) => ({ Org: visible(org), Apps: apps, Status: status })),
      overflow: 'wrap',
    });
    const gaps = coverage.filter(({ status }) => status !== 'complete');
    for (const { source, status, reason } of gaps)
      this.log(foldForTerminal(`  ${visible(source)} (${status}): ${visible(reason ?? '')}`));
    if (file !== undefined) {
      this.log(messages.getMessage('info.written', [file, apiCalls]));
      this.log(messages.getMessage(pseudonymized ? 'info.pseudonymized' : 'info.personalData'));
    }
    const failed = unauditedOrgs(coverage).map(({ org, reason }) => visible(`${org}: ${reason}`));
    // What became of the others is in the result of the error.
    if (failed.length > 0)
      throw Object.assign(messages.createError('error.orgNotCollected', [failed.join('\n')]), { result });
  }
}

const toRow = ({ org, inventory }: OrgReading): ClientAppAuditCollectResult['orgs'][number] => {
  const [failure] = unauditedOrgs(auditCoverage(inventory, new Set()));
  return failure
    ? { org, apps: 0, status: 'failed', reason: failure.reason }
    : { org, apps: inventory.apps.length, status: 'collected' };
};
