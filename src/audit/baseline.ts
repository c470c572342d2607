import { isPlainObject } from './isPlainObject.js';
import { reportVersion, type AuditFinding } from './result.js';

/** Findings of an earlier audit by place and fingerprint, with how severe they were. */
export type Baseline = ReadonlyMap<string, number>;

export type BaselineReading = { baseline: Baseline } | { problem: 'not-a-report' | 'newer'; detail: string };

const keyOf = (fingerprint: string, org: string | undefined): string => JSON.stringify([fingerprint, org ?? null]);

/** Everywhere that a finding was seen: in source or one org, and in the orgs that say the same. */
const placesOf = ({ fingerprint, org, alsoIn }: Pick<AuditFinding, 'fingerprint' | 'org' | 'alsoIn'>): string[] => [
  keyOf(fingerprint, org),
  ...(alsoIn ?? []).map((other) => keyOf(fingerprint, other)),
];

type Known = Pick<AuditFinding, 'fingerprint' | 'org' | 'alsoIn'> & { severity: number; waived: boolean };

const toKnown = (value: unknown): Known | undefined => {
  if (!isPlainObject(value)) return undefined;
  const { fingerprint, severity, org, alsoIn, waived } = value;
  if (typeof fingerprint !== 'string' || typeof severity !== 'number') return undefined;
  return {
    fingerprint,
    severity,
    ...(typeof org === 'string' ? { org } : {}),
    ...(Array.isArray(alsoIn) ? { alsoIn: alsoIn.filter((one) => typeof one === 'string') } : {}),
    waived: waived !== undefined,
  };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The report itself, or what `--json` printed, which has it as its result. */
const reportIn = (value: unknown): Record<string, unknown> | undefined => {
  if (!isPlainObject(value)) return undefined;
  const report = 'findings' in value ? value : value['result'];
  return isPlainObject(report) && Array.isArray(report['findings']) ? report : undefined;
};

/**
 * Reads an earlier JSON report. Findings that were waived then are left out: a waiver that ends must not leave them
 * accepted for ever.
 */
export const readBaseline = (text: string): BaselineReading => {
  const report = reportIn(parse(text));
  const version = report?.['version'];
  if (!report || typeof version !== 'number')
    return { problem: 'not-a-report', detail: 'it has no version and findings' };
  if (version > reportVersion) return { problem: 'newer', detail: String(version) };
  const baseline = new Map<string, number>();
  for (const value of report['findings'] as unknown[]) {
    const known = toKnown(value);
    if (!known) return { problem: 'not-a-report', detail: 'a finding in it has no fingerprint or severity' };
    if (known.waived) continue;
    for (const place of placesOf(known))
      baseline.set(place, Math.min(known.severity, baseline.get(place) ?? Number.POSITIVE_INFINITY));
  }
  return { baseline };
};

/** Marks the findings that the baseline has; one that reached another org, or got worse, is new. */
export const markBaseline = (findings: readonly AuditFinding[], baseline: Baseline): AuditFinding[] =>
  findings.map((finding) =>
    placesOf(finding).every((place) => (baseline.get(place) ?? Number.POSITIVE_INFINITY) <= finding.severity)
      ? { ...finding, baseline: true }
      : finding,
  );
