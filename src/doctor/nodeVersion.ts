const parts = (version: string): number[] =>
  version
    .replace(/^[^\d]*/, '')
    .split('.')
    .map(Number);

/** @param range `>=` and a version; what it has of other forms is not understood, and nothing is new enough for it */
export const isAtLeast = (version: string, range: string): boolean => {
  if (!/^>=\s*\d+(\.\d+){0,2}$/.test(range)) return false;
  const wanted = parts(range);
  const found = parts(version);
  const at = wanted.findIndex((part, index) => part !== found[index]);
  return at === -1 || (found[at] ?? -1) > (wanted[at] ?? 0);
};
