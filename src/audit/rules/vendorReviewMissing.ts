import { nhi, sbs } from '../references.js';
import type { Rule } from '../rule.js';

export const vendorReviewMissing: Rule = {
  id: 'vendor-review-missing',
  title: 'No due diligence is recorded for the vendor',
  severity: 4,
  modes: ['source'],
  tags: ['lifecycle', 'inventory'],
  description:
    'The tokens of a vendor’s app lie with the vendor, and so does their safety: that is where those of 2025 were stolen. The ' +
    'manifest should say where the papers are that somebody read before trusting it.',
  exceptions: 'Apps of one’s own, whose manifest has no vendor.',
  remedy: 'List the reports in "vendor.dueDiligence" of the manifest (SOC 2, ISO 27001, a questionnaire).',
  references: [sbs('OAUTH-004'), sbs('OAUTH-003'), nhi(3)],
  check: ({ apps, manifests }) =>
    manifests.flatMap((manifest) => {
      const declared = manifest.app;
      if (!declared?.vendor || declared.vendor.dueDiligence.length > 0) return [];
      const app = apps.find((one) => one.manifest?.file === manifest.file);
      return [
        {
          kind: 'finding' as const,
          ...(app ? { app } : { appName: declared.name }),
          message: `${declared.name} is an app of ${declared.vendor.name}, and its manifest names no due diligence.`,
          evidence: 'vendor.dueDiligence is empty',
          location: {
            file: manifest.file,
            startLine: manifest.lines['vendor.dueDiligence'] ?? manifest.lines['vendor'] ?? 1,
            startColumn: 1,
          },
        },
      ];
    }),
};
