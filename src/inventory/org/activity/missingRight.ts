import type { AuditRight, CallerRights } from '../../../org/callerRights.js';

/** Why rows may be missing when one of some rights would show them all; nothing when the user has one of them. */
export const missingRight = (
  rights: CallerRights,
  anyOf: readonly AuditRight[],
  consequence: string,
): string | undefined => {
  if (anyOf.some((right) => rights[right] === true)) return undefined;
  const lacksAll = anyOf.every((right) => rights[right] === false);
  if (!lacksAll) return `the org does not tell whether the user has ${anyOf.join(' or ')}, so ${consequence}`;
  const lack = anyOf.length > 1 ? `has neither ${anyOf.join(' nor ')}` : `lacks the permission ${anyOf.join()}`;
  return `the user ${lack}, so ${consequence}`;
};
