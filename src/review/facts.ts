import type { ClientApp } from '../app/clientApp.js';
import type { Waiver } from '../audit/auditConfig.js';
import type { AuditedOrg } from '../audit/auditedOrgs.js';
import type { AuditFinding, AuditInconclusive } from '../audit/result.js';
import type { Coverage, Inventory, InventoryApp } from '../inventory/types.js';
import type { RotationReport } from '../rotation/report.js';
import type { NotLookedAt, ReviewItem } from './types.js';

/** What was read for the review of one app. */
export type ReviewFacts = {
  /** As the manifest has it for the org, or as it stands. */
  app: ClientApp;
  /** What somebody wrote into the manifest, by dotted path: defaults are not there, and cannot be taken out. */
  declared: ReadonlySet<string>;
  inventory: Inventory;
  source?: InventoryApp | undefined;
  /** The org that was named; `app` is absent when the org has none of this name. */
  org?: { name: string; audited?: AuditedOrg | undefined; app?: InventoryApp | undefined } | undefined;
  /** Of this app, waived ones too. */
  findings: readonly AuditFinding[];
  inconclusive: readonly AuditInconclusive[];
  coverage: readonly Coverage[];
  waivers: readonly Waiver[];
  /** Of this app, as far as this machine knows. */
  rotations: readonly RotationReport[];
  /** Last day of the certificate, where the project has it. */
  certificateEnds?: string | undefined;
};

/** A part of what is reviewed. */
export type Part = { items: ReviewItem[]; notLookedAt: NotLookedAt[] };
