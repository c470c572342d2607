import { isUtf8 } from 'node:buffer';
import type { XmlProblem } from './element.js';
import { placeOf } from './lines.js';

const littleEndianMark = 0xfffe;
const bigEndianMark = 0xfeff;

const decodeBytes = (bytes: Buffer): string => {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === littleEndianMark) return bytes.toString('utf16le');
  // An odd last byte is no character; swap16 wants pairs.
  if (mark === bigEndianMark)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return bytes.toString('utf8');
};

const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);

const isUtf16 = (bytes: Buffer): boolean =>
  bytes.length >= 2 && [littleEndianMark, bigEndianMark].includes(bytes.readUInt16BE(0));

/** The text of a file, by its byte order mark (UTF-8 without one), or why the bytes are not text. */
export const decodeXml = (source: Buffer | string): { text: string; problem?: XmlProblem } => {
  if (typeof source === 'string') return { text: withoutMark(source) };
  const text = withoutMark(decodeBytes(source));
  if (isUtf16(source) || isUtf8(source)) return { text };
  const place = placeOf(text, Math.max(0, text.indexOf('\uFFFD')));
  return { text, problem: { kind: 'encoding', message: 'the file is not valid UTF-8', ...place } };
};
