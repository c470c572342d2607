import { bounded } from './bounded.js';
import type { AuditFinding } from './result.js';

const longestEvidence = 2000;

/** The same sentence about the same subject; a value that differs between source and org makes two facts. */
const factOf = ({ fingerprint, message }: AuditFinding): string => `${fingerprint} ${message}`;

const group = (findings: readonly AuditFinding[]): Map<string, AuditFinding[]> => {
  const groups = new Map<string, AuditFinding[]>();
  for (const finding of findings) {
    const key = factOf(finding);
    const others = groups.get(key);
    if (others) others.push(finding);
    else groups.set(key, [finding]);
  }
  return groups;
};

const joined = (source: AuditFinding, inOrgs: readonly AuditFinding[]): AuditFinding => {
  const alsoIn = [...new Set(inOrgs.flatMap(({ org }) => org ?? []))].sort();
  const seen = [...new Set(inOrgs.filter(({ evidence }) => evidence !== source.evidence).map(textOf))].sort();
  return { ...source, alsoIn, evidence: bounded([source.evidence, ...seen].join('; '), longestEvidence) };
};

const textOf = ({ org, evidence }: AuditFinding): string => `in ${org}: ${evidence}`;

/**
 * A fact that both source and orgs have is one finding: the one in source, where it can be mended, with the orgs named
 * and what was seen there. What is worse in an org stays a finding of that org, and two orgs stay two findings.
 */
export const withoutTwins = (findings: readonly AuditFinding[]): AuditFinding[] => {
  const ofOrgs = findings.filter(({ org }) => org !== undefined).length;
  // Of source alone there are no twins, and findings by the ten thousand.
  if (ofOrgs === 0 || ofOrgs === findings.length) return [...findings];
  const result: AuditFinding[] = [];
  for (const twins of group(findings).values()) {
    const inSource = twins.filter(({ org }) => org === undefined);
    const [first] = inSource;
    if (!first || inSource.length === twins.length) {
      result.push(...twins);
      continue;
    }
    const worst = Math.min(...inSource.map(({ severity }) => severity));
    const inOrgs = twins.filter(({ org }) => org !== undefined);
    const same = inOrgs.filter(({ severity }) => severity >= worst);
    result.push(...(same.length > 0 ? inSource.map((finding) => joined(finding, same)) : inSource));
    result.push(...inOrgs.filter(({ severity }) => severity < worst));
  }
  return result;
};
