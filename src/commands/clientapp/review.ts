import { Messages, type Org } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { terminalAsker } from '../../generate/askMissing.js';
import { findManifests, findValidManifests } from '../../manifest/find.js';
import { calledOrg } from '../../org/calledOrg.js';
import { orgIdOf } from '../../org/connection.js';
import { orgNames } from '../../org/orgNames.js';
import { foldForTerminal } from '../../progress/foldText.js';
import { visible } from '../../report/escape.js';
import { completeReview, limitsOf, readFiled } from '../../review/complete.js';
import { dayOf } from '../../review/days.js';
import { openReviews, refuseUndecided, type OpenReview } from '../../review/decide.js';
import type { DecisionsFile } from '../../review/decisionsFile.js';
import { dueReviews, type DueReview } from '../../review/due.js';
import { gatherReviews, type GatheredReviews } from '../../review/gather.js';
import { dueRows, itemLines, reviewResult, type ReviewResult } from '../../review/result.js';
import { reviewedOf } from '../../review/reviewed.js';
import type { ReviewItem } from '../../review/types.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.review');

export type ClientAppReviewResult = {
  /** Empty with --due. */
  reviews: ReviewResult[];
  /** Only with --due. */
  due: DueReview[];
  apiCalls: number;
};

type ReviewFlags = {
  name?: string[] | undefined;
  'api-version'?: string | undefined;
  'config-file'?: string | undefined;
  'from-file'?: string | undefined;
  reviewer?: string | undefined;
  approve: boolean;
  'dry-run': boolean;
};

