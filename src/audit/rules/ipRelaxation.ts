import type { IpRelaxation } from '../../app/clientApp.js';
import type { Inventory, InventoryApp } from '../../inventory/types.js';
import { elementOf } from '../elements.js';
import { setting } from '../fixes/settings.js';
import { evidenceOf } from '../orgEvidence.js';
import { eachOauthApp, finding, withFact } from '../outcomes.js';
import { nhi, nist, sbs } from '../references.js';
import type { Rule, Severity } from '../rule.js';
import { placeOfFact } from '../facts.js';

const relaxed: Record<Exclude<IpRelaxation, 'enforce'>, { severity: Severity; effect: string }> = {
  bypass: { severity: 2, effect: 'lets its users in from any address' },
  'bypass-with-second-factor': { severity: 3, effect: 'lets its users in from any address after a second factor' },
  'enforce-relax-refresh': { severity: 3, effect: 'checks no address when a token is refreshed' },
};

type Ranges = 'of the app' | 'of a profile' | 'nowhere' | 'unknown';

/** Whether there is anything that the app could enforce. */
const rangesExist = (inventory: Inventory, app: InventoryApp): Ranges => {
  const { ipRanges } = app;
  if (ipRanges.known && ipRanges.value.length > 0) return 'of the app';
  const profiles = evidenceOf(inventory, app)?.profiles;
  if (!profiles?.known) return 'unknown';
  if (profiles.value.some(({ loginIpRanges }) => loginIpRanges.length > 0)) return 'of a profile';
  return ipRanges.known ? 'nowhere' : 'unknown';
};

const remark: Record<Exclude<Ranges, 'nowhere'>, string> = {
  'of the app': ', although the app has ranges',
  'of a profile': ', although profiles have ranges',
  unknown: '',
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
  evidence:
    'ipRelaxation or ipRelaxationPolicyType of the app, its own ranges, and in an org loginIpRanges of all profiles.',
  confidence:
    'Medium where neither the app nor a profile is known to have ranges: then there may be nothing to enforce.',
  exceptions:
    'Apps of an org in which neither the app nor any profile has address ranges: enforcing changes nothing there, and the rule ' +
    'ip-allowlist-missing asks for ranges first.',
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
        const exist = rangesExist(inventory, app);
        if (exist === 'nowhere') return [];
        return [
          finding(app, {
            severity,
            message: `${app.name} ${effect}.`,
            evidence: `${elementOf(app, 'ipRelaxation')} is ${value}${remark[exist]}`,
            confidence: exist === 'unknown' ? 'medium' : 'high',
            location: placeOfFact(app.ipRelaxation),
          }),
        ];
      }),
    ),
};
