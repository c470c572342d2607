import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { measureApiLog } from './bench/apiLog.js';
import { measureHtmlReport } from './bench/htmlReport.js';
import { measureOrgAudit } from './bench/orgAudit.js';
import { measureOrgCalls } from './bench/orgCalls.js';
import { measureSourceAudit } from './bench/sourceAudit.js';
import { measureStartUp } from './bench/startUp.js';
import { formatTable } from './bench/statistics.js';

const root = resolve(import.meta.dirname, '..');
const scratch = await mkdtemp(join(tmpdir(), 'clientapp-bench-'));
try {
  const startUp = await measureStartUp(root, join(scratch, 'start'));
  const sourceAudit = await measureSourceAudit(join(scratch, 'source'));
  const apiLog = await measureApiLog(join(scratch, 'log'));
  const orgCalls = await measureOrgCalls();
  const orgAudit = await measureOrgAudit(join(scratch, 'org'));
  const htmlReport = await measureHtmlReport(scratch);
  console.log(formatTable([startUp, ...sourceAudit, ...apiLog, ...orgCalls, ...orgAudit, ...htmlReport]));
} finally {
  await rm(scratch, { recursive: true, force: true });
}
