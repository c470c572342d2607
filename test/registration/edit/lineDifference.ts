/** Lines that are only in one of two texts, as a diff has them: by the longest common run of lines. */
export const lineDifference = (before: string, after: string): { gone: string[]; come: string[] } => {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (row: number, column: number): number => table[row]?.[column] ?? 0;
  for (let row = a.length - 1; row >= 0; row -= 1) {
    for (let column = b.length - 1; column >= 0; column -= 1) {
      const common =
        a[row] === b[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
      (table[row] ?? [])[column] = common;
    }
  }
  const [gone, come]: [string[], string[]] = [[], []];
  let [row, column] = [0, 0];
  while (row < a.length || column < b.length) {
    if (row < a.length && column < b.length && a[row] === b[column]) [row, column] = [row + 1, column + 1];
    else if (column < b.length && (row === a.length || at(row, column + 1) > at(row + 1, column)))
      come.push(b[column++] ?? '');
    else gone.push(a[row++] ?? '');
  }
  return { gone, come };
};
