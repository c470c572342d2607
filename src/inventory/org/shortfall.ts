import type { AuditRight, CallerRights } from '../../org/callerRights.js';
import { rightConsequences } from './rightConsequences.js';

/** Why an answer may lack rows that this user does not get to see; nothing when the user has the right. */
export const shortfallOf = (rights: CallerRights, right: AuditRight): string | undefined => {
  if (rights[right] === true) return undefined;
  const lack =
    rights[right] === false
      ? `the user lacks the permission ${right}`
      : `the org does not tell whether the user has ${right}`;
  return `${lack}, so ${rightConsequences[right].hides}`;
};
