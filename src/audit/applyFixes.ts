import type { Inventory } from '../inventory/types.js';
import { editDocument } from '../registration/edit/editDocument.js';
import type { AuditConfig } from './auditConfig.js';
import type { CatalogueRule } from './catalogue.js';
import type { Fix } from './fix.js';
import { toFinding } from './finding.js';
import type { AuditFinding } from './result.js';
import type { RuleContext } from './rule.js';

/** A finding with the edit that is to make it go away. */
export type PlannedFix = { finding: AuditFinding; fix: Fix };

/** What tells one finding from another within one audit. */
const identityOf = ({ rule, fingerprint, location }: AuditFinding): string =>
  JSON.stringify([rule, fingerprint, location?.file, location?.startLine, location?.startColumn]);

export type Audited = {
  inventory: Inventory;
  rules: readonly CatalogueRule[];
  context: RuleContext;
  config: AuditConfig;
};

/** The edits for findings that are not waived and can be fixed; unsafe ones only when they are wanted. */
export const planFixes = (
  findings: readonly AuditFinding[],
  { inventory, rules, context, config }: Audited,
  { unsafe }: { unsafe: boolean },
): PlannedFix[] => {
  const wanted = new Map(
    findings
      .filter(({ waived, fix }) => !waived && fix && (unsafe || fix.kind === 'safe'))
      .map((finding) => [identityOf(finding), finding]),
  );
  const fixing = new Set([...wanted.values()].map(({ rule }) => rule));
  return rules
    .filter(({ id, fix }) => fix && fixing.has(id))
    .flatMap((rule) =>
      (rule.check?.(inventory, context) ?? []).flatMap((draft): PlannedFix[] => {
        if (draft.kind !== 'finding') return [];
        const fix = rule.fix?.fixOf(draft, context.thresholds);
        const finding = wanted.get(identityOf(toFinding(rule, draft, config)));
        return fix && finding ? [{ finding, fix }] : [];
      }),
    );
};

/** Why the fix of a finding was not made, or was taken back. */
export type FailedFix = { finding: AuditFinding; reason: string };

export type AppliedFixes = {
  /** The files that differ now. */
  files: Map<string, Buffer>;
  applied: PlannedFix[];
  failed: FailedFix[];
};

/** Makes the edits one after the other, each on what the ones before it left. Pure: contents in, contents out. */
export const applyFixes = (originals: ReadonlyMap<string, Buffer>, plans: readonly PlannedFix[]): AppliedFixes => {
  const files = new Map<string, Buffer>();
  const applied: PlannedFix[] = [];
  const failed: FailedFix[] = [];
  for (const plan of plans) {
    const { file, changes } = plan.fix;
    const before = files.get(file) ?? originals.get(file);
    const edited = before ? editDocument(file, before, changes) : { reason: 'the file was not read' };
    if (edited.bytes === undefined) {
      failed.push({ finding: plan.finding, reason: edited.reason });
      continue;
    }
    applied.push(plan);
    files.set(file, edited.bytes);
  }
  for (const [file, bytes] of files) if (originals.get(file)?.equals(bytes)) files.delete(file);
  return { files, applied, failed };
};
