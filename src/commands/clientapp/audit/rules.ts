import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { catalogue, type CatalogueRule } from '../../../audit/catalogue.js';
import { severityNames, type Reference, type Rule, type Severity, type SeverityName } from '../../../audit/rule.js';
import { selectRules } from '../../../audit/select.js';
import { ruleDetail } from '../../../report/ruleDetail.js';

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
  exceptions?: string;
  remedy: string;
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

    if (flags.view === 'detail') this.log(rules.map(ruleDetail).join('\n\n'));
    else this.table({ data: rules.map(toRow), columns: ['severity', 'rule', 'title', 'from'], overflow: 'wrap' });
    this.log(messages.getMessage('info.count', [rules.length]));
    return rules.map(toResult);
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
  ...(rule.exceptions === undefined ? {} : { exceptions: rule.exceptions }),
  remedy: rule.remedy,
  references: [...rule.references],
});
