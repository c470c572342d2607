import { join } from 'node:path';
import { Messages } from '@salesforce/core/messages';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { issueCertificate, type IssuedCertificate } from '../../../certificate/issueCertificate.js';
import { maxKeyBits, minKeyBits } from '../../../certificate/privateKey.js';
import { certificatePath, manifestKeys } from '../../../certificate/projectCertificate.js';
import { generateApp } from '../../../generate/generateApp.js';
import type { PlacedFile } from '../../../generate/placeFile.js';
import { inProject } from '../../../generate/projectPath.js';
import { findSourceFiles } from '../../../generate/sourceFiles.js';
import { findEnvironment, resolveEnvironment } from '../../../manifest/environment.js';
import { findValidManifests, type ValidManifest } from '../../../manifest/find.js';
import { updateManifest } from '../../../manifest/update.js';
import { orgIdOf } from '../../../org/connection.js';
import { orgNames } from '../../../org/orgNames.js';
import { openStore } from '../../../secrets/openStore.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.certificate');

export type ClientAppGenerateCertificateResult = {
  name: string;
  org: string;
  /** Of the manifest, when the key pair is one environment's only. */
  environment?: string;
  certificateFile: string;
  subject: string;
  validFrom: string;
  validTo: string;
  /** Absent from a dry run that made no certificate to keep. */
  fingerprint256?: string;
  keySize: number;
  privateKey: 'stored' | 'file';
  store?: string;
  privateKeyFile?: string;
  manifest: string;
  /** Of the app's metadata. */
  files: Array<{ path: string; state: 'created' | 'unchanged' | 'updated' | 'kept' }>;
  nextSteps: string[];
};

export default class ClientAppGenerateCertificate extends SfCommand<ClientAppGenerateCertificateResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly requiresProject = true;
  public static override readonly flags = {
    name: Flags.string({ char: 'n', required: true, summary: messages.getMessage('flags.name.summary') }),
    'target-org': Flags.requiredOrg(),
    'api-version': Flags.orgApiVersion(),
    environment: Flags.string({
      summary: messages.getMessage('flags.environment.summary'),
      description: messages.getMessage('flags.environment.description'),
    }),
    days: Flags.integer({ summary: messages.getMessage('flags.days.summary'), min: 1, max: 3650, default: 365 }),
    'key-size': Flags.integer({
      summary: messages.getMessage('flags.key-size.summary'),
      min: minKeyBits,
      max: maxKeyBits,
      default: minKeyBits,
    }),
    store: Flags.string({
      summary: messages.getMessage('flags.store.summary'),
      description: messages.getMessage('flags.store.description'),
    }),
    'private-key-file': Flags.file({
      summary: messages.getMessage('flags.private-key-file.summary'),
      description: messages.getMessage('flags.private-key-file.description'),
    }),
    'import-certificate': Flags.file({
      summary: messages.getMessage('flags.import-certificate.summary'),
      dependsOn: ['import-key'],
      exclusive: ['days', 'key-size'],
    }),
    'import-key': Flags.file({
      summary: messages.getMessage('flags.import-key.summary'),
      dependsOn: ['import-certificate'],
    }),
    overwrite: Flags.boolean({ summary: messages.getMessage('flags.overwrite.summary') }),
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
  };

  public async run(): Promise<ClientAppGenerateCertificateResult> {
    const { flags } = await this.parse(ClientAppGenerateCertificate);
    const { name, overwrite, 'dry-run': dryRun, 'private-key-file': privateKeyFile } = flags;
    const root = this.project!.getPath();
    const names = await orgNames(flags['target-org']);
    const place = await findPlace(root, name, flags.environment, names);
    const { manifest, environment, certificateFile, app } = place;
    if (app.flow !== 'jwt-bearer') throw messages.createError('error.wrongFlow', [name, app.flow], [manifest.file]);
    const store = await openStore(flags.store ?? app.credentials.store, { projectRoot: root, named: flags.store });
    const existing =
      flags['import-certificate'] !== undefined && flags['import-key'] !== undefined
        ? { certificate: flags['import-certificate'], key: flags['import-key'] }
        : undefined;

    const issued = await issueCertificate({
      org: names[0],
      address: { orgId: orgIdOf(flags['target-org'].getConnection(flags['api-version'])), app: name },
      store,
      root,
      certificateFile,
      manifest: manifest.file,
      nameIn: (text) => updateManifest(text, [{ path: manifestKeys(environment), value: certificateFile }]),
      days: flags.days,
      keySize: flags['key-size'],
      existing,
      privateKeyFile,
      overwrite,
      dryRun,
      now: new Date(),
    });
    const files = dryRun ? [] : await this.regenerate(root, name);
    const { subject, validFrom, validTo, fingerprint256, keySize, key } = issued;
    const result: ClientAppGenerateCertificateResult = {
      name,
      org: names[0],
      ...(environment === undefined ? {} : { environment }),
      certificateFile,
      subject,
      validFrom,
      validTo,
      ...(dryRun && key !== 'imported' ? {} : { fingerprint256 }),
      keySize,
      ...(privateKeyFile === undefined
        ? { privateKey: 'stored', store: store.name }
        : { privateKey: 'file', privateKeyFile }),
      manifest: manifest.file,
      files: files.map(({ path, state }) => ({ path, state })),
      nextSteps: [],
    };
    result.nextSteps = nextStepsOf(result, { kept: keptCertificates(files), dryRun, importedKey: existing?.key });
    for (const path of keptCertificates(files)) this.warn(messages.getMessage('warning.kept', [path]));
    this.print(result, key, dryRun);
    return result;
  }

  /** The metadata carries the certificate, too. */
  private async regenerate(root: string, name: string): Promise<PlacedFile[]> {
    const project = this.project!;
    const [manifest] = await findValidManifests(root, [name]);
    const packageDirs = await Promise.all(
      project.getPackageDirectories().map(({ fullPath }) => inProject(root, fullPath)),
    );
    const { files } = await generateApp({
      root,
      overwrite: false,
      dryRun: false,
      app: manifest!.app,
      manifest: manifest!.file,
      outputDir: await inProject(root, project.getDefaultPackage().fullPath),
      sourceFiles: await findSourceFiles(root, packageDirs),
    });
    return files.filter(({ path }) => path !== manifest!.file);
  }

  private print(result: ClientAppGenerateCertificateResult, key: IssuedCertificate['key'], dryRun: boolean): void {
    const { name, org, certificateFile, store = '', privateKeyFile, files, nextSteps } = result;
    if (dryRun) this.log(messages.getMessage('info.dryRun', [name, certificateFile]));
    else {
      this.logSuccess(messages.getMessage('info.created', [name, certificateFile]));
      if (key === 'reused') this.log(messages.getMessage('info.reused'));
      this.log(
        privateKeyFile === undefined
          ? messages.getMessage('info.stored', [store, org])
          : messages.getMessage('info.file', [privateKeyFile]),
      );
    }
    const { subject, validFrom, validTo, keySize, fingerprint256 } = result;
    this.styledObject({ subject, validFrom, validTo, keySize, ...(fingerprint256 ? { fingerprint256 } : {}) });
    for (const { state, path } of files) this.log(`${state.padEnd('unchanged'.length)}  ${path}`);
    this.styledHeader(messages.getMessage('info.nextSteps'));
    nextSteps.forEach((step, index) => this.log(`${index + 1}. ${step}`));
  }
}

