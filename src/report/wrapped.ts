/** Breaks a line between words for a terminal of this width; what follows stands further in, by default by two. */
export const wrapped = (line: string, width: number, hanging = (/^ */.exec(line)?.[0].length ?? 0) + 2): string => {
  if (line.length <= width) return line;
  const indent = /^ */.exec(line)?.[0] ?? '';
  const further = ' '.repeat(hanging);
  const lines: string[] = [];
  let current = '';
  for (const word of line.slice(indent.length).split(' ')) {
    const start = lines.length === 0 ? indent : further;
    const longer = current === '' ? `${start}${word}` : `${current} ${word}`;
    if (current !== '' && longer.length > width && word.length <= width - hanging) {
      lines.push(current);
      current = `${further}${word}`;
    } else current = longer;
  }
  return [...lines, current].join('\n');
};
