import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { Messages } from '@salesforce/core/messages';
import { SfProject } from '@salesforce/core/project';
import type { AuditConfig } from '../audit/auditConfig.js';
import { readBaseline, type Baseline } from '../audit/baseline.js';
import { catalogue, type CatalogueRule } from '../audit/catalogue.js';
import { loadConfig } from '../audit/loadConfig.js';
import type { Severity } from '../audit/rule.js';
import { selectRules } from '../audit/select.js';
import { parseSeverity } from '../audit/severity.js';
import type { OrgReading } from '../inventory/orgReading.js';
import type { Coverage } from '../inventory/types.js';
import { visible } from '../report/escape.js';
import { outputFormats, writerFor, type ReportWriter } from '../report/writers.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.audit.run');
const shared = Messages.loadMessages('sf-clientapp', 'clientapp.audit.shared');

const defaultConfigFile = 'clientapp-audit.yml';

/** A severity by word or number. */
export const severityOf = (input: string): Severity => {
  const severity = parseSeverity(input);
  if (!severity) throw messages.createError('error.invalidSeverity', [input]);
  return severity;
};

/** A file to write, with the format that its ending asks for. */
export type Output = { name: string; file: string; writer: ReportWriter };

export const outputOf = (name: string): Output => {
  const writer = writerFor(name);
  const formats = outputFormats.join(', ');
  if (!writer) throw messages.createError('error.unknownOutputFormat', [name, formats], [formats]);
  return { name, file: resolve(name), writer };
};

const select = (selectors: readonly string[]): CatalogueRule[] => {
  const { rules, problems } = selectRules(catalogue, selectors);
  const [problem] = problems;
  if (problem) throw shared.createError(`error.${problem.reason}Selector`, [problem.selector]);
  return rules;
};

/** The rules to run, and what the config file leaves out of them; selectors of the command line take its place. */
export const rulesOf = (
  selectors: readonly string[] | undefined,
  { rules: { include, exclude } }: AuditConfig,
): { rules: CatalogueRule[]; coverage: Coverage[] } => {
  if (selectors) return { rules: select(selectors), coverage: [] };
  const excluded = new Set(exclude.length > 0 ? select(exclude) : []);
  const rules = select(include).filter((rule) => !excluded.has(rule));
  const left = catalogue.length - rules.length;
  const reason = `the config file leaves out ${left} of ${catalogue.length} rules`;
  return { rules, coverage: left > 0 ? [{ source: 'rules', status: 'partial', reason, rows: rules.length }] : [] };
};

/** A selector in the config file, looked at while its line is known. */
const selectorProblem = (selector: string): string | undefined => {
  const [problem] = selectRules(catalogue, [selector]).problems;
  return problem && shared.getMessage(`error.${problem.reason}Selector`, [problem.selector]);
};

/** The findings of an earlier report. */
export const baselineOf = async (file: string): Promise<Baseline> => {
  const reading = readBaseline(await readFile(file, 'utf8'));
  if ('baseline' in reading) return reading.baseline;
  if (reading.problem === 'newer') throw messages.createError('error.newerBaseline', [file, reading.detail]);
  throw messages.createError('error.invalidBaseline', [file, reading.detail]);
};

const snapshotErrors = {
  unreadable: 'error.unreadableSnapshot',
  'too-large': 'error.largeSnapshot',
  'not-a-snapshot': 'error.invalidSnapshot',
  newer: 'error.newerSnapshot',
} as const;

/** The orgs of a snapshot file. */
export const snapshotOf = async (file: string): Promise<OrgReading[]> => {
  const [{ readSnapshot }, { readingsFromSnapshot }] = await Promise.all([
    import('../inventory/snapshot/readSnapshot.js'),
    import('../inventory/snapshot/fromSnapshot.js'),
  ]);
  const reading = await readSnapshot(file);
  if ('snapshot' in reading) return readingsFromSnapshot(reading.snapshot);
  throw messages.createError(snapshotErrors[reading.problem], [file, visible(reading.detail)]);
};

/** The absolute path of a directory or file that is there. */
export const existingSource = (path: string): string => {
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
export const rootOf = async (paths: readonly string[], isNamed: boolean): Promise<string> => {
  const root = (await projectAbove()) ?? (paths[0] && (await projectAbove(paths[0])));
  if (root) return root;
  if (!isNamed) throw messages.createError('error.nothingToAudit');
  return process.cwd();
};

const ruleIds = new Set(catalogue.map(({ id }) => id));

/** The file that findings about no file are shown at: what governs the audit, else what makes the folder a project. */
export const anchorOf = (root: string): string =>
  existsSync(resolve(root, defaultConfigFile)) ? defaultConfigFile : 'sfdx-project.json';

/** The audit config: the named file, or the project's own when it has one. */
export const configOf = async (file: string | undefined, root: string, today: Date): Promise<AuditConfig> => {
  const path = file === undefined ? resolve(root, defaultConfigFile) : resolve(file);
  const name = relative(root, path).replaceAll('\\', '/');
  const reading = await loadConfig(path, { name, optional: file === undefined, ruleIds, selectorProblem, today });
  if ('config' in reading) return reading.config;
  const lines = reading.problems.map(({ message, line, column }) => visible(`${name}:${line}:${column}: ${message}`));
  throw messages.createError('error.invalidConfig', [lines.join('\n')]);
};
