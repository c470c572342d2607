/** What the rules ask of a callback URL. */
export type CallbackParts = { protocol: string; hostname: string; pathname: string };

/** What nearly all callbacks are; the full parser takes ten times as long, and names in Punycode can be wrong, which it knows. */
const plain = /^https:\/\/((?!xn--)[a-z0-9-]+(?:\.(?!xn--)[a-z0-9-]+)*\.[a-z]{2,})(\/[\w/-]*)?$/;

/** A dozen rules ask about the callbacks of a few dozen apps one after another; older answers are not asked for again. */
const mostKept = 512;

const kept = new Map<string, CallbackParts | undefined>();

const parse = (url: string): CallbackParts | undefined => {
  const match = plain.exec(url);
  if (match) return { protocol: 'https:', hostname: match[1] ?? '', pathname: match[2] ?? '/' };
  const parsed = URL.parse(url);
  return parsed ? { protocol: parsed.protocol, hostname: parsed.hostname, pathname: parsed.pathname } : undefined;
};

/** Parts of a URL, or undefined when it is none. */
export const callbackParts = (url: string): CallbackParts | undefined => {
  const known = kept.get(url);
  if (known || kept.has(url)) return known;
  if (kept.size === mostKept) kept.clear();
  const parts = parse(url);
  kept.set(url, parts);
  return parts;
};
