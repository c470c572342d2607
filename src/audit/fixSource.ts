import { sourceScope } from '../inventory/source/scope.js';
import {
  applyFixes,
  planFixes,
  type AppliedFixes,
  type Audited,
  type FailedFix,
  type PlannedFix,
} from './applyFixes.js';
import { readForFix, replaceFile, type Places } from './fixFiles.js';
import { sortFindings } from './order.js';
import type { AuditFinding, AuditResult } from './result.js';

export type FixRequest = Audited & {
  result: AuditResult;
  /** Absolute; what file names are relative to. */
  root: string;
  /** As the audit had them: absolute files and directories, or none for the package directories. */
  paths: readonly string[];
  /** Fixes too that may change what apps do. */
  unsafe: boolean;
  /** Audits everything again, from the files as they are now. */
  audit: () => Promise<AuditResult>;
};

export type FixedSource = {
  /** The audit of what is there now; what is gone is in it too, as applied. */
  result: AuditResult;
  fixed: AuditFinding[];
  failed: FailedFix[];
  /** What was not there before. */
  introduced: AuditFinding[];
  /** Files that differ now. */
  files: string[];
};

type Read = { originals: Map<string, Buffer>; refused: Map<string, string> };

const readAll = async (plans: readonly PlannedFix[], { inventory }: FixRequest, places: Places): Promise<Read> => {
  const read: Read = { originals: new Map(), refused: new Map() };
  for (const file of new Set(plans.map(({ fix }) => fix.file))) {
    const { bytes, reason } = await readForFix(file, inventory, places);
    if (bytes) read.originals.set(file, bytes);
    else read.refused.set(file, reason ?? '');
  }
  return read;
};

/** What each file holds now, so that a round writes only what differs from it. */
const writeAll = async (
  { files }: AppliedFixes,
  originals: ReadonlyMap<string, Buffer>,
  current: Map<string, Buffer>,
  places: Places,
): Promise<Map<string, string>> => {
  const refused = new Map<string, string>();
  for (const [file, original] of originals) {
    const [from, to] = [current.get(file) ?? original, files.get(file) ?? original];
    if (from.equals(to)) continue;
    const reason = await replaceFile(file, { from, to }, places);
    if (reason === undefined) current.set(file, to);
    else refused.set(file, reason);
  }
  return refused;
};

/** A finding wherever in its file it stands by now. */
const placeless = ({ fingerprint, location }: AuditFinding): string => JSON.stringify([fingerprint, location?.file]);

/** A finding about the same thing: the edit may have moved its line, or made another finding of the same rule out of it. */
const same = ({ rule, app, location }: AuditFinding): string => JSON.stringify([rule, app, location?.file]);

/** The findings that the audit still has, or has in another form. */
const remaining = (before: AuditResult, applied: readonly PlannedFix[], after: AuditResult): FailedFix[] => {
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  const still = new Set(after.findings.map(placeless));
  const others = new Set(after.findings.filter(({ fingerprint }) => !known.has(fingerprint)).map(same));
  return applied
    .filter(({ finding }) => still.has(placeless(finding)) || others.has(same(finding)))
    .map(({ finding }) => ({ finding, reason: 'the finding did not go away, so the edit was taken back' }));
};

const introducedBy = (before: AuditResult, after: AuditResult): AuditFinding[] => {
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  return after.findings.filter(({ fingerprint }) => !known.has(fingerprint));
};

const withFailures = (findings: readonly AuditFinding[], failed: readonly FailedFix[]): AuditFinding[] => {
  const reasons = new Map(failed.map(({ finding, reason }) => [placeless(finding), reason]));
  return findings.map((finding) => {
    const reason = reasons.get(placeless(finding));
    return finding.fix && reason !== undefined
      ? { ...finding, fix: { ...finding.fix, status: 'failed', reason } }
      : finding;
  });
};

const applied = (finding: AuditFinding): AuditFinding =>
  finding.fix ? { ...finding, fix: { ...finding.fix, status: 'applied' } } : finding;

/** What is not left among the failed. */
const without = (plans: readonly PlannedFix[], failed: readonly FailedFix[]): PlannedFix[] => {
  const out = new Set(failed.map(({ finding }) => finding));
  return plans.filter(({ finding }) => !out.has(finding));
};

const nothing: AppliedFixes = { files: new Map(), applied: [], failed: [] };

/** Without an audit nobody knows what the edits did, so none stays. */
const auditedAgain = async ({ audit }: FixRequest, takeBack: () => Promise<unknown>): Promise<AuditResult> => {
  try {
    return await audit();
  } catch (error) {
    await takeBack();
    throw error;
  }
};

const failedIn = (plans: readonly PlannedFix[], reasons: ReadonlyMap<string, string>): FailedFix[] =>
  plans.flatMap(({ finding, fix }) => {
    const reason = reasons.get(fix.file);
    return reason === undefined ? [] : [{ finding, reason }];
  });

/**
 * Fixes findings in their source files, and audits again what came of it: an edit after which its finding is still there is
 * taken back. Each round leaves out at least one edit more, so it ends.
 */
export const fixSource = async (request: FixRequest): Promise<FixedSource> => {
  const { result: before, root, paths, rules, unsafe } = request;
  const places: Places = { root, audited: sourceScope(root, paths).metadata };
  const planned = planFixes(before.findings, request, { unsafe });
  const { originals, refused } = await readAll(planned, request, places);
  const failed = failedIn(planned, refused);
  const current = new Map<string, Buffer>();
  let plans = without(planned, failed);
  let after = before;
  for (;;) {
    const round = applyFixes(originals, plans);
    const unwritten = failedIn(round.applied, await writeAll(round, originals, current, places));
    const wrong = [...round.failed, ...unwritten];
    if (wrong.length === 0 && current.size > 0) {
      after = await auditedAgain(request, () => writeAll(nothing, originals, current, places));
      wrong.push(...remaining(before, plans, after));
    }
    if (wrong.length === 0) break;
    failed.push(...wrong);
    plans = without(plans, wrong);
  }
  const fixed = plans.map(({ finding }) => applied(finding));
  const rank = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    result: { ...after, findings: sortFindings([...withFailures(after.findings, failed), ...fixed], rank) },
    fixed,
    failed,
    introduced: introducedBy(before, after),
    files: [...current].flatMap(([file, bytes]) => (originals.get(file)?.equals(bytes) ? [] : [file])).sort(),
  };
};
