import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, platform, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parts } from './bench/parts.js';
import { performancePage, type Machine, type Measured } from './bench/performancePage.js';
import { formatTable } from './bench/statistics.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { markdown: { type: 'string' } } });
const unknown = positionals.filter((wanted) => !parts.some(({ name }) => name === wanted));
if (unknown.length > 0)
  throw new Error(`No part is called ${unknown.join(', ')}; there are: ${parts.map(({ name }) => name).join(', ')}`);

const root = resolve(import.meta.dirname, '..');

/** Taken before anything is measured, which is a load of its own. */
const machine: Machine = {
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  platform: platform(),
  node: process.versions.node,
  day: new Date().toISOString().slice(0, 10),
  load: loadavg()[0] ?? 0,
};

const scratch = await mkdtemp(join(tmpdir(), 'clientapp-bench-'));
const measured: Measured[] = [];
try {
  for (const { measure, ...part } of parts) {
    if (positionals.length > 0 && !positionals.includes(part.name)) continue;
    console.error(`${part.title} …`);
    measured.push({ ...part, measurements: await measure(scratch, root) });
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
const all = measured.flatMap(({ measurements }) => measurements);
console.log(formatTable(all));
if (values.markdown !== undefined) await writeFile(values.markdown, performancePage(measured, machine));
if (all.some(({ holds }) => !holds)) process.exitCode = 1;
