import { Messages, SfProject, type Org } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { describeApp, type AppDetail, type DetailSources } from '../../inventory/org/appDetail.js';
import { chooseApp } from '../../inventory/org/chooseApp.js';
import {
  credentialRows,
  factRows,
  identityRows,
  scopeRows,
  tokenRows,
  type Rows,
} from '../../inventory/org/detailRows.js';
import { readManifestOf, type ManifestOfApp } from '../../inventory/org/readManifestOf.js';
import { readStored, type CredentialVersionInfo } from '../../secrets/storedCredential.js';
import { unreadNotes } from '../../inventory/org/unreadNotes.js';
import type { Coverage, InventoryApp } from '../../inventory/types.js';
import { countCalls, orgIdOf } from '../../org/connection.js';
import { explainOrgFailure } from '../../org/failures.js';
import { orgNames } from '../../org/orgNames.js';
import { foldForTerminal } from '../../progress/foldText.js';
import { visible } from '../../report/escape.js';
import { openStore } from '../../secrets/openStore.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.display');

export type ClientAppDisplayResult = AppDetail & {
  /** What is stored for this org, without secrets; absent when no org was read or the store could not be. */
  credential?: { store: string; versions: CredentialVersionInfo[] };
  coverage: Coverage[];
  apiCalls: number;
};

type Extras = Pick<ClientAppDisplayResult, 'credential' | 'coverage' | 'apiCalls'> & {
  unread: AppDetail['unread'];
  others: InventoryApp[];
};

export default class ClientAppDisplay extends SfCommand<ClientAppDisplayResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly flags = {
    name: Flags.string({
      char: 'n',
      required: true,
      summary: messages.getMessage('flags.name.summary'),
      description: messages.getMessage('flags.name.description'),
    }),
    'target-org': Flags.optionalOrg({
      summary: messages.getMessage('flags.target-org.summary'),
      description: messages.getMessage('flags.target-org.description'),
    }),
    'api-version': Flags.orgApiVersion(),
  };

  public async run(): Promise<ClientAppDisplayResult> {
    const { flags, metadata } = await this.parse(ClientAppDisplay);
    const root = await SfProject.resolveProjectPath().catch(() => undefined);
    const org = flags['target-org'];
    // As for "list", the default org counts only where there is no project.
    const isRead = org && (root === undefined || metadata.flags['target-org']?.setFromDefault !== true);
    if (root === undefined && !org) throw messages.createError('error.nothingToRead');

    const names = isRead ? await orgNames(org) : [];
    const manifest = await readManifestOf(root, flags.name, names);
    const source = root === undefined ? undefined : await fromProject(root, flags.name, manifest);
    const read = isRead ? await this.readOrg(org, flags, { names, manifest, root }) : undefined;
    const detail = describeApp({ name: flags.name, manifest, source, org: read?.org });
    const places = [...names.slice(0, 1), ...(root === undefined ? [] : ['the project'])].join(' and ');
    if (!detail) throw messages.createError('error.notFound', [flags.name, places]);

    const { credential, coverage = [], apiCalls = 0, unread = [], others = [] } = read?.extras ?? {};
    for (const { registration } of others) this.warn(messages.getMessage('warning.other', [flags.name, registration]));
    const result = {
      ...detail,
      unread: [...detail.unread, ...unread],
      ...(credential ? { credential } : {}),
      coverage,
      apiCalls,
    };
    this.show(result);
    return result;
  }

  private async readOrg(
    org: Org,
    { name, 'api-version': version }: { name: string; 'api-version': string | undefined },
    { names, manifest, root }: { names: string[]; manifest: ManifestOfApp | undefined; root: string | undefined },
  ): Promise<{ org: DetailSources['org']; extras: Extras }> {
    const connection = org.getConnection(version);
    const calls = countCalls(connection);
    const [orgName = ''] = names;
    this.spinner.start(messages.getMessage('spinner.read', [orgName]));
    try {
      const { inventoryFromOrg } = await import('../../inventory/fromOrg.js');
      const inventory = await inventoryFromOrg(connection, { org: orgName });
      const { app, others } = chooseApp(inventory.apps, name, manifest?.app?.registration);
      const store = manifest?.app?.credentials.store ?? 'sf';
      const stored = await readStored(() => openStore(store, root === undefined ? {} : { projectRoot: root }), {
        orgId: orgIdOf(connection),
        app: app?.name ?? name,
      });
      return {
        org: { app, name: orgName, inventory },
        extras: {
          ...(stored.versions ? { credential: { store, versions: stored.versions } } : {}),
          unread: stored.unread === undefined ? [] : [{ what: `the store ${store}`, reason: stored.unread }],
          coverage: inventory.coverage,
          apiCalls: calls.count,
          others,
        },
      };
    } catch (error) {
      throw explainOrgFailure(error, orgName);
    } finally {
      this.spinner.stop();
    }
  }

  private show(result: ClientAppDisplayResult): void {
    const { tokens, credential, coverage, apiCalls } = result;
    this.styledHeader(visible(result.label ?? result.name));
    this.print(identityRows(result));
    this.print(factRows(result), messages.getMessage('info.facts'));
    this.print(scopeRows(result), messages.getMessage('info.scopes'));
    if (tokens?.total === 0) this.log(foldForTerminal(messages.getMessage('info.noTokens')));
    else if (tokens) this.print(tokenRows(tokens.users), messages.getMessage('info.tokens', [tokens.total]));
    if (credential?.versions.length === 0)
      this.log(messages.getMessage('info.notStored', [credential.store, result.name]));
    else if (credential)
      this.print(credentialRows(credential.versions), messages.getMessage('info.credential', [credential.store]));

    const notes = unreadNotes(coverage, [result]);
    if (notes.length > 0) this.log(messages.getMessage('info.unread'));
    for (const note of notes) this.log(foldForTerminal(`  ${visible(note)}`));
    if (result.org) this.log(messages.getMessage('info.apiCalls', [apiCalls]));
  }

  private print(rows: Rows, title?: string): void {
    if (rows.length === 0) return;
    const data = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, text]) => [column, visible(text)])),
    );
    this.table({ data, ...(title === undefined ? {} : { title }), overflow: 'wrap' });
  }
}

const fromProject = async (
  root: string,
  name: string,
  manifest: ManifestOfApp | undefined,
): Promise<InventoryApp | undefined> => {
  const { inventoryFromSource } = await import('../../inventory/fromSource.js');
  return chooseApp((await inventoryFromSource({ root })).apps, name, manifest?.app?.registration).app;
};
