import { join, relative, resolve } from 'node:path';
import { Messages } from '@salesforce/core/messages';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import type { Flow } from '../../../app/clientApp.js';
import { findEnvironment, resolveEnvironment } from '../../../manifest/environment.js';
import { findValidManifests } from '../../../manifest/find.js';
import { orgNames } from '../../../org/orgNames.js';
import { defaultsOf, starterOrg } from '../../../starter/defaults.js';
import { isLanguage, languages, traitsOf, type Language } from '../../../starter/languages.js';
import { writeStarter } from '../../../starter/writeStarter.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.client');

export type ClientAppGenerateClientResult = {
  name: string;
  flow: Flow;
  language: Language;
  /** Relative to the project, or absolute when it's outside. */
  outputDir: string;
  files: Array<{ path: string; state: 'created' | 'unchanged' | 'updated' }>;
  /** What the program reads. */
  environment: Array<{ name: string; description: string; isSecret: boolean; isRequired: boolean; default?: string }>;
  run: string;
  nextSteps: string[];
};

export default class ClientAppGenerateClient extends SfCommand<ClientAppGenerateClientResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly requiresProject = true;
  public static override readonly flags = {
    name: Flags.string({ char: 'n', required: true, summary: messages.getMessage('flags.name.summary') }),
    language: Flags.string({
      char: 'l',
      required: true,
      summary: messages.getMessage('flags.language.summary'),
      helpValue: `<${languages.join('|')}>`,
    }),
    'target-org': Flags.optionalOrg({
      summary: messages.getMessage('flags.target-org.summary'),
      description: messages.getMessage('flags.target-org.description'),
    }),
    'api-version': Flags.orgApiVersion(),
    'output-dir': Flags.directory({ char: 'd', summary: messages.getMessage('flags.output-dir.summary') }),
    overwrite: Flags.boolean({ summary: messages.getMessage('flags.overwrite.summary') }),
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
  };

  public async run(): Promise<ClientAppGenerateClientResult> {
    const { flags } = await this.parse(ClientAppGenerateClient);
    const { name, language, overwrite, 'dry-run': dryRun, 'target-org': org } = flags;
    if (!isLanguage(language)) {
      throw messages.createError('error.unknownLanguage', [language], [languages.join(', ')]);
    }
    const root = this.project!.getPath();
    const [manifest] = await findValidManifests(root, [name]);
    const app = resolveEnvironment(manifest!, org && findEnvironment(manifest!, await orgNames(org)));
    const folder = resolve(flags['output-dir'] ?? join(root, 'clients', `${name}-${language}`));
    this.refusePackageDirectory(folder);
    const { files, settings } = await writeStarter({
      app,
      language,
      defaults: defaultsOf(app, org && starterOrg(org.getConnection(flags['api-version']).instanceUrl)),
      folder,
      overwrite,
      dryRun,
    });

    const way = relative(root, folder);
    const outputDir = way.startsWith('..') ? folder : way.replaceAll('\\', '/');
    const { run } = traitsOf[language];
    const result: ClientAppGenerateClientResult = {
      name,
      flow: app.flow,
      language,
      outputDir,
      files: files.map((file) => ({ path: `${outputDir}/${file.name}`, state: file.state })),
      environment: settings,
      run,
      nextSteps: [
        ...(dryRun ? [messages.getMessage('next.dryRun')] : []),
        messages.getMessage('next.credential'),
        messages.getMessage('next.run', [outputDir, run]),
      ],
    };
    this.print(result, dryRun);
    return result;
  }

  private refusePackageDirectory(folder: string): void {
    const inside = this.project!.getPackageDirectories().some(
      ({ fullPath }) => !/^\.\.|^[A-Za-z]:/.test(relative(resolve(fullPath), folder)),
    );
    if (inside) throw messages.createError('error.inPackageDirectory', [folder]);
  }

  private print(result: ClientAppGenerateClientResult, dryRun: boolean): void {
    const { name, language, outputDir, files, environment, nextSteps } = result;
    const headline = messages.getMessage(dryRun ? 'info.planned' : 'info.generated', [name, language, outputDir]);
    if (dryRun) this.log(headline);
    else this.logSuccess(headline);
    for (const { state, path } of files) this.log(`${state.padEnd('unchanged'.length)}  ${path}`);
    this.table({
      data: environment.map((setting) => ({
        [messages.getMessage('info.variable')]: setting.name,
        [messages.getMessage('info.meaning')]: setting.description,
        [messages.getMessage('info.default')]:
          setting.default ?? (setting.isRequired ? messages.getMessage('info.required') : ''),
      })),
      title: messages.getMessage('info.environment'),
      overflow: 'wrap',
    });
    this.styledHeader(messages.getMessage('info.nextSteps'));
    nextSteps.forEach((step, index) => this.log(`${index + 1}. ${step}`));
  }
}
