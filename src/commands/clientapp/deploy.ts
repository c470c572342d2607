import { relative } from 'node:path';
import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { deployApps, readBackFailure } from '../../deployment/deployApps.js';
import { usersOf, type AppUsers } from '../../deployment/users.js';
import { DeployStages } from '../../deployment/deployStages.js';
import { recordFirstSecrets } from '../../deployment/recordRotation.js';
import { loadDeployments } from '../../deployment/source.js';
import type { DeployedApp } from '../../deployment/types.js';
import { countCalls } from '../../org/connection.js';
import type { VerifyResult } from '../../verify/types.js';
import { verifyApp } from '../../verify/verifyApp.js';
import { explainOrgFailure } from '../../org/failures.js';
import { orgNames } from '../../org/orgNames.js';
import { visible } from '../../report/escape.js';
import type { ClientApp } from '../../app/clientApp.js';
import type { OrgConnection } from '../../org/connection.js';
import type { SecretStore } from '../../secrets/store.js';
import { openStore } from '../../secrets/openStore.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.deploy');

export type ClientAppDeployResult = {
  apps: Array<{
    name: string;
    registration: 'external-client-app' | 'connected-app';
    deployId: string;
    status: string;
    components: Array<{ type: string; fullName: string; state: string }>;
    credential: { consumerKey?: string; secret: 'stored' | 'none' | 'pending'; store: string; reason?: string };
    verify?: VerifyResult;
    user?: {
      username: string;
      userId?: string;
      created: boolean;
      steps: Array<{ step: string; status: 'done' | 'already' | 'planned' }>;
    };
    readBack: {
      status: 'match' | 'different' | 'unavailable';
      differences: Array<{ component: string; element: string; wanted: string; actual: string }>;
      reason?: string;
    };
  }>;
  apiCalls: number;
};

