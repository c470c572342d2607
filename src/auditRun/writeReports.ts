import type { ReportContext } from '../report/report.js';
import { writeReport } from '../report/writeReport.js';
import type { PerformedAudit } from './perform.js';
import type { AuditRequest } from './prepare.js';
import { anchorOf } from './request.js';

/**
 * Writes the report to every file that was asked for.
 * @returns the files
 */
export const writeReports = async (
  { outputs, rules, today, root, config }: AuditRequest,
  { inventory, report }: PerformedAudit,
  { version, exit }: Pick<ReportContext, 'version' | 'exit'>,
): Promise<string[]> => {
  if (outputs.length === 0) return [];
  const { reportContext } = await import('../report/context.js');
  const context = reportContext({
    version,
    exit,
    rules,
    today,
    anchorFile: anchorOf(root),
    inventory,
    result: report,
    ignoredApps: config.ignoredApps,
  });
  for (const { file, writer } of outputs) await writeReport(file, await writer(report, context));
  return outputs.map(({ file }) => file);
};
