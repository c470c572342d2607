// Parses an API log with csv-parse and does nothing with its rows: arrays of cells, no column names, no casts, the
// "readable" interface that its documentation recommends for speed. Prints what it took.
import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parse } from 'csv-parse';

const start = performance.now();
const parser = createReadStream(process.argv[2], { highWaterMark: 1024 * 1024 }).pipe(parse());
let rows = -1;
parser.on('readable', () => {
  while (parser.read() !== null) rows += 1;
});
await finished(parser);
const ms = performance.now() - start;
const maxRssMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ ms, maxRssMb, rows }));
