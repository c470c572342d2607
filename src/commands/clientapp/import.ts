import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Messages, SfProject, type Org } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import type { ImportOptions } from '../../import/importApps.js';
import type { ImportedManifest } from '../../import/imported.js';
import type { ImportSource } from '../../import/subject.js';
import { unreadNotes } from '../../inventory/org/unreadNotes.js';
import type { Coverage } from '../../inventory/types.js';
import { didYouMean } from '../../manifest/suggest.js';
import { countCalls } from '../../org/connection.js';
import { explainOrgFailure } from '../../org/failures.js';
import { orgNames } from '../../org/orgNames.js';
import { foldForTerminal } from '../../progress/foldText.js';
import { visible } from '../../report/escape.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.import');

export type ClientAppImportResult = {
  manifests: ImportedManifest[];
  coverage: Coverage[];
  apiCalls: number;
};

export default class ClientAppImport extends SfCommand<ClientAppImportResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');

  public static override readonly flags = {
    name: Flags.string({
      char: 'n',
      summary: messages.getMessage('flags.name.summary'),
      description: messages.getMessage('flags.name.description'),
      multiple: true,
      exactlyOne: ['name', 'all'],
    }),
    all: Flags.boolean({ summary: messages.getMessage('flags.all.summary'), exactlyOne: ['name', 'all'] }),
    'target-org': Flags.optionalOrg({
      summary: messages.getMessage('flags.target-org.summary'),
      description: messages.getMessage('flags.target-org.description'),
      exclusive: ['source-dir'],
    }),
    'api-version': Flags.orgApiVersion(),
    'source-dir': Flags.string({
      char: 'd',
      summary: messages.getMessage('flags.source-dir.summary'),
      description: messages.getMessage('flags.source-dir.description'),
      multiple: true,
      exclusive: ['target-org'],
    }),
    overwrite: Flags.boolean({
      summary: messages.getMessage('flags.overwrite.summary'),
      description: messages.getMessage('flags.overwrite.description'),
    }),
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
  };

  public async run(): Promise<ClientAppImportResult> {
    const { flags, metadata } = await this.parse(ClientAppImport);
    // Not `requiresProject`, which fails before --json counts.
    const root = await SfProject.resolveProjectPath().catch(() => undefined);
    if (root === undefined) throw messages.createError('error.noProject');
    const org = flags['target-org'];
    const { name: names, overwrite, 'dry-run': dryRun } = flags;
    // As for "list": the default org counts only when it is named.
    const isNamed = org !== undefined && metadata.flags['target-org']?.setFromDefault !== true;
    const options = { root, overwrite, dryRun };
    const result = isNamed
      ? await this.fromOrg(org, flags['api-version'], names, options)
      : await fromProject(flags['source-dir'] ?? [], names, options);
    this.show(result, dryRun);
    return result;
  }

  private async fromOrg(
    org: Org,
    version: string | undefined,
    names: string[] | undefined,
    options: ImportOptions,
  ): Promise<ClientAppImportResult> {
    const connection = org.getConnection(version);
    const calls = countCalls(connection);
    const namesOfOrg = await orgNames(org);
    const [name] = namesOfOrg;
    this.spinner.start(messages.getMessage('spinner.read', [name]));
    try {
      const { orgSource } = await import('../../import/fromOrg.js');
      const source = await orgSource(connection, name);
      const manifests = await importFrom(source, name, names, { ...options, orgNames: namesOfOrg });
      return { manifests, coverage: source.inventory.coverage, apiCalls: calls.count };
    } catch (error) {
      throw explainOrgFailure(error, name);
    } finally {
      this.spinner.stop();
    }
  }

  private show({ manifests, coverage, apiCalls }: ClientAppImportResult, dryRun: boolean): void {
    if (manifests.length === 0) this.log(messages.getMessage('info.none'));
    for (const manifest of manifests) this.showOne(manifest);
    const notes = unreadNotes(coverage, []);
    if (notes.length > 0) this.log(messages.getMessage('info.unread'));
    for (const note of notes) this.log(foldForTerminal(`  ${visible(note)}`));
    const count = (...states: string[]): number => manifests.filter(({ status }) => states.includes(status)).length;
    const counts = [count('created', 'updated'), count('unchanged'), count('differs'), count('skipped')];
    this.log(messages.getMessage(dryRun ? 'info.planned' : 'info.written', counts));
    if (count('differs') > 0) this.log(messages.getMessage('info.overwrite'));
    if (apiCalls > 0) this.log(messages.getMessage('info.apiCalls', [apiCalls]));
  }

  private showOne({ name, file, status, reason, certificateFile, ...manifest }: ImportedManifest): void {
    const lines: Array<readonly [string, readonly string[]]> = [
      ['info.reasons', manifest.reasons],
      ['info.differences', manifest.differences],
      ['info.todo', manifest.todo],
      ['info.warnings', manifest.warnings],
    ];
    this.log(`${status.padEnd('unchanged'.length)}  ${visible(file ?? name)}${reason ? `: ${visible(reason)}` : ''}`);
    if (certificateFile) this.log(`${status.padEnd('unchanged'.length)}  ${visible(certificateFile)}`);
    for (const [title, texts] of lines) {
      if (texts.length > 0) this.log(`  ${messages.getMessage(title)}`);
      for (const text of texts) this.log(foldForTerminal(`    ${visible(text)}`));
    }
  }
}

const fromProject = async (
  paths: readonly string[],
  names: string[] | undefined,
  options: ImportOptions,
): Promise<ClientAppImportResult> => {
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) throw messages.createError('error.sourceNotFound', [visible(missing)]);
  const { projectSource } = await import('../../import/fromProject.js');
  const source = await projectSource(
    options.root,
    paths.map((path) => resolve(path)),
  );
  const manifests = await importFrom(source, messages.getMessage('info.project'), names, options);
  return { manifests, coverage: source.inventory.coverage, apiCalls: 0 };
};

/** @throws AppNotFoundError when a named app is not there; then nothing is written */
const importFrom = async (
  source: ImportSource,
  place: string,
  names: string[] | undefined,
  options: ImportOptions,
): Promise<ImportedManifest[]> => {
  const { chooseFrom, importApps } = await import('../../import/importApps.js');
  const choice = chooseFrom(source, names);
  const [missing] = choice.notFound;
  if (missing === undefined) return importApps(source, choice, options);
  const hint = didYouMean(
    missing,
    source.inventory.apps.map(({ name }) => name),
  );
  throw messages.createError('error.appNotFound', [place, visible(choice.notFound.join(', ')), visible(hint)]);
};
