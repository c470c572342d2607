import { Messages, SfProject } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { readManifestOf } from '../../../inventory/org/readManifestOf.js';
import { orgIdOf } from '../../../org/connection.js';
import { orgNames } from '../../../org/orgNames.js';
import { copyCredential } from '../../../secrets/copyCredential.js';
import { openStore } from '../../../secrets/openStore.js';
import { maskKey } from '../../../secrets/redact.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.credential.copy');

export type ClientAppCredentialCopyResult = {
  name: string;
  org: string;
  from: string;
  to: string;
  versions: Array<{ version: 'current' | 'next' | 'previous'; consumerKey: string; status: 'copied' | 'already' }>;
};

export default class ClientAppCredentialCopy extends SfCommand<ClientAppCredentialCopyResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly flags = {
    name: Flags.string({ char: 'n', required: true, summary: messages.getMessage('flags.name.summary') }),
    'target-org': Flags.requiredOrg(),
    'api-version': Flags.orgApiVersion(),
    to: Flags.string({
      required: true,
      summary: messages.getMessage('flags.to.summary'),
      description: messages.getMessage('flags.to.description'),
    }),
    store: Flags.string({
      summary: messages.getMessage('flags.store.summary'),
      description: messages.getMessage('flags.store.description'),
    }),
    overwrite: Flags.boolean({ summary: messages.getMessage('flags.overwrite.summary') }),
  };

  public async run(): Promise<ClientAppCredentialCopyResult> {
    const { flags } = await this.parse(ClientAppCredentialCopy);
    const { name } = flags;
    const orgId = orgIdOf(flags['target-org'].getConnection(flags['api-version']));
    const names = await orgNames(flags['target-org']);
    const projectRoot = await SfProject.resolveProjectPath().catch(() => undefined);
    const manifest = await readManifestOf(projectRoot, name, names);
    const place = projectRoot === undefined ? {} : { projectRoot };
    const spec = flags.store ?? manifest?.app?.credentials.store ?? 'sf';
    if (spec === flags.to) throw messages.createError('error.sameStore', [spec]);
    const [source, target] = await Promise.all([
      openStore(spec, { ...place, named: flags.store }),
      openStore(flags.to, { ...place, named: flags.to }),
    ]);

    this.spinner.start(messages.getMessage('spinner.copy', [source.name, target.name]));
    try {
      const versions = await copyCredential(source, target, { orgId, app: name }, { overwrite: flags.overwrite });
      this.spinner.stop();
      this.table({
        data: versions.map(({ version, consumerKey, status }) => ({
          Version: version,
          'Consumer Key': maskKey(consumerKey),
          Status: messages.getMessage(`info.status.${status}`),
        })),
        title: messages.getMessage('info.title', [name, names[0], source.name, target.name]),
        overflow: 'wrap',
      });
      if (target.writeOnly) this.log(messages.getMessage('info.writeOnly', [target.name]));
      return { name, org: names[0], from: source.name, to: target.name, versions };
    } finally {
      this.spinner.stop();
    }
  }
}
