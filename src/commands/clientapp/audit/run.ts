import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { Messages, Org, SfProject } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import type { AuditConfig } from '../../../audit/auditConfig.js';
import { catalogue, type CatalogueRule } from '../../../audit/catalogue.js';
import { loadConfig } from '../../../audit/loadConfig.js';
import { outcomeOf } from '../../../audit/outcome.js';
import type { Severity } from '../../../audit/rule.js';
import { audit } from '../../../audit/run.js';
import { selectRules } from '../../../audit/select.js';
import { parseSeverity } from '../../../audit/severity.js';
import { auditErrorCodes, auditExitCodes } from '../../../exitCodes.js';
import { mergeInventories } from '../../../inventory/source/mergeInventories.js';
import type { Inventory } from '../../../inventory/types.js';
import { countCalls, type CallCounter, type OrgConnection } from '../../../org/connection.js';
import { detail } from '../../../report/detail.js';
import { visible } from '../../../report/escape.js';
import type { AuditReport, Reporter } from '../../../report/report.js';
import { summaryLine } from '../../../report/summaryLine.js';
import { columnsFor, toRows } from '../../../report/table.js';
import { unchecked } from '../../../report/unchecked.js';
import { outputFormats, reporterFor } from '../../../report/writers.js';
import { writeReport } from '../../../report/writeReport.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.audit.run');
const shared = Messages.loadMessages('sf-clientapp', 'clientapp.audit.shared');

const defaultConfigFile = 'clientapp-audit.yml';

/** A terminal is no place for more; files have them all. */
const mostFindings = 200;
const mostUnchecked = 20;

export type ClientAppAuditRunResult = AuditReport;

type NamedOrg = { name: string; org: Org };

/** Not the standard flag: its default would audit an org that nobody named. */
const targetOrgs = Flags.custom<NamedOrg>({
  char: 'o',
  summary: messages.getMessage('flags.target-org.summary'),
  description: messages.getMessage('flags.target-org.description'),
  multiple: true,
  parse: async (name) => ({ name, org: await Org.create({ aliasOrUsername: name }) }),
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
    'fail-on-inconclusive': Flags.boolean({ summary: messages.getMessage('flags.fail-on-inconclusive.summary') }),
  };

  public async run(): Promise<ClientAppAuditRunResult> {
    const started = performance.now();
    const { flags } = await this.parse(ClientAppAuditRun);
    const files = (flags['output-file'] ?? []).map(withReporter);
    const rules = rulesOf(flags['rule-selector'] ?? []);
    const paths = (flags['source-dir'] ?? []).map(existing);
    const orgs = flags['target-org'] ?? [];
    const root = await rootOf(paths, orgs.length > 0);
    const config = await configOf(flags['config-file'], root);

    this.spinner.start(messages.getMessage('spinner.audit'));
    const source = paths.length > 0 || orgs.length === 0 ? [sourceInventory(root, paths)] : [];
    const connections = orgs.map(({ name, org }) => ({ name, connection: org.getConnection(flags['api-version']) }));
    const counters = connections.map(({ connection }) => countCalls(connection));
    const inOrgs = await Promise.all(connections.map(orgInventory));
    const inventory = mergeInventories([...(await Promise.all(source)), ...(await withManifests(inOrgs, root))]);
    const result = audit(inventory, rules, { today: new Date(), thresholds: config.thresholds }, config);
    const durationMs = Math.round(performance.now() - started);
    const report = { ...result, apiCalls: sum(counters), durationMs };
    this.spinner.stop();

    this.show(report, flags.view);
    for (const { file, reporter } of files) {
      await writeReport(file, reporter(report, { version: this.config.pjson.version, rules }));
      this.log(messages.getMessage('info.written', [file]));
    }
    const outcome = outcomeOf(report, {
      threshold: flags['severity-threshold'],
      failOnInconclusive: flags['fail-on-inconclusive'],
    });
    process.exitCode = auditExitCodes.get(outcome)?.code ?? 0;
    return report;
  }

  private show(report: AuditReport, view: 'table' | 'detail'): void {
    const shown = report.findings.slice(0, mostFindings);
    const hidden = report.findings.length - shown.length;
    const width = process.stdout.columns ?? Infinity;
    if (shown.length === 0) this.log(`${messages.getMessage('info.noFindings')}\n`);
    else if (view === 'detail') this.log(`${detail(shown)}\n`);
    else this.table({ data: toRows(shown, width), columns: columnsFor(width), overflow: 'wrap' });
    if (hidden > 0) this.log(`${messages.getMessage('info.more', [hidden])}\n`);
    this.showUnchecked(unchecked(report));
    this.log(summaryLine(report));
  }

  private showUnchecked(lines: string[]): void {
    if (lines.length === 0) return;
    const hidden = lines.length - mostUnchecked;
    const more = hidden > 0 ? [messages.getMessage('info.moreUnchecked', [hidden])] : [];
    this.log(messages.getMessage('info.unchecked'));
    for (const line of [...lines.slice(0, mostUnchecked), ...more]) this.log(`  ${line}`);
    this.log();
  }
}