export default class ClientAppReview extends SfCommand<ClientAppReviewResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly requiresProject = true;
  public static override readonly flags = {
    name: Flags.string({
      char: 'n',
      summary: messages.getMessage('flags.name.summary'),
      multiple: true,
      exclusive: ['all'],
    }),
    all: Flags.boolean({ summary: messages.getMessage('flags.all.summary'), exclusive: ['name'] }),
    'target-org': Flags.optionalOrg({
      summary: messages.getMessage('flags.target-org.summary'),
      description: messages.getMessage('flags.target-org.description'),
    }),
    'api-version': Flags.orgApiVersion(),
    approve: Flags.boolean({
      summary: messages.getMessage('flags.approve.summary'),
      description: messages.getMessage('flags.approve.description'),
    }),
    'from-file': Flags.file({
      char: 'f',
      summary: messages.getMessage('flags.from-file.summary'),
      description: messages.getMessage('flags.from-file.description'),
      exists: true,
    }),
    reviewer: Flags.string({
      summary: messages.getMessage('flags.reviewer.summary'),
      description: messages.getMessage('flags.reviewer.description'),
    }),
    'config-file': Flags.file({ summary: messages.getMessage('flags.config-file.summary'), exists: true }),
    due: Flags.boolean({
      summary: messages.getMessage('flags.due.summary'),
      description: messages.getMessage('flags.due.description'),
      exclusive: ['approve', 'from-file', 'dry-run'],
    }),
    'dry-run': Flags.boolean({
      summary: messages.getMessage('flags.dry-run.summary'),
      description: messages.getMessage('flags.dry-run.description'),
    }),
  };

  public async run(): Promise<ClientAppReviewResult> {
    const { flags, metadata, raw } = await this.parse(ClientAppReview);
    const root = this.project!.getPath();
    const today = dayOf(new Date());
    if (flags.due) return this.listDue(root, flags.name, today);
    if (!flags.name && !flags.all) throw messages.createError('error.nothingNamed');
    // The default org counts only when it is named: the same command must review the same on every machine.
    const isNamed = metadata.flags['target-org']?.setFromDefault !== true;
    const org = isNamed ? flags['target-org'] : undefined;
    const filed = await readFiled(flags['from-file']);
    const reviewer = await this.reviewerOf(flags, filed?.file, org);
    const gathered = await this.gather(root, flags, org && { org, called: await calledOrg(raw) });
    const limits = limitsOf(gathered, today);
    const all = gathered.reviews.map(({ facts }) => reviewedOf(facts));
    const open = openReviews(all, { filed, approve: flags.approve, limits });
    if (!flags['dry-run'] && !this.canAsk()) refuseUndecided(open);

    const reviews: ReviewResult[] = [];
    const show = (item: ReviewItem): void => this.showItems([item]);
    for (const [index, one] of open.entries()) {
      this.showReview(one, today, !flags['dry-run'] && this.canAsk());
      if (flags['dry-run']) {
        reviews.push(reviewResult(one, { date: today, manifest: gathered.reviews[index]!.place.file }));
        continue;
      }
      const done = await completeReview(one, gathered, { ...limits, reviewer, asker: terminalAsker, show });
      if (!done) throw messages.createError('error.stopped', [one.reviewed.app]);
      reviews.push(done);
      this.logSuccess(messages.getMessage('info.recorded', [done.name, done.files.join(', ')]));
    }
    this.showTodos(reviews);
    return { reviews, due: [], apiCalls: gathered.apiCalls };
  }

  private async listDue(root: string, names: string[] | undefined, today: string): Promise<ClientAppReviewResult> {
    const due = dueReviews(await findManifests(root, names), today);
    if (due.length === 0) this.log(messages.getMessage('info.noneDue'));
    else this.table({ data: dueRows(due), title: messages.getMessage('info.due', [due.length]), overflow: 'wrap' });
    return { reviews: [], due, apiCalls: 0 };
  }

  private canAsk(): boolean {
    return !this.jsonEnabled() && process.stdin.isTTY === true;
  }

  private async reviewerOf(
    { reviewer, 'dry-run': dryRun }: Pick<ReviewFlags, 'reviewer' | 'dry-run'>,
    filed: DecisionsFile | undefined,
    org: Org | undefined,
  ): Promise<string> {
    const named = (reviewer ?? filed?.reviewer ?? org?.getUsername() ?? '').trim();
    if (named !== '' || dryRun) return visible(named, 200);
    if (!this.canAsk()) throw messages.createError('error.reviewerRequired');
    const validate = (text: string): string | true => text.trim() !== '' || messages.getMessage('prompt.required');
    return visible(
      (await terminalAsker.input({ message: messages.getMessage('prompt.reviewer'), validate })).trim(),
      200,
    );
  }

  private async gather(
    root: string,
    flags: ReviewFlags,
    target: { org: Org; called: string | undefined } | undefined,
  ): Promise<GatheredReviews> {
    const manifests = await findValidManifests(root, flags.name && [...new Set(flags.name)]);
    if (manifests.length === 0) throw messages.createError('error.noManifests');
    const names = target ? await orgNames(target.org, target.called) : [];
    this.spinner.start(messages.getMessage('spinner.read'));
    try {
      return await gatherReviews({
        root,
        manifests,
        orgNames: names,
        orgId: target && orgIdOf(target.org.getConnection(flags['api-version'])),
        apiVersion: flags['api-version'],
        configFile: flags['config-file'],
      });
    } finally {
      this.spinner.stop();
    }
  }

  private showReview({ reviewed, digest, undecided }: OpenReview, today: string, willAsk: boolean): void {
    const { app, org, items, notLookedAt } = reviewed;
    this.styledHeader(visible(org === undefined ? app : `${app} in ${org}`));
    this.log(messages.getMessage('info.review', [today, items.length, digest]));
    // What is asked about is shown one by one.
    this.showItems(willAsk ? items.filter((item) => !undecided.includes(item)) : items);
    if (notLookedAt.length > 0) this.log(messages.getMessage('info.notLookedAt', [notLookedAt.length]));
    for (const { what, reason } of notLookedAt) this.log(foldForTerminal(`  - ${visible(what)}: ${visible(reason)}`));
  }

  private showItems(items: readonly ReviewItem[]): void {
    for (const line of itemLines(items)) this.log(foldForTerminal(line));
  }

  private showTodos(reviews: readonly ReviewResult[]): void {
    const todos = reviews.flatMap(({ name, todos: own }) =>
      own.map(({ item, todo }) => visible(`${name}: ${item}: ${todo}`)),
    );
    if (todos.length > 0) this.log(messages.getMessage('info.todos'));
    for (const todo of todos) this.log(`  ${todo}`);
    if (reviews.some(({ files }) => files.length > 0)) this.log(messages.getMessage('info.commit'));
  }
}
