import { resolve } from 'node:path';
import { Messages, SfProject, type Org } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { summarizeApp, summarizeManifest, type AppSummary } from '../../inventory/org/appSummary.js';
import { unreadNotes } from '../../inventory/org/unreadNotes.js';
import { inventoryManifests, joinManifests } from '../../inventory/source/manifests.js';
import type { Coverage } from '../../inventory/types.js';
import { countCalls } from '../../org/connection.js';
import { explainOrgFailure } from '../../org/failures.js';
import { orgNames } from '../../org/orgNames.js';
import { foldForTerminal } from '../../progress/foldText.js';
import { visible } from '../../report/escape.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.list');

export type ClientAppListResult = {
  apps: AppSummary[];
  coverage: Coverage[];
  apiCalls: number;
};

export default class ClientAppList extends SfCommand<ClientAppListResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly flags = {
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
  };

  public async run(): Promise<ClientAppListResult> {
    const { flags, metadata } = await this.parse(ClientAppList);
    const root = await projectRoot();
    const org = flags['target-org'];
    const isNamed = org !== undefined && metadata.flags['target-org']?.setFromDefault !== true;
    if (root === undefined && !org) throw messages.createError('error.nothingToList');

    // The default org counts only where there is no project: listing files must not cost API calls.
    const result =
      org && (isNamed || root === undefined)
        ? await this.listOrg(org, flags['api-version'], root)
        : await listProject(root ?? process.cwd(), flags['source-dir'] ?? []);
    this.show(result, result.apiCalls > 0);
    return result;
  }

  private async listOrg(org: Org, version: string | undefined, root: string | undefined): Promise<ClientAppListResult> {
    const connection = org.getConnection(version);
    const calls = countCalls(connection);
    const [name] = await orgNames(org);
    this.spinner.start(messages.getMessage('spinner.read', [name]));
    try {
      const { inventoryFromOrg } = await import('../../inventory/fromOrg.js');
      const inventory = await inventoryFromOrg(connection, { org: name });
      const manifests = root === undefined ? [] : await inventoryManifests(root);
      const apps = joinManifests(inventory.apps, manifests).map((app) => summarizeApp(app, inventory));
      return { apps: apps.sort(byName), coverage: inventory.coverage, apiCalls: calls.count };
    } catch (error) {
      throw explainOrgFailure(error, name);
    } finally {
      this.spinner.stop();
    }
  }

  private show({ apps, coverage, apiCalls }: ClientAppListResult, isOrg: boolean): void {
    if (apps.length === 0) this.log(messages.getMessage('info.none'));
    else
      this.table({
        data: apps.map((app) => toRow(app, isOrg)),
        columns: columnsFor(isOrg, process.stdout.columns ?? Infinity),
        title: messages.getMessage('info.title', [apps.length]),
        overflow: 'wrap',
      });
    const notes = unreadNotes(coverage, apps);
    if (notes.length > 0) {
      this.log(messages.getMessage('info.unread'));
      for (const note of notes) this.log(foldForTerminal(`  ${visible(note)}`));
    }
    if (isOrg) this.log(messages.getMessage('info.apiCalls', [apiCalls]));
  }
}

const projectRoot = async (): Promise<string | undefined> => SfProject.resolveProjectPath().catch(() => undefined);

const byName = (a: AppSummary, b: AppSummary): number =>
  a.name.localeCompare(b.name, 'en') || a.registration.localeCompare(b.registration, 'en');

const listProject = async (root: string, paths: readonly string[]): Promise<ClientAppListResult> => {
  const { inventoryFromSource } = await import('../../inventory/fromSource.js');
  const inventory = await inventoryFromSource({ root, paths: paths.map((path) => resolve(path)) });
  const registered = new Set(inventory.apps.map(({ name }) => name));
  const planned = inventory.manifests.filter(({ app }) => app && !registered.has(app.name));
  const apps = [...inventory.apps.map((app) => summarizeApp(app, inventory)), ...planned.flatMap(summarizeManifest)];
  return { apps: apps.sort(byName), coverage: inventory.coverage, apiCalls: 0 };
};

/** Narrower than this, columns of words would be broken into single syllables. */
const narrowest = 110;

/** What a terminal of this width has room for; --json has all. */
const columnsFor = (isOrg: boolean, width: number): Column[] => {
  const use: Column[] = isOrg ? ['Tokens', 'Users', 'Last used'] : [];
  if (width < narrowest) return ['Name', 'Registration', ...(isOrg ? use : (['Permitted users'] as const))];
  return ['Name', 'Registration', 'Model', 'Permitted users', 'Scopes', ...use, 'Manifest'];
};

type Column =
  'Name' | 'Registration' | 'Model' | 'Permitted users' | 'Scopes' | 'Tokens' | 'Users' | 'Last used' | 'Manifest';

const toRow = (app: AppSummary, isOrg: boolean): Record<string, string | number> => ({
  Name: visible(app.name),
  Registration: app.registration,
  Model: app.model ?? '',
  'Permitted users': app.permittedUsers ?? '?',
  Scopes: visible(app.scopes?.join(', ') ?? '?'),
  ...(isOrg ? { Tokens: app.tokens ?? '?', Users: app.users ?? '?', 'Last used': dayOf(app) } : {}),
  Manifest: app.manifest ? 'yes' : 'no',
});

const dayOf = ({ lastUsed, unread }: AppSummary): string =>
  lastUsed?.slice(0, 10) ?? (unread.some(({ what }) => what.includes('last used')) ? '?' : 'never');