export default class ClientAppDeploy extends SfCommand<ClientAppDeployResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly requiresProject = true;
  public static override readonly flags = {
    name: Flags.string({
      char: 'n',
      summary: messages.getMessage('flags.name.summary'),
      multiple: true,
      exactlyOne: ['name', 'all'],
    }),
    all: Flags.boolean({ summary: messages.getMessage('flags.all.summary'), exactlyOne: ['name', 'all'] }),
    'target-org': Flags.requiredOrg(),
    'api-version': Flags.orgApiVersion(),
    environment: Flags.string({
      summary: messages.getMessage('flags.environment.summary'),
      description: messages.getMessage('flags.environment.description'),
    }),
    'create-user': Flags.boolean({
      summary: messages.getMessage('flags.create-user.summary'),
      description: messages.getMessage('flags.create-user.description'),
    }),
    verify: Flags.boolean({
      summary: messages.getMessage('flags.verify.summary'),
      description: messages.getMessage('flags.verify.description'),
    }),
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
    wait: Flags.duration({
      char: 'w',
      unit: 'minutes',
      min: 1,
      defaultValue: 33,
      summary: messages.getMessage('flags.wait.summary'),
      description: messages.getMessage('flags.wait.description'),
    }),
    store: Flags.string({
      summary: messages.getMessage('flags.store.summary'),
      description: messages.getMessage('flags.store.description'),
    }),
    'allow-setting-change': Flags.boolean({
      summary: messages.getMessage('flags.allow-setting-change.summary'),
      description: messages.getMessage('flags.allow-setting-change.description'),
    }),
    'test-level': Flags.option({
      char: 'l',
      options: ['NoTestRun', 'RunSpecifiedTests', 'RunLocalTests', 'RunAllTestsInOrg'] as const,
      summary: messages.getMessage('flags.test-level.summary'),
      description: messages.getMessage('flags.test-level.description'),
    })(),
    tests: Flags.string({ char: 't', multiple: true, summary: messages.getMessage('flags.tests.summary') }),
  };

  public async run(): Promise<ClientAppDeployResult> {
    const { flags } = await this.parse(ClientAppDeploy);
    const org = flags['target-org'];
    const connection = org.getConnection(flags['api-version']);
    const calls = countCalls(connection);
    const projectRoot = this.project!.getPath();
    const names = await orgNames(org);
    const { deployments, warnings } = await loadDeployments({
      projectRoot,
      packageDirectories: this.project!.getUniquePackageDirectories().map(({ fullPath }) => fullPath),
      names: flags.name,
      environment: flags.environment,
      orgNames: names,
    });
    for (const warning of warnings) this.warn(warning);

    const users = flags['create-user']
      ? await usersOf(connection, deployments, {
          org: names[0],
          projectRoot,
          dryRun: flags['dry-run'],
          onNote: (note) => this.warn(note),
        })
      : undefined;

    const storeOf = (app: ClientApp): Promise<SecretStore> =>
      openStore(flags.store ?? app.credentials.store, { projectRoot, named: flags.store });
    const stages = new DeployStages({
      dryRun: flags['dry-run'],
      org: names[0],
      jsonEnabled: this.jsonEnabled(),
    });
    try {
      const apps = await deployApps(connection, deployments, {
        storeOf: ({ app }) => storeOf(app),
        dryRun: flags['dry-run'],
        wait: flags.wait,
        allowSettingChange: flags['allow-setting-change'],
        testLevel: flags['test-level'],
        tests: flags.tests,
        ensureUsers: users?.ensure,
        events: { ...stages.events, notice: (text) => this.warn(text) },
      });
      const failure = flags['dry-run'] ? undefined : readBackFailure(apps);
      stages.stop(failure ? 'failed' : 'completed');
      this.show(apps, users, flags['dry-run']);
      for (const file of await recordFirstSecrets(deployments, apps, new Date())) {
        this.log(messages.getMessage('info.recorded', [relative(projectRoot, file)]));
      }
      const verified = new Map<string, VerifyResult>();
      if (flags.verify && !flags['dry-run'] && !failure) {
        for (const { app } of deployments)
          verified.set(app.name, await this.verify(connection, app, await storeOf(app), names[0]));
      }
      this.log(messages.getMessage('info.apiCalls', [calls.count]));
      if (failure) throw failure;
      return {
        apps: apps.map((app) => ({
          ...toResult(app),
          ...users?.resultOf(app.name),
          ...verifyOf(verified.get(app.name)),
        })),
        apiCalls: calls.count,
      };
    } catch (error) {
      stages.stop('failed');
      throw explainOrgFailure(error, names[0]);
    }
  }

  private async verify(
    connection: OrgConnection,
    app: ClientApp,
    store: SecretStore,
    org: string,
  ): Promise<VerifyResult> {
    this.spinner.start(messages.getMessage('spinner.verify', [app.name]));
    const result = await verifyApp(connection, app, store, {
      org,
      onStatus: (status) => (this.spinner.status = status),
    });
    this.spinner.stop(result.status);
    const held = result.checks.filter(({ status }) => status === 'pass').length;
    const skipped = result.checks.filter(({ status }) => status === 'skipped').length;
    this.log(messages.getMessage('info.verify', [app.name, held, result.checks.length - skipped, skipped]));
    for (const { expectation, detail, actions } of result.checks.filter(({ status }) => status === 'fail')) {
      this.warn(
        messages.getMessage('warning.verify', [
          app.name,
          expectation,
          visible(detail, 2000),
          actions.map((action) => `\n  - ${visible(action, 2000)}`).join(''),
        ]),
      );
    }
    if (result.status === 'fail') process.exitCode = 1;
    return result;
  }

  private show(apps: readonly DeployedApp[], users: AppUsers | undefined, dryRun: boolean): void {
    this.table({
      data: apps.flatMap(({ name, components }) =>
        components.map(({ type, fullName, state }) => ({ App: name, Type: type, Name: fullName, State: state })),
      ),
      title: messages.getMessage(dryRun ? 'info.validated' : 'info.deployed'),
      overflow: 'wrap',
    });
    if (dryRun) return this.log(messages.getMessage('info.dryRun'));
    for (const { name, credential, readBack } of apps) {
      const user = users?.resultOf(name).user;
      if (user)
        this.log(messages.getMessage(user.created ? 'info.user.created' : 'info.user.complete', [name, user.username]));
      this.log(messages.getMessage(`info.readBack.${readBack.status}`, [name]));
      this.log(messages.getMessage(`info.secret.${credential.secret}`, [name, credential.store]));
      if (credential.secret === 'pending')
        this.warn(messages.getMessage('warning.pending', [name, credential.reason ?? '', name]));
    }
  }
}

const toResult = ({
  credential: { consumerKey, secret, store, reason },
  readBack,
  ...app
}: DeployedApp): ClientAppDeployResult['apps'][number] => ({
  ...app,
  credential: { ...(consumerKey ? { consumerKey } : {}), secret, store, ...(reason ? { reason } : {}) },
  readBack: {
    status: readBack.status,
    differences: readBack.differences,
    ...(readBack.reason ? { reason: readBack.reason } : {}),
  },
});

const verifyOf = (result: VerifyResult | undefined): { verify?: VerifyResult } => (result ? { verify: result } : {});
