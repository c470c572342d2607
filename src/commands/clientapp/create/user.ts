import { join } from 'node:path';
import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { ensureUser } from '../../../identity/ensureUser.js';
import { loadApp } from '../../../identity/loadRequest.js';
import { recordUsername } from '../../../identity/recordUsername.js';
import type { StepName, UserResult } from '../../../identity/types.js';
import { usernameOf } from '../../../identity/username.js';
import { countCalls, orgIdOf } from '../../../org/connection.js';
import { explainOrgFailure } from '../../../org/failures.js';
import { orgNames } from '../../../org/orgNames.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.create.user');

export type ClientAppCreateUserResult = {
  app: string;
  org: string;
  username: string;
  /** Absent when a dry run would create the user. */
  userId?: string;
  created: boolean;
  steps: Array<{
    step: StepName;
    status: 'done' | 'already' | 'planned';
  }>;
  apiCalls: number;
};

export default class ClientAppCreateUser extends SfCommand<ClientAppCreateUserResult> {
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
    username: Flags.string({
      summary: messages.getMessage('flags.username.summary'),
      description: messages.getMessage('flags.username.description'),
    }),
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
    'allow-shared': Flags.boolean({
      summary: messages.getMessage('flags.allow-shared.summary'),
      description: messages.getMessage('flags.allow-shared.description'),
    }),
  };

  public async run(): Promise<ClientAppCreateUserResult> {
    const { flags } = await this.parse(ClientAppCreateUser);
    const connection = flags['target-org'].getConnection(flags['api-version']);
    const calls = countCalls(connection);
    const names = await orgNames(flags['target-org']);
    const [org] = names;
    const root = this.project!.getPath();
    const { app, file, environment, manifests } = await loadApp(root, flags.name, {
      environment: flags.environment,
      orgNames: names,
    });
    const username = usernameOf(app, { given: flags.username, environment, orgId: orgIdOf(connection) });

    this.spinner.start(messages.getMessage('spinner', [app.name, org]));
    let result: UserResult;
    try {
      const request = { app, username };
      result = await ensureUser(connection, request, {
        org,
        manifests,
        allowShared: flags['allow-shared'],
        dryRun: flags['dry-run'],
        onStep: (_app, step) => (this.spinner.status = messages.getMessage(`step.${step}`)),
      });
    } catch (error) {
      throw explainOrgFailure(error, org);
    } finally {
      this.spinner.stop();
    }

    const isNew = app.identity.user === undefined && !flags['dry-run'];
    if (isNew) await recordUsername(join(root, file), username, environment);
    this.show(result, { org, dryRun: flags['dry-run'], recorded: isNew ? file : undefined, apiCalls: calls.count });
    const { userId, created, steps } = result;
    return { app: app.name, org, username, ...(userId && { userId }), created, steps, apiCalls: calls.count };
  }

  private show(result: UserResult, { org, dryRun, recorded, apiCalls }: Shown): void {
    const { app, username, created, steps, notes } = result;
    this.table({
      data: steps.map(({ step, status }) => ({ Step: messages.getMessage(`step.${step}`), Status: status })),
      title: messages.getMessage('info.title', [username, app, org]),
      overflow: 'wrap',
    });
    for (const note of notes) this.warn(note);
    if (recorded) this.log(messages.getMessage('info.recorded', [username, recorded, recorded]));
    if (dryRun) this.log(messages.getMessage('info.dryRun'));
    else if (steps.some(({ status }) => status === 'planned')) this.log(messages.getMessage('info.unfinished', [app]));
    else this.logSuccess(messages.getMessage(created ? 'info.created' : 'info.complete', [username, app]));
    this.log(messages.getMessage('info.apiCalls', [apiCalls]));
  }
}

type Shown = { org: string; dryRun: boolean; recorded: string | undefined; apiCalls: number };
