import type { AuditPreflight } from '../audit/result.js';
import { visible } from './escape.js';

/** What the signed-in users lack for a full audit, one line each; several orgs that lack the same share a line. */
export const preflightLines = (preflight: readonly AuditPreflight[]): string[] => {
  const lines = new Map<string, string[]>();
  for (const { org, label, held, hides, reason } of preflight) {
    if (held === true) continue;
    const state = held === 'unknown' ? `not known whether it is held (${reason ?? 'no reason given'})` : 'missing';
    const text = `${visible(label, 100)}: ${visible(state, 300)}, so ${visible(hides, 300)}`;
    const orgs = lines.get(text);
    if (orgs) orgs.push(org);
    else lines.set(text, [org]);
  }
  return [...lines].map(([text, orgs]) => `${visible(orgs.join(', '), 200)}: ${text}`);
};
