import { isUtf8 } from 'node:buffer';

/** The text of a file and how to write it back with the same byte order mark and encoding. */
export type EncodedText = { text: string; encode: (text: string) => Buffer };

const mark = '\uFEFF';

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();

/** Undefined when decoding and encoding would not give the same bytes: such a file is left alone. */
export const decodeForEdit = (bytes: Buffer): EncodedText | undefined => {
  const [first, second] = bytes;
  const isLittle = first === 0xff && second === 0xfe;
  const isBig = first === 0xfe && second === 0xff;
  if (isLittle || isBig) {
    if (bytes.length % 2 !== 0) return undefined;
    const text = (isBig ? swapped(bytes) : bytes).toString('utf16le').slice(1);
    const encode = (edited: string): Buffer => {
      const little = Buffer.from(mark + edited, 'utf16le');
      return isBig ? swapped(little) : little;
    };
    return { text, encode };
  }
  if (!isUtf8(bytes)) return undefined;
  const whole = bytes.toString('utf8');
  const prefix = whole.startsWith(mark) ? mark : '';
  return { text: whole.slice(prefix.length), encode: (edited) => Buffer.from(prefix + edited, 'utf8') };
};
