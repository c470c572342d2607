import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { catalogue, type CatalogueRule } from '../../../audit/catalogue.js';
import { severityNames, type Reference, type Rule, type Severity, type SeverityName } from '../../../audit/rule.js';
import { selectRules } from '../../../audit/select.js';
import { ruleDetail } from '../../../report/ruleDetail.js';
import { ruleExamples } from '../../../report/ruleExamples.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.audit.rules');
const shared = Messages.loadMessages('sf-clientapp', 'clientapp.audit.shared');

export type ClientAppAuditRulesResult = Array<{
  id: string;
  title: string;
  severity: Severity;
  severityName: SeverityName;
  modes: Array<Rule['modes'][number]>;
  tags: string[];
  description: string;
  evidence?: string;
  confidence?: string;
  exceptions?: string;
  remedy: string;
  /** Absent where findings can only be mended by hand. */
  fix?: { safety: 'safe' | 'unsafe' | 'mixed'; about: string };
  references: Reference[];
}>;

export default class ClientAppAuditRules extends SfCommand<ClientAppAuditRulesResult> {
  public static override readonly summary = messages.getMessage('summary');
  public static override readonly description = messages.getMessage('description');
  public static override readonly examples = messages.getMessages('examples');
  public static override readonly flags = {
    'rule-selector': Flags.string({
      char: 'r',
      summary: messages.getMessage('flags.rule-selector.summary'),
      description: messages.getMessage('flags.rule-selector.description'),
      multiple: true,
    }),
    view: Flags.option({
      summary: messages.getMessage('flags.view.summary'),
      options: ['table', 'detail'] as const,
      default: 'table',
    })(),
  };

  public async run(): Promise<ClientAppAuditRulesResult> {
    const { flags } = await this.parse(ClientAppAuditRules);
    const { rules, problems } = selectRules(catalogue, flags['rule-selector'] ?? []);
    const [problem] = problems;
    if (problem) throw shared.createError(`error.${problem.reason}Selector`, [problem.selector]);

    if (flags.view === 'detail') await this.explain(rules);
    else this.table({ data: rules.map(toRow), columns: ['severity', 'rule', 'title', 'from'], overflow: 'wrap' });
    this.log(messages.getMessage(rules.length === 1 ? 'info.one' : 'info.count', [rules.length]));
    return rules.map(toResult);
  }

  /** The examples are read from the pages, which only this view needs. */
  private async explain(rules: readonly CatalogueRule[]): Promise<void> {
    if (this.jsonEnabled()) return;
    const texts = await Promise.all(rules.map(async (rule) => ruleDetail(rule, await ruleExamples(rule.id))));
    this.log(texts.join('\n\n'));
  }
}

const toRow = ({ id, title, severity, modes }: CatalogueRule): Record<string, string> => ({
  severity: severityNames[severity],
  rule: id,
  title,
  from: modes.join(', '),
});

const toResult = (rule: CatalogueRule): ClientAppAuditRulesResult[number] => ({
  id: rule.id,
  title: rule.title,
  severity: rule.severity,
  severityName: severityNames[rule.severity],
  modes: [...rule.modes],
  tags: [...rule.tags],
  description: rule.description,
  ...(rule.evidence === undefined ? {} : { evidence: rule.evidence }),
  ...(rule.confidence === undefined ? {} : { confidence: rule.confidence }),
  ...(rule.exceptions === undefined ? {} : { exceptions: rule.exceptions }),
  remedy: rule.remedy,
  ...(rule.fix === undefined ? {} : { fix: { safety: rule.fix.safety, about: rule.fix.about } }),
  references: [...rule.references],
});
