import type { Inventory, SkippedFile } from '../inventory/types.js';
import { bounded } from './bounded.js';
import { reportText } from './reportText.js';
import type { AuditCoverage } from './result.js';

const longestReason = 500;

const fromSkipped = ({ file, reason, line }: SkippedFile): AuditCoverage => ({
  source: `source:${bounded(file, 4096)}`,
  status: 'unavailable',
  reason: reportText(line === undefined ? reason : `line ${line}: ${reason}`, longestReason),
});

const fromIgnored = (inventory: Inventory, ignored: ReadonlySet<string>): AuditCoverage[] => {
  const names = inventory.apps.map(({ name }) => name).filter((name) => ignored.has(name));
  if (names.length === 0) return [];
  const reason = bounded(`ignored by the config file: ${names.join(', ')}`, longestReason);
  return [{ source: 'apps', status: 'partial', reason, rows: names.length }];
};

/** What the audit could read: as the inventory says, with each file that was passed over and the apps that nobody wanted to see. */
export const auditCoverage = (inventory: Inventory, ignored: ReadonlySet<string>): AuditCoverage[] => [
  ...inventory.coverage.map(({ source, status, reason, rows }) => ({
    source,
    status,
    ...(reason === undefined ? {} : { reason: reportText(reason, longestReason) }),
    ...(rows === undefined ? {} : { rows }),
  })),
  ...inventory.skipped.map(fromSkipped),
  ...fromIgnored(inventory, ignored),
];
