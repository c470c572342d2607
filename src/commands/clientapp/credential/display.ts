import { Messages, SfProject } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { credentialRows } from '../../../inventory/org/detailRows.js';
import { readManifestOf } from '../../../inventory/org/readManifestOf.js';
import { versionsOf, type CredentialVersionInfo } from '../../../secrets/storedCredential.js';
import { orgIdOf } from '../../../org/connection.js';
import { orgNames } from '../../../org/orgNames.js';
import { openStore } from '../../../secrets/openStore.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.credential.display');

export type ClientAppCredentialDisplayResult = {
  name: string;
  org: string;
  store: string;
  /** The current one: an identifier, not a secret. */
  consumerKey: string;
  /** Only with --reveal-secret, and only when there is one. */
  consumerSecret?: string;
  versions: CredentialVersionInfo[];
};

export default class ClientAppCredentialDisplay extends SfCommand<ClientAppCredentialDisplayResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly flags = {
    name: Flags.string({ char: 'n', required: true, summary: messages.getMessage('flags.name.summary') }),
    'target-org': Flags.requiredOrg(),
    'api-version': Flags.orgApiVersion(),
    store: Flags.string({
      summary: messages.getMessage('flags.store.summary'),
      description: messages.getMessage('flags.store.description'),
    }),
    'reveal-secret': Flags.boolean({ summary: messages.getMessage('flags.reveal-secret.summary') }),
    'no-prompt': Flags.boolean({
      char: 'p',
      summary: messages.getMessage('flags.no-prompt.summary'),
      dependsOn: ['reveal-secret'],
    }),
  };

  public async run(): Promise<ClientAppCredentialDisplayResult> {
    const { flags } = await this.parse(ClientAppCredentialDisplay);
    const { name } = flags;
    const orgId = orgIdOf(flags['target-org'].getConnection(flags['api-version']));
    const names = await orgNames(flags['target-org']);
    const projectRoot = await SfProject.resolveProjectPath().catch(() => undefined);
    const manifest = await readManifestOf(projectRoot, name, names);
    const store = await openStore(flags.store ?? manifest?.app?.credentials.store ?? 'sf', {
      named: flags.store,
      ...(projectRoot === undefined ? {} : { projectRoot }),
    });
    const stored = await store.read({ orgId, app: name });
    const [org] = names;
    const shown = stored.current ?? stored.next ?? stored.previous;
    if (!shown) throw messages.createError('error.noCredentialStored', [name, org, store.name], [name, org]);

    const isRevealed = flags['reveal-secret'] && (await this.mayReveal(name, org, flags['no-prompt']));
    const result = {
      name,
      org,
      store: store.name,
      consumerKey: shown.consumerKey,
      ...(isRevealed && shown.consumerSecret !== undefined ? { consumerSecret: shown.consumerSecret } : {}),
      versions: versionsOf(stored),
    };
    this.show(result, isRevealed);
    return result;
  }

  /** A secret is shown to a person who said so just now, or to a script that said so with --no-prompt: to nobody else. */
  private async mayReveal(name: string, org: string, noPrompt: boolean): Promise<true> {
    if (noPrompt) {
      this.warn(messages.getMessage('warning.revealed'));
      return true;
    }
    if (this.jsonEnabled() || !process.stdin.isTTY || !process.stdout.isTTY)
      throw messages.createError('error.confirmationRequired');
    const isConfirmed = await this.confirm({ message: messages.getMessage('prompt.reveal', [name, org]), ms: 30_000 });
    if (!isConfirmed) throw messages.createError('error.confirmationDenied');
    return true;
  }

  private show({ store, consumerSecret, versions }: ClientAppCredentialDisplayResult, isRevealed: boolean): void {
    this.table({
      data: credentialRows(versions, isRevealed),
      title: messages.getMessage('info.title', [store]),
      overflow: 'wrap',
    });
    if (consumerSecret !== undefined)
      this.table({ data: [{ key: 'Consumer Secret', value: consumerSecret }], overflow: 'wrap' });
    else if (isRevealed) this.log(messages.getMessage('info.noSecret'));
  }
}
