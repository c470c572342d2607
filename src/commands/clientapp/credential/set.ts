import { Messages, SfProject } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { usesSecret } from '../../../app/clientApp.js';
import { readManifestOf } from '../../../inventory/org/readManifestOf.js';
import { countCalls, orgIdOf, type OrgConnection } from '../../../org/connection.js';
import { explainOrgFailure } from '../../../org/failures.js';
import { orgNames } from '../../../org/orgNames.js';
import { keepCredential, type KeptCredential } from '../../../secrets/keepCredential.js';
import { openStore } from '../../../secrets/openStore.js';
import { readPiped } from '../../../secrets/readPiped.js';
import { maskKey } from '../../../secrets/redact.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.credential.set');

export type ClientAppCredentialSetResult = {
  name: string;
  org: string;
  store: string;
  consumerKey: string;
  secret: 'stored' | 'none';
  /** What became of what was there before. */
  before: 'nothing' | 'replaced' | 'moved-to-previous' | 'unchanged';
  apiCalls: number;
};

export default class ClientAppCredentialSet extends SfCommand<ClientAppCredentialSetResult> {
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
    'consumer-key': Flags.string({
      summary: messages.getMessage('flags.consumer-key.summary'),
      description: messages.getMessage('flags.consumer-key.description'),
    }),
  };

  public async run(): Promise<ClientAppCredentialSetResult> {
    const { flags } = await this.parse(ClientAppCredentialSet);
    const { name } = flags;
    const connection = flags['target-org'].getConnection(flags['api-version']);
    const calls = countCalls(connection);
    const names = await orgNames(flags['target-org']);
    const [org] = names;
    const projectRoot = await SfProject.resolveProjectPath().catch(() => undefined);
    const manifest = await readManifestOf(projectRoot, name, names);
    const store = await openStore(flags.store ?? manifest?.app?.credentials.store ?? 'sf', {
      named: flags.store,
      ...(projectRoot === undefined ? {} : { projectRoot }),
    });

    const consumerKey = flags['consumer-key']?.trim() ?? (await this.keyInOrg(connection, name, org));
    if (consumerKey === '' || /\s/.test(consumerKey)) throw messages.createError('error.invalidConsumerKey');
    const consumerSecret = manifest?.app && !usesSecret(manifest.app) ? undefined : await this.askForSecret(name, org);
    const before = await keepCredential(
      store,
      { orgId: orgIdOf(connection), app: name },
      {
        consumerKey,
        ...(consumerSecret === undefined ? {} : { consumerSecret }),
      },
    );
    const secret = consumerSecret === undefined ? 'none' : 'stored';
    this.show({ name, org, store: store.name, consumerKey, secret, before });
    return { name, org, store: store.name, consumerKey, secret, before, apiCalls: calls.count };
  }

  private async keyInOrg(connection: OrgConnection, name: string, org: string): Promise<string> {
    this.spinner.start(messages.getMessage('spinner.key', [org]));
    try {
      const { readConsumerKey } = await import('../../../inventory/org/readConsumerKey.js');
      const key = await readConsumerKey(connection, name);
      if (key === undefined) throw messages.createError('error.noConsumerKey', [name, org]);
      return key;
    } catch (error) {
      throw explainOrgFailure(error, org);
    } finally {
      this.spinner.stop();
    }
  }

  /** From a person who types it unseen, or from a program through a pipe; never from an argument, which others can see. */
  private async askForSecret(name: string, org: string): Promise<string> {
    if (process.stdin.isTTY && this.jsonEnabled()) throw messages.createError('error.noSecret');
    const secret = process.stdin.isTTY
      ? await this.secretPrompt({ message: messages.getMessage('prompt.secret', [name, org]) })
      : await readPiped(process.stdin);
    if (secret === undefined || secret.trim() === '') throw messages.createError('error.noSecret');
    if (/\s/.test(secret)) throw messages.createError('error.secretWithSpace');
    return secret;
  }

  private show(stored: Omit<ClientAppCredentialSetResult, 'apiCalls'>): void {
    const { name, org, store, consumerKey, secret, before } = stored;
    this.logSuccess(messages.getMessage(`info.${secret}`, [name, org, store, maskKey(consumerKey)]));
    if (before !== 'nothing') this.log(messages.getMessage(`info.before.${before satisfies KeptCredential}`));
  }
}
