// Audits a project with every rule, as "clientapp audit run" does. Prints what it took.
import { defaultConfig } from '../../lib/audit/auditConfig.js';
import { catalogue } from '../../lib/audit/catalogue.js';
import { audit } from '../../lib/audit/run.js';
import { inventoryFromSource } from '../../lib/inventory/fromSource.js';

const start = performance.now();
const inventory = await inventoryFromSource({ root: process.argv[2] });
const read = performance.now() - start;
const context = { today: new Date(), thresholds: defaultConfig.thresholds };
const { findings } = audit(inventory, catalogue, context, defaultConfig);
const ms = performance.now() - start;
const maxRssMb = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ ms, readMs: read, maxRssMb, findings: findings.length }));
