import type { AuditReport } from './report.js';

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** One line with every count, so that an empty table says what it is empty of. */
export const summaryLine = ({ summary, apiCalls, durationMs }: AuditReport): string => {
  const { apps, critical, high, moderate, low, info, waived, baseline, inconclusive } = summary;
  const total = critical + high + moderate + low + info;
  const counts = `${critical} Critical, ${high} High, ${moderate} Moderate, ${low} Low, ${info} Info`;
  const known = baseline > 0 ? `${baseline} in the baseline, ` : '';
  const cost = `${plural(apiCalls, 'API call')}, ${(durationMs / 1000).toFixed(1)} s`;
  return `${plural(total, 'finding')} in ${plural(apps, 'client app')}: ${counts}; ${known}${waived} waived, ${inconclusive} not answered. ${cost}.`;
};
