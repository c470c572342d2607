import { Messages, SfProject, type Org } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { describeApp, type AppDetail, type DetailSources } from '../../inventory/org/appDetail.js';
import { chooseApp } from '../../inventory/org/chooseApp.js';
import { readManifestOf, type ManifestOfApp } from '../../inventory/org/readManifestOf.js';
import { readStored, type CredentialVersionInfo } from '../../inventory/org/storedCredential.js';
import { unreadNotes } from '../../inventory/org/unreadNotes.js';
import type { Coverage, InventoryApp } from '../../inventory/types.js';
import { countCalls, orgIdOf } from '../../org/connection.js';
import { explainOrgFailure } from '../../org/failures.js';
import { orgNames } from '../../org/orgNames.js';
import { visible } from '../../report/escape.js';
import { openStore } from '../../secrets/openStore.js';
import { maskKey } from '../../secrets/redact.js';

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
    const { facts, scopes, tokens, credential, coverage, apiCalls } = result;
    this.styledHeader(visible(result.label ?? result.name));
    this.table({ data: identityOf(result), columns: ['key', 'value'], overflow: 'wrap' });
    this.table({
      data: facts.map((row) => ({
        '': row.differs ? '≠' : '',
        Fact: row.fact,
        ...(result.manifest ? { Manifest: cell(row.fact, row.manifest, '') } : {}),
        ...(result.source ? { Source: cell(row.fact, row.source) } : {}),
        ...(result.org ? { Org: cell(row.fact, row.org) } : {}),
      })),
      title: messages.getMessage('info.facts'),
      overflow: 'wrap',
    });
    if (scopes.length > 0)
      this.table({
        data: scopes.map(({ scope, reason, meaning }) => ({
          Scope: visible(scope),
          Reason: visible(reason ?? messages.getMessage('info.noReason')),
          Meaning: meaning ?? '',
        })),
        title: messages.getMessage('info.scopes'),
        overflow: 'wrap',
      });
    if (tokens && tokens.total > 0)
      this.table({
        data: tokens.users.map(({ user, active, tokens: count, firstCreated, lastUsed }) => ({
          User: visible(user),
          Active: active === undefined ? '?' : active ? 'yes' : 'no',
          Tokens: count,
          'First created': firstCreated?.slice(0, 10) ?? '?',
          'Last used': lastUsed?.slice(0, 10) ?? 'never',
        })),
        title: messages.getMessage('info.tokens', [tokens.total]),
        overflow: 'wrap',
      });
    else if (tokens) this.log(messages.getMessage('info.noTokens'));
    if (credential) this.showCredential(credential, result.name);
    this.showUnread(coverage, result);
    if (result.org) this.log(messages.getMessage('info.apiCalls', [apiCalls]));
  }

  private showCredential({ store, versions }: NonNullable<ClientAppDisplayResult['credential']>, name: string): void {
    if (versions.length === 0) return this.log(messages.getMessage('info.notStored', [store, name]));
    this.table({
      data: versions.map(({ version, consumerKey, hasSecret, state, storedAt }) => ({
        Version: version,
        'Consumer key': maskKey(consumerKey),
        Secret: hasSecret ? 'stored' : 'none',
        State: state,
        Stored: storedAt,
      })),
      title: messages.getMessage('info.credential', [store]),
    });
  }

  private showUnread(coverage: readonly Coverage[], app: AppDetail): void {
    const notes = unreadNotes(coverage, [app]);
    if (notes.length === 0) return;
    this.log(messages.getMessage('info.unread'));
    for (const note of notes) this.log(`  ${visible(note)}`);
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

const identityOf = ({ name, registration, managed, manifest, source, org }: AppDetail) =>
  [
    { key: 'Name', value: name },
    { key: 'Registration', value: managed ? `${registration}, from a package` : registration },
    { key: 'Model', value: manifest && `${manifest.model}, ${manifest.flow}` },
    { key: 'Owner', value: manifest && [manifest.owner.name, manifest.owner.email].filter(Boolean).join(', ') },
    { key: 'Criticality', value: manifest?.criticality },
    { key: 'Last rotated', value: manifest && (manifest.lastRotated ?? 'never') },
    { key: 'Last reviewed', value: manifest && (manifest.lastReviewed ?? 'never') },
    {
      key: 'Manifest',
      value: manifest && [manifest.file, manifest.environment].filter(Boolean).join(', environment '),
    },
    { key: 'Source', value: source },
    { key: 'Org', value: org && [org.org, org.id].filter(Boolean).join(', ') },
  ].flatMap(({ key, value }) => (value === undefined ? [] : [{ key, value: visible(value) }]));

/** The consumer key is an identifier, but one that nobody should have to copy from a terminal. */
const cell = (fact: string, text: string | undefined, absent = '?'): string => {
  if (text === undefined) return absent;
  if (text === '') return 'none';
  return visible(fact === 'consumer key' ? maskKey(text) : text);
};
