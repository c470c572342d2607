import type { Answer } from '../../org/readColumns.js';
import type { Coverage } from '../types.js';

export const sourceOf = (org: string, what: string): string => `org:${org}/${what}`;

/** What one query could tell. `shortfall` says why rows may be missing although the org answered. */
export const coverageOf = (org: string, object: string, answer: Answer<object>, shortfall?: string): Coverage => {
  const source = sourceOf(org, object);
  if (answer.refused !== undefined) return { source, status: 'unavailable', reason: answer.refused };
  const rows = answer.rows.length;
  const { missing } = answer;
  const columns = missing.length > 0 ? `the org does not show ${missing.join(', ')} of ${object}` : undefined;
  const reason = [shortfall, columns].filter((part) => part !== undefined).join('; ');
  return reason === '' ? { source, status: 'complete', rows } : { source, status: 'partial', reason, rows };
};
