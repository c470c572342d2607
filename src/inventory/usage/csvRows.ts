/**
 * One row of a CSV text, as places in a buffer that is used again for the next: valid until the callback returns.
 * Bytes, not strings: of a log most cells are never looked at.
 */
export type CsvRow = {
  bytes: Uint8Array;
  cells: number;
  starts: Int32Array;
  ends: Int32Array;
  /** 1 where a cell holds quotes, which are written twice. */
  doubled: Uint8Array;
};

export type CsvReader = {
  push: (chunk: Uint8Array) => void;
  /** The last row needs no line break. */
  end: () => void;
  /** Lines that are no row: badly quoted, too many cells, or longer than the bound. */
  readonly brokenLines: number;
};

/** A row of a log has some twenty cells; a longer one than this is hostile or no CSV. */
export const maxRowBytes = 256 * 1024;
const maxCells = 256;
/** Chunks are taken in pieces of this size, so that the buffer stays small. */
const pieceBytes = 1024 * 1024;
/** After so many broken lines a file is no CSV; reading on could only cost time. */
const maxBrokenLines = 10_000;

const comma = 0x2c;
const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

const incomplete = -1;
const broken = -2;

/**
 * Finds the cells of the row that begins at `from`.
 * Behind `end` stand a line feed and a quote, so that the inner loops need not look where the text ends.
 * @returns where the next row begins, or why there is no row
 */
const scanRow = (row: CsvRow, from: number, end: number): number => {
  const { bytes, starts, ends, doubled } = row;
  let at = from;
  for (let cell = 0; cell < maxCells; cell += 1) {
    let byte = bytes[at];
    let hasDoubled = 0;
    if (byte === quote) {
      at += 1;
      starts[cell] = at;
      for (;;) {
        while (bytes[at] !== quote) at += 1;
        if (at + 1 >= end) return incomplete;
        if (bytes[at + 1] !== quote) break;
        hasDoubled = 1;
        at += 2;
      }
      ends[cell] = at;
      at += 1;
      byte = bytes[at];
      if (byte === carriageReturn) {
        at += 1;
        if (at >= end) return incomplete;
        byte = bytes[at] === lineFeed ? lineFeed : carriageReturn;
      }
    } else {
      starts[cell] = at;
      while (byte !== comma && byte !== lineFeed) {
        at += 1;
        byte = bytes[at];
      }
      if (at >= end) return incomplete;
      const hasReturn = byte === lineFeed && at > from && bytes[at - 1] === carriageReturn;
      ends[cell] = hasReturn ? at - 1 : at;
    }
    doubled[cell] = hasDoubled;
    at += 1;
    if (byte === lineFeed) {
      row.cells = cell + 1;
      return at;
    }
    if (byte !== comma) return broken;
  }
  return broken;
};

const isBlank = ({ cells, starts, ends }: CsvRow): boolean => cells === 1 && starts[0] === ends[0];

/**
 * Reads CSV from chunks of any size. Quoted cells may hold commas, line breaks and doubled quotes; lines end with LF or
 * CR LF. A line that is no row costs that line only. Memory stays the same however long the text is.
 */
export const createCsvReader = (onRow: (row: CsvRow) => void): CsvReader => {
  const row: CsvRow = {
    bytes: new Uint8Array(pieceBytes + maxRowBytes + 2),
    cells: 0,
    starts: new Int32Array(maxCells),
    ends: new Int32Array(maxCells),
    doubled: new Uint8Array(maxCells),
  };
  const { bytes } = row;
  let held = 0;
  let brokenLines = 0;
  let isSkipping = false;

  /** Where the line after the one at `from` begins; when it is not here yet, the rest of the line is skipped. */
  const nextLine = (from: number, end: number): number => {
    const found = bytes.indexOf(lineFeed, from);
    isSkipping = found === -1 || found >= end;
    return isSkipping ? end : found + 1;
  };

  const readRows = (end: number, isLast = false): void => {
    bytes[end] = lineFeed;
    bytes[end + 1] = quote;
    let at = isSkipping ? nextLine(0, end) : 0;
    while (at < end) {
      const next = scanRow(row, at, end);
      if (next >= 0) {
        at = next;
        if (!isBlank(row)) onRow(row);
      } else if (next === incomplete && !isLast && end - at <= maxRowBytes) {
        break;
      } else {
        brokenLines += 1;
        at = brokenLines < maxBrokenLines ? nextLine(at, end) : end;
      }
    }
    held = end - at;
    bytes.copyWithin(0, at, end);
  };

  return {
    push: (chunk) => {
      for (let start = 0; start < chunk.length && brokenLines < maxBrokenLines; start += pieceBytes) {
        const piece = chunk.subarray(start, start + pieceBytes);
        bytes.set(piece, held);
        readRows(held + piece.length);
      }
    },
    end: () => {
      if (held === 0) return;
      bytes[held] = lineFeed;
      readRows(held + 1, true);
    },
    get brokenLines() {
      return brokenLines;
    },
  };
};
