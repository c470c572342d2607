import type { InventoryApp, InventoryManifest } from '../../inventory/types.js';
import { nhi, sbs } from '../references.js';
import { daysUntil } from '../retirements.js';
import type { Outcome, Rule } from '../rule.js';

type Gap = { subject?: string; message: string; evidence: string; keys: readonly string[] };

/** What the manifest of a vendor's app does not record. */
const gapsOf = ({ app, lines }: InventoryManifest, today: Date): Gap[] => {
  if (!app?.vendor) return [];
  const { name, vendor, review } = app;
  const papers: Gap = {
    message: `${name} is an app of ${vendor.name}, and its manifest names no due diligence.`,
    evidence: 'vendor.dueDiligence is empty',
    keys: ['vendor.dueDiligence', 'vendor'],
  };
  const criticality: Gap = {
    subject: 'criticality',
    message: `${name} is an app of ${vendor.name}, and its manifest does not say how critical it is.`,
    evidence: 'criticality is not set, so that medium is taken',
    keys: ['vendor'],
  };
  const due = review.last === undefined ? undefined : daysUntil(review.last, today) + review.everyDays;
  const overdue: Gap = {
    subject: 'review',
    message:
      review.last === undefined
        ? `${name} is an app of ${vendor.name}, and nobody has recorded a review of it.`
        : `${name} is an app of ${vendor.name}, last reviewed on ${review.last}; a review is due every ${review.everyDays} days.`,
    evidence: `review.last is ${review.last ?? 'not set'}, review.everyDays is ${review.everyDays}`,
    keys: ['review.last', 'review', 'vendor'],
  };
  return [
    ...(vendor.dueDiligence.length === 0 ? [papers] : []),
    // The manifest as read has every default; its lines have only what somebody wrote.
    ...(lines['criticality'] === undefined ? [criticality] : []),
    ...(due === undefined || due < 0 ? [overdue] : []),
  ];
};

const found = (
  { file, lines, app: declared }: InventoryManifest,
  { subject, message, evidence, keys }: Gap,
  apps: ReadonlyMap<string, InventoryApp>,
): Outcome => {
  const app = apps.get(file);
  const startLine = keys.flatMap((key) => lines[key] ?? [])[0] ?? 1;
  return {
    kind: 'finding',
    ...(app ? { app } : { appName: declared?.name ?? '' }),
    ...(subject === undefined ? {} : { subject }),
    message,
    evidence,
    location: { file, startLine, startColumn: 1 },
  };
};

export const vendorReviewMissing: Rule = {
  id: 'vendor-review-missing',
  title: 'Due diligence, criticality or review of a vendor’s app is missing',
  severity: 4,
  modes: ['source', 'org'],
  tags: ['lifecycle', 'inventory'],
  description:
    'The tokens of a vendor’s app lie with the vendor, and so does their safety: that is where those of 2025 were stolen. The ' +
    'manifest should say where the papers are that somebody read before trusting it.',
  evidence: 'vendor.dueDiligence, criticality, review.last and review.everyDays in manifests that name a vendor.',
  confidence: 'High: the manifest says it, or does not.',
  exceptions: 'Apps of one’s own, whose manifest has no vendor.',
  remedy:
    'List the reports in "vendor.dueDiligence" of the manifest (SOC 2, ISO 27001, a questionnaire), set "criticality", and record the ' +
    'review with `sf clientapp review`.',
  references: [sbs('OAUTH-004'), sbs('OAUTH-003'), sbs('ACS-010'), nhi(3)],
  check: ({ apps, manifests }, { today }) => {
    const byFile = new Map(apps.flatMap((app) => (app.manifest ? [[app.manifest.file, app] as const] : [])));
    return manifests.flatMap((manifest) => gapsOf(manifest, today).map((gap) => found(manifest, gap, byFile)));
  },
};
