import type { Readable } from 'node:stream';

/** Far longer than any secret; a file piped in by mistake ends here. */
const maxBytes = 8192;
const waitMs = 60_000;

/**
 * What another program pipes in, without the one line break that such programs end with. Undefined when nothing comes, or
 * too much, or nobody ends the input within a minute: a job in CI may have an input that stays open for ever.
 */
export const readPiped = async (input: Readable, timeoutMs = waitMs): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => input.destroy(), timeoutMs);
  try {
    for await (const chunk of input) {
      const bytes = Buffer.from(chunk as Buffer | string);
      size += bytes.length;
      if (size > maxBytes) return undefined;
      chunks.push(bytes);
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
    return undefined;
  } finally {
    clearTimeout(timer);
  }
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  return text === '' ? undefined : text;
};
