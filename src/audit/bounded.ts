/** Text from files and orgs can be of any length; a report is for people. */
export const bounded = (text: string, maximum: number): string => {
  if (text.length <= maximum) return text;
  const kept = text.slice(0, maximum - 1);
  // Half a surrogate pair is no character.
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
};
