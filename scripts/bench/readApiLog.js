// Adds up an API log by app, as an audit does. Prints what it took.
import { createReadStream } from 'node:fs';
import { createApiLog } from '../../lib/inventory/usage/apiLog.js';

const start = performance.now();
const log = createApiLog();
const file = log.open();
for await (const chunk of createReadStream(process.argv[2], { highWaterMark: 1024 * 1024 })) file.push(chunk);
file.end();
const { calls, brokenLines, apps } = log.totals();
const ms = performance.now() - start;
const maxRssMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ ms, maxRssMb, rows: calls, brokenLines, apps: apps.length }));
