/** Rows by the first 15 characters of an id, which is what all sources agree on (platform.md 4.4). */
export const rowsById = <Row>(rows: readonly Row[], idOf: (row: Row) => string | null | undefined): Map<string, Row> =>
  new Map(
    rows.flatMap((row) => {
      const id = idOf(row);
      return id ? [[shortId(id), row] as const] : [];
    }),
  );

export const shortId = (id: string): string => id.slice(0, 15);
