import { Messages } from '@salesforce/core';
import { Duration } from '@salesforce/kit';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { flows } from '../../app/clientApp.js';
import type { Interaction } from '../../oauth/approval.js';
import { explainOrgFailure } from '../../org/failures.js';
import { orgNames } from '../../org/orgNames.js';
import { visible } from '../../report/escape.js';
import { openStore } from '../../secrets/openStore.js';
import { loadApp } from '../../verify/loadApp.js';
import { verifyApp } from '../../verify/verifyApp.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.verify');

export type ClientAppVerifyResult = {
  app: string;
  org: string;
  status: 'pass' | 'fail';
  checks: Array<{
    id: string;
    expectation: string;
    status: 'pass' | 'fail' | 'skipped';
    detail: string;
    /** Stable, in kebab-case. */
    cause?: string;
    actions: string[];
  }>;
  apiCalls: number;
};

const marks = { pass: '✓', fail: '✗', skipped: '–' } as const;

/** How long a person has for the approval. */
const approvalTimeout = Duration.minutes(5);

export default class ClientAppVerify extends SfCommand<ClientAppVerifyResult> {
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
    flow: Flags.option({
      options: flows,
      summary: messages.getMessage('flags.flow.summary'),
      description: messages.getMessage('flags.flow.description'),
    })(),
    'no-negative': Flags.boolean({
      summary: messages.getMessage('flags.no-negative.summary'),
      description: messages.getMessage('flags.no-negative.description'),
    }),
    'no-browser': Flags.boolean({
      summary: messages.getMessage('flags.no-browser.summary'),
      description: messages.getMessage('flags.no-browser.description'),
    }),
    store: Flags.string({
      summary: messages.getMessage('flags.store.summary'),
      description: messages.getMessage('flags.store.description'),
    }),
    wait: Flags.duration({
      char: 'w',
      unit: 'minutes',
      min: 0,
      defaultValue: 2,
      summary: messages.getMessage('flags.wait.summary'),
      description: messages.getMessage('flags.wait.description'),
    }),
  };

  public async run(): Promise<ClientAppVerifyResult> {
    const { flags } = await this.parse(ClientAppVerify);
    const org = flags['target-org'];
    const names = await orgNames(org);
    const projectRoot = this.project!.getPath();
    const app = await loadApp(projectRoot, flags.name, { environment: flags.environment, orgNames: names });
    const store = await openStore(flags.store ?? app.credentials.store, { projectRoot, named: flags.store });
    this.spinner.start(messages.getMessage('spinner.verify', [app.name, names[0]]));
    try {
      const result = await verifyApp(org.getConnection(flags['api-version']), app, store, {
        org: names[0],
        flow: flags.flow,
        negative: !flags['no-negative'],
        waitMs: flags.wait.milliseconds,
        interaction: this.interaction(flags['no-browser']),
        onStatus: (status) => (this.spinner.status = status),
      });
      this.spinner.stop(messages.getMessage(`spinner.${result.status}`));
      if (result.status === 'fail') process.exitCode = 1;
      this.show(result);
      return result;
    } catch (error) {
      throw explainOrgFailure(error, names[0]);
    } finally {
      this.spinner.stop();
    }
  }

  private interaction(noBrowser: boolean): Interaction {
    const canAsk = process.stdin.isTTY === true && !this.jsonEnabled();
    return {
      // The address goes to the error output: a person needs it, under --json too, and nothing in it is a secret.
      present: async (url) => {
        process.stderr.write(`${messages.getMessage(noBrowser ? 'info.openUrl' : 'info.browserOpened', [url])}\n`);
        if (!noBrowser) await (await import('open')).default(url, { wait: false });
      },
      ...(canAsk
        ? {
            paste: async (callbackUrl) => {
              this.spinner.stop();
              return this.secretPrompt({
                message: messages.getMessage('prompt.paste', [callbackUrl]),
                ms: approvalTimeout.milliseconds,
              });
            },
          }
        : {}),
      timeoutMs: approvalTimeout.milliseconds,
    };
  }

  private show({ app, org, status, checks, apiCalls }: ClientAppVerifyResult): void {
    this.table({
      data: checks.map((check) => ({
        '': marks[check.status],
        Expectation: check.expectation,
        // The whole story of a failure stands below the table.
        Seen: visible(check.cause ?? check.detail),
      })),
      title: messages.getMessage('info.title', [app, org]),
      overflow: 'wrap',
    });
    for (const { expectation, cause = '', detail, actions } of checks.filter((check) => check.status === 'fail')) {
      this.log(messages.getMessage('info.failure', [marks.fail, expectation, cause, visible(detail, 2000)]));
      for (const action of actions) this.log(`  - ${visible(action, 2000)}`);
    }
    const count = (wanted: string): number => checks.filter((check) => check.status === wanted).length;
    const counts = [count('pass'), count('fail'), count('skipped'), apiCalls];
    if (status === 'pass') this.logSuccess(messages.getMessage('info.counts', counts));
    else this.log(messages.getMessage('info.counts', counts));
  }
}