const severityOf = (input: string): Severity => {
  const severity = parseSeverity(input);
  if (!severity) throw messages.createError('error.invalidSeverity', [input]);
  return severity;
};

const withReporter = (name: string): { file: string; reporter: Reporter } => {
  const reporter = reporterFor(name);
  const formats = outputFormats.join(', ');
  if (!reporter) throw messages.createError('error.unknownOutputFormat', [name, formats], [formats]);
  return { file: resolve(name), reporter };
};

const rulesOf = (selectors: readonly string[]): CatalogueRule[] => {
  const { rules, problems } = selectRules(catalogue, selectors);
  const [problem] = problems;
  if (problem) throw shared.createError(`error.${problem.reason}Selector`, [problem.selector]);
  return rules;
};

const existing = (path: string): string => {
  if (!existsSync(path)) throw messages.createError('error.missingSource', [path]);
  return resolve(path);
};

const projectAbove = async (path?: string): Promise<string | undefined> => {
  try {
    return await SfProject.resolveProjectPath(path);
  } catch {
    return undefined;
  }
};

/** What file names are relative to: the project here, or else the one that the first named directory is in. */
const rootOf = async (paths: readonly string[], hasOrgs: boolean): Promise<string> => {
  const root = (await projectAbove()) ?? (paths[0] && (await projectAbove(paths[0])));
  if (root) return root;
  if (paths.length === 0 && !hasOrgs) throw messages.createError('error.nothingToAudit');
  return process.cwd();
};

const sourceInventory = async (root: string, paths: readonly string[]): Promise<Inventory> => {
  const { inventoryFromSource } = await import('../../../inventory/fromSource.js');
  return inventoryFromSource({ root, paths });
};

const orgInventory = async ({ name, connection }: { name: string; connection: OrgConnection }): Promise<Inventory> => {
  const { inventoryFromOrg } = await import('../../../inventory/fromOrg.js');
  return inventoryFromOrg(connection, { org: name });
};

/** What the project's manifests declare is held against the orgs too. */
const withManifests = async (inventories: Inventory[], root: string): Promise<Inventory[]> => {
  if (inventories.length === 0) return [];
  const { inventoryManifests, joinManifests } = await import('../../../inventory/source/manifests.js');
  const manifests = await inventoryManifests(root);
  return inventories.map((inventory) => ({ ...inventory, apps: joinManifests(inventory.apps, manifests) }));
};

const sum = (counters: readonly CallCounter[]): number => counters.reduce((total, { count }) => total + count, 0);

const ruleIds = new Set(catalogue.map(({ id }) => id));

const configOf = async (file: string | undefined, root: string): Promise<AuditConfig> => {
  const path = file === undefined ? resolve(root, defaultConfigFile) : resolve(file);
  const name = relative(root, path).replaceAll('\\', '/');
  const reading = await loadConfig(path, { name, optional: file === undefined, ruleIds });
  if ('config' in reading) return reading.config;
  const lines = reading.problems.map(({ message, line, column }) => visible(`${name}:${line}:${column}: ${message}`));
  throw messages.createError('error.invalidConfig', [lines.join('\n')]);
};
