/** What a person brings from Setup. */
export type NewPair = { consumerKey: string; consumerSecret: string };

/** Neither is shorter or longer, by the rules for keys and secrets (platform.md 1.4); looser in what they are made of. */
const shortest = 8;
const longest = 256;

/** Why it can't be the new pair, without quoting any of it. */
export const newPairProblem = (
  { consumerKey, consumerSecret }: NewPair,
  oldKey: string | undefined,
): string | undefined => {
  for (const [what, text] of [
    ['the key', consumerKey],
    ['the secret', consumerSecret],
  ] as const) {
    if (/\s/.test(text)) return `${what} has a space or a line break in it`;
    if (text.length < shortest || text.length > longest)
      return `${what} has ${text.length} characters, not ${shortest} to ${longest}`;
  }
  if (consumerKey === oldKey) return 'the key is the one that the store has already';
  return consumerKey === consumerSecret ? 'key and secret are the same' : undefined;
};

/** Two lines: the key, then the secret. Undefined when it is anything else. */
export const parsePipedPair = (text: string | undefined): NewPair | undefined => {
  const [consumerKey, consumerSecret, ...more] = (text ?? '').split(/\r?\n/).map((line) => line.trim());
  return consumerKey && consumerSecret && more.every((line) => line === '')
    ? { consumerKey, consumerSecret }
    : undefined;
};
