import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

export type Content = { content: Buffer } | { reason: string; tooLarge: boolean; start: Buffer };

/** Enough to tell text from what is not. */
const startSize = 8192;

/** Nearly every file fits: no need to ask for its size, nor for memory of its own. */
const shared = Buffer.allocUnsafeSlow(65_536);

const read = (descriptor: number, size: number): Buffer => {
  const content = Buffer.allocUnsafe(size);
  return content.subarray(0, readSync(descriptor, content, 0, size, 0));
};

/**
 * Reads one file unless it is larger than `maximum` bytes, or became a link or a pipe since it was listed. The content is
 * good until the next file is read.
 */
export const readContent = (path: string, maximum: number): Content => {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const length = readSync(descriptor, shared, 0, shared.length, 0);
    if (length < shared.length) return { content: shared.subarray(0, length) };
    const { size } = fstatSync(descriptor);
    if (size <= maximum) return { content: read(descriptor, size) };
    return { reason: `larger than ${maximum / 1_048_576} MB`, tooLarge: true, start: read(descriptor, startSize) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { reason: `cannot be read (${code})`, tooLarge: false, start: Buffer.alloc(0) };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
};
