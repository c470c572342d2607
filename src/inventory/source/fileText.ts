/** The text of a file, or undefined when it is binary; UTF-16 with a byte order mark is what PowerShell writes. */
export const textOf = (content: Buffer): string | undefined => {
  if (content[0] === 0xff && content[1] === 0xfe) return content.toString('utf16le', 2);
  return content.subarray(0, 8192).includes(0) ? undefined : content.toString('utf8');
};
