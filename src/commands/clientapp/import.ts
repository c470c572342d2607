import { resolve } from 'node:path';
import { Messages, SfProject, type Org } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { chooseAll, chooseNamed, type Choice } from '../../import/choose.js';
import type { ImportedManifest } from '../../import/importApps.js';
import type { ImportSubject } from '../../import/subject.js';
import { didYouMean } from '../../manifest/suggest.js';
import type { InventoryApp } from '../../inventory/types.js';
import { countCalls } from '../../org/connection.js';
import { explainOrgFailure } from '../../org/failures.js';
import { orgNames } from '../../org/orgNames.js';
import { visible } from '../../report/escape.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.import');

export type ClientAppImportResult = {
  manifests: ImportedManifest[];
  apiCalls: number;
};

/** The apps of one place, and how to learn all of those that are chosen. */
type Place = {
  name: string;
  orgNames: readonly string[];
  choices: Choice[];
  subjectOf: (app: InventoryApp) => ImportSubject;
  apiCalls: number;
};

type Wanted = { names: readonly string[] | undefined };

export default class ClientAppImport extends SfCommand<ClientAppImportResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly requiresProject = true;

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
    const root = (this.project ?? (await SfProject.resolve())).getPath();
    const org = flags['target-org'];
    // As for "list": the default org counts only when it is named.
    const isNamed = org !== undefined && metadata.flags['target-org']?.setFromDefault !== true;
    const wanted = { names: flags.name };
    const place = isNamed
      ? await this.fromOrg(org, flags['api-version'], wanted)
      : await fromProject(root, flags['source-dir'] ?? [], wanted);
    const { importApps } = await import('../../import/importApps.js');
    const { overwrite, 'dry-run': dryRun } = flags;
    const manifests = await importApps(place.choices, place.subjectOf, {
      root,
      overwrite,
      dryRun,
      orgNames: place.orgNames,
    });
    this.show(manifests, { place, dryRun });
    return { manifests, apiCalls: place.apiCalls };
  }

  private async fromOrg(org: Org, version: string | undefined, wanted: Wanted): Promise<Place> {
    const connection = org.getConnection(version);
    const calls = countCalls(connection);
    const names = await orgNames(org);
    const [name] = names;
    this.spinner.start(messages.getMessage('spinner.read', [name]));
    try {
      const { appsOfOrg, subjectsFromOrg } = await import('../../import/fromOrg.js');
      const inventory = await appsOfOrg(connection, name);
      const choices = choose(inventory.apps, wanted, name);
      const chosen = choices.filter(({ skipped }) => skipped === undefined).map(({ app }) => app);
      const subjects = new Map(
        (await subjectsFromOrg(connection, inventory, chosen)).map((subject) => [subject.app, subject]),
      );
      const subjectOf = (app: InventoryApp): ImportSubject =>
        subjects.get(app) ?? { app, documents: [], generated: false, unread: [] };
      return { name, orgNames: names, choices, subjectOf, apiCalls: calls.count };
    } catch (error) {
      throw explainOrgFailure(error, name);
    } finally {
      this.spinner.stop();
    }
  }

  private show(manifests: readonly ImportedManifest[], { place, dryRun }: { place: Place; dryRun: boolean }): void {
    if (manifests.length === 0) this.log(messages.getMessage('info.none', [place.name]));
    for (const manifest of manifests) this.showOne(manifest);
    const count = (...states: string[]): number => manifests.filter(({ status }) => states.includes(status)).length;
    const counts = [count('created', 'updated'), count('unchanged'), count('differs'), count('skipped')];
    this.log(messages.getMessage(dryRun ? 'info.planned' : 'info.written', counts));
    if (count('differs') > 0) this.log(messages.getMessage('info.overwrite'));
    if (place.apiCalls > 0) this.log(messages.getMessage('info.apiCalls', [place.apiCalls]));
  }

  private showOne({ name, file, status, reason, ...manifest }: ImportedManifest): void {
    const lines: Array<readonly [string, readonly string[]]> = [
      ['info.reasons', manifest.reasons],
      ['info.differences', manifest.differences],
      ['info.todo', manifest.todo],
      ['info.warnings', manifest.warnings],
    ];
    this.log(`${status.padEnd('unchanged'.length)}  ${visible(file ?? name)}${reason ? `: ${visible(reason)}` : ''}`);
    for (const [title, texts] of lines) {
      if (texts.length > 0) this.log(`  ${messages.getMessage(title)}`);
      for (const text of texts) this.log(`    ${visible(text)}`);
    }
  }
}

const fromProject = async (root: string, paths: readonly string[], wanted: Wanted): Promise<Place> => {
  const [{ inventoryFromSource }, { subjectFromProject }] = await Promise.all([
    import('../../inventory/fromSource.js'),
    import('../../import/fromProject.js'),
  ]);
  const { apps, documents } = await inventoryFromSource({ root, paths: paths.map((path) => resolve(path)) });
  const name = messages.getMessage('info.project');
  return {
    name,
    orgNames: [],
    choices: choose(apps, wanted, name),
    subjectOf: (app) => subjectFromProject(root, app, documents),
    apiCalls: 0,
  };
};

/** @throws AppNotFoundError when a named app is not there */
const choose = (apps: readonly InventoryApp[], { names }: Wanted, place: string): Choice[] => {
  if (names === undefined) return chooseAll(apps);
  const { choices, notFound } = chooseNamed(apps, names);
  const [missing] = notFound;
  if (missing === undefined) return choices;
  const hint = didYouMean(
    missing,
    apps.map(({ name }) => name),
  );
  throw messages.createError('error.appNotFound', [place, visible(notFound.join(', ')), visible(hint)]);
};
