import type { AuditConfig } from '../audit/auditConfig.js';
import type { Baseline } from '../audit/baseline.js';
import type { CatalogueRule } from '../audit/catalogue.js';
import type { OrgReading } from '../inventory/orgReading.js';
import type { Coverage } from '../inventory/types.js';
import { baselineOf, configOf, existingSource, outputOf, rootOf, rulesOf, snapshotOf, type Output } from './request.js';

/** What somebody asks on the command line; nothing is checked yet. */
export type AuditWish = {
  'source-dir'?: string[] | undefined;
  'target-org'?: string[] | undefined;
  snapshot?: string[] | undefined;
  'rule-selector'?: string[] | undefined;
  'output-file'?: string[] | undefined;
  'config-file'?: string | undefined;
  baseline?: string | undefined;
  'api-version'?: string | undefined;
};

/** An audit that can begin: everything that it needs is there and was read. */
export type AuditRequest = {
  today: Date;
  /** Absolute; what file names are relative to. */
  root: string;
  /** Absolute; empty for the whole project, absent for no source. */
  paths: readonly string[] | undefined;
  orgs: readonly string[];
  apiVersion: string | undefined;
  snapshots: readonly OrgReading[];
  config: AuditConfig;
  rules: readonly CatalogueRule[];
  /** What the config file leaves out. */
  coverage: readonly Coverage[];
  baseline: Baseline | undefined;
  outputs: readonly Output[];
};

/** Checks a wish before anything costs time or calls. */
export const prepareAudit = async (wish: AuditWish): Promise<AuditRequest> => {
  const outputs = (wish['output-file'] ?? []).map(outputOf);
  const paths = wish['source-dir']?.map(existingSource);
  const orgs = wish['target-org'] ?? [];
  const snapshots = (await Promise.all((wish.snapshot ?? []).map(snapshotOf))).flat();
  const isElsewhere = orgs.length + (wish.snapshot ?? []).length > 0;
  const root = await rootOf(paths ?? [], isElsewhere);
  const today = new Date();
  const config = await configOf(wish['config-file'], root, today);
  return {
    today,
    root,
    paths: paths ?? (isElsewhere ? undefined : []),
    orgs,
    apiVersion: wish['api-version'],
    snapshots,
    config,
    ...rulesOf(wish['rule-selector'], config),
    baseline: wish.baseline === undefined ? undefined : await baselineOf(wish.baseline),
    outputs,
  };
};
