import type { Waiver } from '../../audit/auditConfig.js';
import type { AuditFinding } from '../../audit/result.js';
import type { Part, ReviewFacts } from '../facts.js';
import type { ReviewItem } from '../types.js';

const short = (fingerprint: string): string => fingerprint.slice(0, 12);

const findingItem = ({
  rule,
  fingerprint,
  severityName,
  message,
  remedy,
  org,
  confidence,
}: AuditFinding): ReviewItem => ({
  id: `finding/${rule}/${short(fingerprint)}`,
  kind: 'finding',
  subject: rule,
  shown: `${severityName}: ${message}`,
  details: [
    ...(org === undefined ? [] : [`in ${org}`]),
    ...(confidence === 'high' ? [] : [`confidence ${confidence}`]),
    `remedy: ${remedy}`,
  ],
  waivable: { rule, fingerprint },
});

const waiverItem = (waiver: Waiver, findings: readonly AuditFinding[]): ReviewItem => {
  const { rule, app, fingerprint, owner, reason, expires } = waiver;
  const matched = findings.filter(
    (finding) => finding.rule === rule && (fingerprint === undefined || finding.fingerprint === fingerprint),
  );
  return {
    id: `waiver/${rule}/${fingerprint === undefined ? app : short(fingerprint)}`,
    kind: 'waiver',
    subject: rule,
    shown: `accepted by ${owner} until ${expires}: ${reason}`,
    details: matched.length === 0 ? ['it matches no finding'] : [...new Set(matched.map(({ message }) => message))],
  };
};

/** That a review is due is nothing to decide on in the review that is being made. */
const isAnswered = ({ rule }: { rule: string }): boolean => rule === 'review-overdue';

/** Open findings, and what was accepted. */
export const findingItems = ({ app, findings, waivers, inconclusive }: ReviewFacts): Part => {
  const prints = new Set(findings.map(({ fingerprint }) => fingerprint));
  const own = waivers.filter(({ app: name, fingerprint }) =>
    fingerprint === undefined ? name === app.name : prints.has(fingerprint),
  );
  const open = findings.filter(
    (finding) => !finding.waived && !finding.rule.startsWith('waiver-') && !isAnswered(finding),
  );
  const items = [...open.map(findingItem), ...own.map((waiver) => waiverItem(waiver, findings))];
  return {
    items: [...new Map(items.map((item) => [item.id, item])).values()],
    notLookedAt: inconclusive
      .filter((one) => !isAnswered(one))
      .map(({ rule, reason }) => ({ what: `rule ${rule}`, reason })),
  };
};
