import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '../../../src/audit/catalogue.js';
import { ruleContext } from '../../../src/audit/ruleContext.js';
import { readConfig } from '../../../src/audit/config.js';
import type { AuditConfig } from '../../../src/audit/auditConfig.js';
import type { AuditResult } from '../../../src/audit/result.js';
import { audit } from '../../../src/audit/run.js';
import { inventoryFromOrg } from '../../../src/inventory/fromOrg.js';
import { inventoryFromSource } from '../../../src/inventory/fromSource.js';
import { inventoryManifests, joinManifests } from '../../../src/inventory/source/manifests.js';
import { mergeInventories } from '../../../src/inventory/source/mergeInventories.js';
import type { LoopbackOrg } from '../../org/index.js';
import { writeProject, type ProjectFiles } from '../../org/scenarios/project.js';
import { connect } from '../../inventory/org/connect.js';

export const configFrom = (text: string): AuditConfig => {
  const reading = readConfig(text, 'clientapp-audit.yml', { ruleIds: new Set(catalogue.map(({ id }) => id)) });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.config;
};

/** Audits an org, and the project beside it where there is one, as the command does. */
export const auditScenario = async (
  org: LoopbackOrg,
  { config, files, untracked }: { config: string; files?: ProjectFiles; untracked?: ReadonlySet<string> },
): Promise<AuditResult> => {
  const settings = configFrom(config);
  const context = ruleContext(settings, org.clock.now());
  const read = inventoryFromOrg(await connect(org), { org: 'prod', evidence: true });
  if (!files) return audit(await read, catalogue, context, settings);

  const root = await mkdtemp(join(tmpdir(), 'clientapp-scenario-'));
  try {
    writeProject(root, files, untracked);
    const [source, ofOrg, manifests] = await Promise.all([
      inventoryFromSource({ root }),
      read,
      inventoryManifests(root),
    ]);
    const declared = { ...ofOrg, apps: joinManifests(ofOrg.apps, manifests) };
    return audit(mergeInventories([source, declared]), catalogue, context, settings);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};