type Place = {
  manifest: ValidManifest;
  environment: string | undefined;
  app: ValidManifest['app'];
  certificateFile: string;
};

/** The manifest, and where it has the certificate for an org, or is to have it. */
const findPlace = async (
  root: string,
  name: string,
  wanted: string | undefined,
  names: readonly string[],
): Promise<Place> => {
  const [manifest] = await findValidManifests(root, [name]);
  const environment = wanted ?? findEnvironment(manifest!, names);
  const app = resolveEnvironment(manifest!, environment);
  const { certificateFile } =
    (environment === undefined ? app : manifest!.environments[environment])?.credentials ?? {};
  return {
    manifest: manifest!,
    environment,
    app,
    certificateFile: await inProject(root, join(root, certificateFile ?? certificatePath(name, environment))),
  };
};

/** Files that somebody edited and that lack the new certificate. */
const keptCertificates = (files: readonly PlacedFile[]): string[] =>
  files
    .filter(({ state, differences }) => state === 'kept' && differences.includes('certificate'))
    .map(({ path }) => path);

const nextStepsOf = (
  { name, org, certificateFile, manifest, validTo, privateKey }: ClientAppGenerateCertificateResult,
  { kept, dryRun, importedKey }: { kept: string[]; dryRun: boolean; importedKey: string | undefined },
): string[] => [
  ...(dryRun ? [messages.getMessage('next.dryRun')] : []),
  ...kept.map((path) => messages.getMessage('next.kept', [path, manifest])),
  ...(importedKey !== undefined && privateKey === 'stored'
    ? [messages.getMessage('next.deleteImported', [importedKey])]
    : []),
  messages.getMessage('next.commit', [certificateFile, manifest]),
  messages.getMessage('next.deploy', [name, org]),
  ...(privateKey === 'stored' ? [messages.getMessage('next.verify', [name, org])] : []),
  messages.getMessage('next.renew', [validTo.slice(0, 10), name, org]),
];
