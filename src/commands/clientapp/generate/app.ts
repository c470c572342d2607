import { SfProject } from '@salesforce/core';
import { Messages } from '@salesforce/core/messages';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { flows, integrationModels, registrations } from '../../../app/clientApp.js';
import type { Flow, IntegrationModel, Registration } from '../../../app/clientApp.js';
import type { Answers } from '../../../generate/answers.js';
import { terminalAsker } from '../../../generate/askMissing.js';
import { generateApp } from '../../../generate/generateApp.js';
import type { GeneratedApp } from '../../../generate/generateApp.js';
import { appFromFlags, appFromManifest } from '../../../generate/prepareApp.js';
import { inProject } from '../../../generate/projectPath.js';
import { findSourceFiles } from '../../../generate/sourceFiles.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.app');

export type ClientAppGenerateAppResult = {
  name: string;
  registration: Registration;
  model: IntegrationModel;
  flow: Flow;
  manifest: string;
  files: Array<{ path: string; state: 'created' | 'unchanged' | 'updated' | 'kept' }>;
  permissionSets: string[];
  decisions: Array<{ what: string; value: string; why: string }>;
  warnings: string[];
  nextSteps: string[];
};

/** What a manifest decides, so that it cannot be said besides one. */
const decidedByManifest = [
  'name',
  'model',
  'flow',
  'registration',
  'label',
  'description',
  'owner-email',
  'scope',
  'callback-url',
  'ip-range',
  'integration-user',
  'object',
  'certificate-file',
];

export default class ClientAppGenerateApp extends SfCommand<ClientAppGenerateAppResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly requiresProject = true;

  public static override readonly flags = {
    name: Flags.string({
      char: 'n',
      summary: messages.getMessage('flags.name.summary'),
      description: messages.getMessage('flags.name.description'),
    }),
    model: Flags.option({
      char: 'm',
      summary: messages.getMessage('flags.model.summary'),
      description: messages.getMessage('flags.model.description'),
      options: integrationModels,
    })(),
    flow: Flags.option({
      summary: messages.getMessage('flags.flow.summary'),
      description: messages.getMessage('flags.flow.description'),
      options: flows,
    })(),
    registration: Flags.option({
      summary: messages.getMessage('flags.registration.summary'),
      description: messages.getMessage('flags.registration.description'),
      options: registrations,
    })(),
    label: Flags.string({ summary: messages.getMessage('flags.label.summary') }),
    description: Flags.string({ summary: messages.getMessage('flags.description.summary') }),
    'owner-email': Flags.string({ summary: messages.getMessage('flags.owner-email.summary') }),
    scope: Flags.string({
      summary: messages.getMessage('flags.scope.summary'),
      description: messages.getMessage('flags.scope.description'),
      multiple: true,
    }),
    'callback-url': Flags.string({
      summary: messages.getMessage('flags.callback-url.summary'),
      description: messages.getMessage('flags.callback-url.description'),
      multiple: true,
    }),
    'ip-range': Flags.string({
      summary: messages.getMessage('flags.ip-range.summary'),
      description: messages.getMessage('flags.ip-range.description'),
      multiple: true,
    }),
    'integration-user': Flags.string({
      summary: messages.getMessage('flags.integration-user.summary'),
      description: messages.getMessage('flags.integration-user.description'),
    }),
    object: Flags.string({
      summary: messages.getMessage('flags.object.summary'),
      description: messages.getMessage('flags.object.description'),
      multiple: true,
    }),
    'certificate-file': Flags.file({
      summary: messages.getMessage('flags.certificate-file.summary'),
      description: messages.getMessage('flags.certificate-file.description'),
    }),
    manifest: Flags.file({
      char: 'f',
      summary: messages.getMessage('flags.manifest.summary'),
      // `exclusive` would have the help say that these flags exclude each other, too.
      relationships: [{ type: 'none', flags: decidedByManifest }],
    }),
    'output-dir': Flags.directory({
      char: 'd',
      summary: messages.getMessage('flags.output-dir.summary'),
      description: messages.getMessage('flags.output-dir.description'),
    }),
    overwrite: Flags.boolean({ summary: messages.getMessage('flags.overwrite.summary') }),
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
  };

  public async run(): Promise<ClientAppGenerateAppResult> {
    const { flags } = await this.parse(ClientAppGenerateApp);
    const { root, outputDir, packageDirs } = await this.places(flags['output-dir']);
    const { overwrite, 'dry-run': dryRun } = flags;
    const sourceFiles = await findSourceFiles(root, [...packageDirs, outputDir]);
    const asker = this.canAsk() ? terminalAsker : undefined;
    const { app, manifest, manifestText, warnings } = flags.manifest
      ? await appFromManifest(root, flags.manifest)
      : await appFromFlags(answersFrom(flags), { root, sourceFiles, overwrite, asker });
    const generated = await generateApp({
      app,
      manifest,
      manifestText,
      root,
      outputDir,
      sourceFiles,
      overwrite,
      dryRun,
    });

    const { name, registration, model, flow } = app;
    const result = { ...generated, warnings: [...warnings, ...generated.warnings] };
    this.print(name, result, dryRun);
    return {
      name,
      registration,
      model,
      flow,
      manifest,
      ...result,
      files: result.files.map(({ path, state }) => ({ path, state })),
    };
  }

  private canAsk(): boolean {
    return process.stdin.isTTY && process.stdout.isTTY && !this.jsonEnabled();
  }

  private async places(given?: string): Promise<{ root: string; outputDir: string; packageDirs: string[] }> {
    const project = this.project ?? (await SfProject.resolve());
    const root = project.getPath();
    const packageDirs = await Promise.all(
      project.getPackageDirectories().map(({ fullPath }) => inProject(root, fullPath)),
    );
    const outputDir = await inProject(root, given ?? project.getDefaultPackage().fullPath);
    return { root, outputDir, packageDirs };
  }

  private print(name: string, { files, decisions, warnings, nextSteps }: GeneratedApp, dryRun: boolean): void {
    this.styledHeader(messages.getMessage(dryRun ? 'info.planned' : 'info.generated', [name]));
    for (const { state, path } of files) this.log(`${state.padEnd('unchanged'.length)}  ${path}`);
    this.styledHeader(messages.getMessage('info.decisions'));
    // Not a table: the reasons are sentences, which a narrow terminal would break letter by letter.
    for (const { what, value, why } of decisions) this.log(`${what}: ${value}\n    ${why}.`);
    for (const warning of warnings) this.warn(warning);
    this.styledHeader(messages.getMessage('info.nextSteps'));
    nextSteps.forEach((step, index) => this.log(`${index + 1}. ${step}`));
  }
}

type ParsedFlags = {
  name?: string | undefined;
  model?: IntegrationModel | undefined;
  flow?: Flow | undefined;
  registration?: Registration | undefined;
  label?: string | undefined;
  description?: string | undefined;
  'owner-email'?: string | undefined;
  scope?: string[] | undefined;
  'callback-url'?: string[] | undefined;
  'ip-range'?: string[] | undefined;
  'integration-user'?: string | undefined;
  object?: string[] | undefined;
  'certificate-file'?: string | undefined;
};

const answersFrom = (flags: ParsedFlags): Answers => ({
  name: flags.name,
  model: flags.model,
  flow: flags.flow,
  registration: flags.registration,
  label: flags.label,
  description: flags.description,
  ownerEmail: flags['owner-email'],
  scopes: flags.scope,
  callbackUrls: flags['callback-url'],
  ipRanges: flags['ip-range'],
  integrationUser: flags['integration-user'],
  objects: flags.object,
  certificateFile: flags['certificate-file'],
});
