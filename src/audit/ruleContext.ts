import type { AuditConfig } from './auditConfig.js';
import type { RuleContext } from './rule.js';

/** What rules may ask of the config file, on the day of the audit. */
export const ruleContext = (
  { thresholds, administrators, deploymentUsers, changeWindows }: AuditConfig,
  today: Date,
): RuleContext => ({ today, thresholds, administrators, deploymentUsers, changeWindows });
