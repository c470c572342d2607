import { vendorDecides } from '../callbacks.js';
import { finding, withFact } from '../outcomes.js';
import { nhi, nist, sbs } from '../references.js';
import type { Rule } from '../rule.js';

export const orphanApp: Rule = {
  id: 'orphan-app',
  title: 'App has no owner',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['lifecycle', 'inventory'],
  description:
    'An app of which nobody knows whose it is gets reviewed by nobody, rotated by nobody and removed by nobody. It keeps its ' +
    'access long after the project that needed it.',
  exceptions:
    'A manifest, which cannot be without an owner; any contact address, a shared mailbox too; packaged apps and those of Salesforce.',
  remedy: 'Name an owner in a manifest (`sf clientapp import` writes one) or set contactEmail.',
  references: [sbs('OAUTH-003'), sbs('ACS-007'), nhi(1), nist('CM-8')],
  check: ({ apps }) =>
    apps.flatMap((app) => {
      if (app.manifest?.app || vendorDecides(app)) return [];
      return withFact(app, app.contactEmail, (email) => {
        if (email?.trim()) return [];
        return [
          finding(app, {
            message: `${app.name} has neither a manifest nor a contact address, so nobody answers for it.`,
            evidence: `contactEmail is empty${app.manifest ? `, ${app.manifest.file} cannot be read` : ''}`,
            confidence: 'medium',
            location: app.contactEmail.known ? app.contactEmail.at : undefined,
          }),
        ];
      });
    }),
};
