import { Messages, SfProject, type Org } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { manifestName, inventoryManifests } from '../../../inventory/source/manifests.js';
import { countCalls } from '../../../org/connection.js';
import { explainOrgFailure } from '../../../org/failures.js';
import { orgNames } from '../../../org/orgNames.js';
import { visible } from '../../../report/escape.js';
import { readRotations } from '../../../rotation/journal.js';
import type { ReadOrg } from '../../../runbook/gather.js';
import { generateRunbook, runbookFolder, type RunbookOutcome } from '../../../runbook/generateRunbook.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.runbook');

export type ClientAppGenerateRunbookResult = { runbooks: RunbookOutcome[]; apiCalls: number };

export default class ClientAppGenerateRunbook extends SfCommand<ClientAppGenerateRunbookResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly flags = {
    name: Flags.string({
      char: 'n',
      summary: messages.getMessage('flags.name.summary'),
      multiple: true,
      exactlyOne: ['name', 'all'],
    }),
    all: Flags.boolean({ summary: messages.getMessage('flags.all.summary'), exactlyOne: ['name', 'all'] }),
    'target-org': Flags.optionalOrg({
      summary: messages.getMessage('flags.target-org.summary'),
      description: messages.getMessage('flags.target-org.description'),
    }),
    'api-version': Flags.orgApiVersion(),
    'output-dir': Flags.directory({ char: 'd', summary: messages.getMessage('flags.output-dir.summary') }),
    check: Flags.boolean({
      summary: messages.getMessage('flags.check.summary'),
      description: messages.getMessage('flags.check.description'),
    }),
  };

  public async run(): Promise<ClientAppGenerateRunbookResult> {
    const { flags, metadata } = await this.parse(ClientAppGenerateRunbook);
    const root = await SfProject.resolveProjectPath().catch(() => undefined);
    const names = await namesOf(root, flags.name);
    // As for "display", the default org counts only where there is no project.
    const isNamed = root === undefined || metadata.flags['target-org']?.setFromDefault !== true;
    const org = isNamed ? flags['target-org'] : undefined;
    const { read, calls } = await this.readOrg(org, flags['api-version'], names);
    const records = await readRotations();
    const place = { folder: await runbookFolder(root, flags['output-dir']), check: flags.check };
    const runbooks: RunbookOutcome[] = [];
    for (const name of names) {
      runbooks.push(await generateRunbook({ name, root, org: read, sourceApps: () => appsOf(root), records }, place));
    }
    const result = { runbooks, apiCalls: calls() };
    this.show(result);
    if (flags.check) failIfStale(result);
    return result;
  }

  private async readOrg(
    org: Org | undefined,
    version: string | undefined,
    names: readonly string[],
  ): Promise<{ read: ReadOrg | undefined; calls: () => number }> {
    if (!org) return { read: undefined, calls: () => 0 };
    const connection = org.getConnection(version);
    const counter = countCalls(connection);
    const all = await orgNames(org);
    this.spinner.start(messages.getMessage('spinner.read', [all[0]]));
    try {
      const { inventoryFromOrg } = await import('../../../inventory/fromOrg.js');
      const inventory = await inventoryFromOrg(connection, { org: all[0], apps: names });
      return { read: { names: all, inventory }, calls: () => counter.count };
    } catch (error) {
      throw explainOrgFailure(error, all[0]);
    } finally {
      this.spinner.stop();
    }
  }

  private show({ runbooks }: ClientAppGenerateRunbookResult): void {
    for (const { file, state } of runbooks) this.log(`${state.padEnd('unchanged'.length)}  ${visible(file)}`);
    if (runbooks.some(({ state }) => state === 'created' || state === 'updated'))
      this.log(messages.getMessage('info.commit'));
  }
}

/** Names of the apps; those of all manifests when none is given. */
const namesOf = async (root: string | undefined, names: readonly string[] | undefined): Promise<string[]> => {
  if (names) return [...new Set(names)];
  const manifests = root === undefined ? [] : await inventoryManifests(root);
  if (manifests.length === 0) throw messages.createError('error.noManifests');
  return manifests.map(manifestName);
};

const appsOf = async (root: string | undefined) => {
  if (root === undefined) return [];
  const { inventoryFromSource } = await import('../../../inventory/fromSource.js');
  return (await inventoryFromSource({ root })).apps;
};

const failIfStale = (result: ClientAppGenerateRunbookResult): void => {
  const lines = result.runbooks.flatMap(({ file, state, firstDifference: found }) => {
    if (state === 'missing') return [messages.getMessage('error.missing', [visible(file)])];
    if (!found) return [];
    return [
      messages.getMessage('error.differs', [visible(file), found.line, visible(found.expected), visible(found.actual)]),
    ];
  });
  if (lines.length === 0) return;
  throw Object.assign(messages.createError('error.staleRunbook', [lines.join('\n')]), { result });
};
