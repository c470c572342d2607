import type { AuditRight, CallerRights } from '../../../org/callerRights.js';

/** Why rows may be missing when one of some rights would show them all; nothing when the user has one of them. */
export const missingRight = (
  rights: CallerRights,
  anyOf: readonly AuditRight[],
  consequence: string,
): string | undefined => {
  if (anyOf.some((right) => rights[right] === true)) return undefined;
  const names = anyOf.join(' nor ');
  const lacksAll = anyOf.every((right) => rights[right] === false);
  const neither = anyOf.length > 1 ? 'neither ' : 'not ';
  return lacksAll
    ? `the user has ${neither}${names}, so ${consequence}`
    : `the org does not tell whether the user has ${anyOf.join(' or ')}, so ${consequence}`;
};
