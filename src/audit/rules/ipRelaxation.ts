import type { IpRelaxation } from '../../app/clientApp.js';
import { elementOf } from '../elements.js';
import { setting } from '../fixes/settings.js';
import { eachOauthApp, finding, withFact } from '../outcomes.js';
import { nhi, nist, sbs } from '../references.js';
import type { Rule, Severity } from '../rule.js';

const relaxed: Record<Exclude<IpRelaxation, 'enforce'>, { severity: Severity; effect: string }> = {
  bypass: { severity: 2, effect: 'lets its users in from any address' },
  'bypass-with-second-factor': { severity: 3, effect: 'lets its users in from any address after a second factor' },
  'enforce-relax-refresh': { severity: 3, effect: 'checks no address when a token is refreshed' },
};

export const ipRelaxation: Rule = {
  id: 'ip-relaxation',
  title: 'App does not enforce IP restrictions',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['access', 'network'],
  description:
    'IP relaxation switches off, for this app, the address ranges of profiles and of the app itself. A token stolen from a ' +
    'vendor then works from anywhere, which is how the thefts of 2025 were done.',
  exceptions:
    'Where neither the app nor any profile has address ranges there is nothing to enforce; profiles of the org are not part of ' +
    'this evidence, so an app without ranges of its own is reported with medium confidence.',
  remedy:
    'Set "policies.ipRelaxation: enforce" in the manifest, or ENFORCE in ipRelaxation (connected app), Enforce in ' +
    'ipRelaxationPolicyType (External Client App), and give the app its ranges.',
  references: [sbs('ACS-009'), nhi(6), nist('AC-17'), nist('SC-7')],
  fix: setting(
    'ipRelaxation',
    { 'connected-app': 'ENFORCE', 'external-client-app': 'Enforce' },
    'Sets the policy to enforce. Users and integrations outside the ranges of profile and app can no longer sign in.',
  ),
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) =>
      withFact(app, app.ipRelaxation, (value) => {
        if (value === 'enforce') return [];
        const { severity, effect } = relaxed[value];
        const ownRanges = app.ipRanges.known && app.ipRanges.value.length > 0;
        return [
          finding(app, {
            severity,
            message: `${app.name} ${effect}.`,
            evidence: `${elementOf(app, 'ipRelaxation')} is ${value}${ownRanges ? ', although the app has ranges' : ''}`,
            confidence: ownRanges ? 'high' : 'medium',
            location: app.ipRelaxation.known ? app.ipRelaxation.at : undefined,
          }),
        ];
      }),
    ),
};
