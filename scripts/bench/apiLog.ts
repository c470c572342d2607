import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeApiLog } from './apiLogFile.js';
import { run } from './run.js';
import { median, type Measurement } from './statistics.js';

const pairs = 3;

type Figures = { ms: number; maxRssMb: number; rows: number };

const figuresOf = async (script: string, file: string): Promise<Figures> => {
  const { code, stdout, stderr } = await run(process.execPath, [join(import.meta.dirname, script), file]);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Figures;
};

const seconds = (all: readonly Figures[]): string => `${(median(all.map(({ ms }) => ms)) / 1000).toFixed(1)} s`;

/**
 * An API log added up by app against merely parsing it with csv-parse, each in a process of its own, in turn. csv-parse
 * runs with what makes it fastest as a stream: rows as arrays, no names of columns, no casts, big chunks.
 * @param megabytes size of the log; 1000 unless `BENCH_API_LOG_MB` says otherwise
 */
export const measureApiLog = async (
  scratch: string,
  megabytes = Number(process.env.BENCH_API_LOG_MB ?? 1000),
): Promise<Measurement[]> => {
  await mkdir(scratch, { recursive: true });
  const file = join(scratch, 'ApiTotalUsage.csv');
  const rows = await writeApiLog(file, megabytes * 1e6);
  const ours: Figures[] = [];
  const baseline: Figures[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    ours.push(await figuresOf('readApiLog.js', file));
    baseline.push(await figuresOf('parseApiLog.js', file));
  }
  for (const figures of [...ours, ...baseline])
    if (figures.rows !== rows) throw new Error(`${figures.rows} of ${rows} rows were read`);
  const ratio = median(ours.map(({ ms }, index) => (baseline[index]?.ms ?? Number.NaN) / ms));
  const memory = Math.max(...ours.map(({ maxRssMb }) => maxRssMb));
  const memoryOfParsing = Math.max(...baseline.map(({ maxRssMb }) => maxRssMb));
  return [
    {
      what: `API log of ${megabytes} MB (${rows} calls) added up by app / csv-parse parsing it`,
      ours: seconds(ours),
      baseline: seconds(baseline),
      ratio: `${ratio.toFixed(2)} times as fast`,
      bound: '2.00',
      holds: ratio >= 2,
    },
    {
      what: 'memory of that reading / of csv-parse, at most',
      ours: `${memory.toFixed(0)} MB`,
      baseline: `${memoryOfParsing.toFixed(0)} MB`,
      ratio: (memory / memoryOfParsing).toFixed(2),
      bound: '300 MB',
      holds: memory < 300,
    },
  ];
};
