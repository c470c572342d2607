import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { outcomeOf } from '../../../audit/outcome.js';
import type { Severity } from '../../../audit/rule.js';
import { unauditedOrgs } from '../../../audit/unaudited.js';
import { fixAudit, type FixedAudit } from '../../../auditRun/fixAudit.js';
import { performAudit } from '../../../auditRun/perform.js';
import { prepareAudit } from '../../../auditRun/prepare.js';
import { severityOf } from '../../../auditRun/request.js';
import { writeReports } from '../../../auditRun/writeReports.js';
import { auditErrorCodes, auditExitCodes } from '../../../exitCodes.js';
import { visible } from '../../../report/escape.js';
import type { AuditReport } from '../../../report/report.js';
import { painterFor } from '../../../report/paint.js';
import { screen } from '../../../report/screen.js';
import { outputFormats } from '../../../report/writers.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.audit.run');

export type ClientAppAuditRunResult = AuditReport;

/** Not the standard flag: its default would audit an org that nobody named, and one bad name would hide the other orgs. */
const targetOrgs = Flags.custom<string>({
  char: 'o',
  summary: messages.getMessage('flags.target-org.summary'),
  description: messages.getMessage('flags.target-org.description'),
  multiple: true,
});

export default class ClientAppAuditRun extends SfCommand<ClientAppAuditRunResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly errorCodes = auditErrorCodes;
  public static override readonly flags = {
    'target-org': targetOrgs(),
    'api-version': Flags.orgApiVersion(),
    'source-dir': Flags.string({
      char: 'd',
      summary: messages.getMessage('flags.source-dir.summary'),
      description: messages.getMessage('flags.source-dir.description'),
      multiple: true,
    }),
    snapshot: Flags.file({
      summary: messages.getMessage('flags.snapshot.summary'),
      description: messages.getMessage('flags.snapshot.description'),
      multiple: true,
      exists: true,
    }),
    'rule-selector': Flags.string({
      char: 'r',
      summary: messages.getMessage('flags.rule-selector.summary'),
      description: messages.getMessage('flags.rule-selector.description'),
      multiple: true,
    }),
    'severity-threshold': Flags.custom<Severity>({
      char: 't',
      summary: messages.getMessage('flags.severity-threshold.summary'),
      description: messages.getMessage('flags.severity-threshold.description'),
      parse: (input) => Promise.resolve(severityOf(input)),
    })(),
    'output-file': Flags.string({
      char: 'f',
      summary: messages.getMessage('flags.output-file.summary'),
      description: messages.getMessage('flags.output-file.description', [outputFormats.join(', ')]),
      multiple: true,
    }),
    view: Flags.option({
      summary: messages.getMessage('flags.view.summary'),
      options: ['table', 'detail'] as const,
      default: 'table',
    })(),
    'config-file': Flags.file({
      summary: messages.getMessage('flags.config-file.summary'),
      description: messages.getMessage('flags.config-file.description'),
      exists: true,
    }),
    baseline: Flags.file({
      summary: messages.getMessage('flags.baseline.summary'),
      description: messages.getMessage('flags.baseline.description'),
      exists: true,
    }),
    fix: Flags.boolean({
      summary: messages.getMessage('flags.fix.summary'),
      description: messages.getMessage('flags.fix.description'),
    }),
    'unsafe-fixes': Flags.boolean({
      summary: messages.getMessage('flags.unsafe-fixes.summary'),
      description: messages.getMessage('flags.unsafe-fixes.description'),
      relationships: [{ type: 'all', flags: ['fix'] }],
    }),
    'fail-on-inconclusive': Flags.boolean({ summary: messages.getMessage('flags.fail-on-inconclusive.summary') }),
  };

  public async run(): Promise<ClientAppAuditRunResult> {
    const { flags } = await this.parse(ClientAppAuditRun);
    const request = await prepareAudit(flags);
    if (flags.fix && !request.paths) throw messages.createError('error.nothingToFix');

    this.spinner.start(messages.getMessage('spinner.audit'));
    const total = request.orgs.length;
    const found = await performAudit(request, {
      onOrgRead: (done) => (this.spinner.status = messages.getMessage('spinner.orgs', [done, total])),
    });
    const fixes = flags.fix ? await fixAudit(request, found, { unsafe: flags['unsafe-fixes'] }) : undefined;
    const performed = fixes?.performed ?? found;
    this.spinner.stop();

    this.show(performed.report, flags.view);
    if (fixes) this.showFixes(fixes);
    const gate = { threshold: flags['severity-threshold'], failOnInconclusive: flags['fail-on-inconclusive'] };
    const exit = auditExitCodes.get(outcomeOf(performed.report, gate));
    for (const file of await writeReports(request, performed, { version: this.config.pjson.version, exit }))
      this.log(messages.getMessage('info.written', [file]));
    this.end(performed.report, flags['severity-threshold'], flags['fail-on-inconclusive']);
    return performed.report;
  }

  private show(report: AuditReport, view: 'table' | 'detail'): void {
    const text: Parameters<typeof screen>[1]['text'] = (key, tokens) => messages.getMessage(key, tokens);
    const { stdout } = process;
    const options = { view, width: stdout.columns ?? Infinity, text, paint: painterFor(stdout) };
    for (const part of screen(report, options)) {
      if (typeof part === 'string') this.log(part);
      else this.table({ ...part, overflow: 'wrap' });
    }
  }

  private showFixes({ fixed, failed, introduced, files }: FixedAudit): void {
    this.log(messages.getMessage('info.fixed', [fixed.length, files.length]));
    for (const file of files) this.log(`  ${visible(file)}`);
    for (const { finding, reason } of failed)
      this.warn(messages.getMessage('warning.notFixed', [finding.rule, visible(finding.app || '-'), visible(reason)]));
    for (const { rule, message } of introduced)
      this.warn(messages.getMessage('warning.introduced', [rule, visible(message)]));
  }

  private end(report: AuditReport, threshold: Severity | undefined, failOnInconclusive: boolean): void {
    const outcome = outcomeOf(report, { threshold, failOnInconclusive });
    const unaudited = unauditedOrgs(report.coverage).map(({ org, reason }) => visible(`${org}: ${reason}`));
    const error = messages.createError('error.orgNotAudited', [unaudited.join('\n')]);
    // What was found elsewhere is in the result of the error.
    if (outcome === 'failed') throw Object.assign(error, { result: report });
    if (unaudited.length > 0) this.warn(error.message);
    process.exitCode = auditExitCodes.get(outcome)?.code ?? 0;
  }
}
