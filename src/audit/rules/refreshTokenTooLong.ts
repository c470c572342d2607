import type { RefreshTokenPolicy } from '../../app/clientApp.js';
import { getsRefreshTokens } from '../clientFlow.js';
import { ask, whenAll } from '../conditions.js';
import { elementOf } from '../elements.js';
import { refreshTokenPolicy } from '../fixes/settings.js';
import { eachOauthApp, finding } from '../outcomes.js';
import { nhi, nist, rfc9700, sbs } from '../references.js';
import type { Rule, RuleContext } from '../rule.js';
import { placeOfFact } from '../facts.js';

type Excess = { rule: 'lifetime' | 'inactivity'; days: number; limit: number };

const excessOf = (policy: RefreshTokenPolicy, { thresholds }: RuleContext): Excess | undefined => {
  if (policy.rule !== 'lifetime' && policy.rule !== 'inactivity') return undefined;
  const days = 'days' in policy ? policy.days : policy.hours / 24;
  const limit =
    policy.rule === 'lifetime' ? thresholds.refreshTokenLifetimeDays : thresholds.refreshTokenInactivityDays;
  return days > limit ? { rule: policy.rule, days, limit } : undefined;
};

const asText = ({ rule, days }: Excess): string => {
  const period = `${Math.round(days * 10) / 10} days`;
  return rule === 'lifetime' ? `live for ${period}` : `expire after ${period} without use`;
};

export const refreshTokenTooLong: Rule = {
  id: 'refresh-token-too-long',
  title: 'Refresh token lives longer than the limit',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['tokens'],
  description:
    'The longer a refresh token works, the longer a stolen copy does, and the later an app that nobody uses loses its ' +
    'access. Ninety days from issue, or thirty without use, are the limits that the benchmark and the partner rules ask for.',
  evidence: 'refreshTokenPolicyType with its period and unit, or refreshTokenPolicy, converted to days.',
  exceptions: 'Apps that get no refresh token. A policy whose unit is not known (SOQL has none) is not evaluated.',
  remedy:
    'Shorten "policies.refreshToken" in the manifest, or refreshTokenPolicy (connected app), refreshTokenValidityPeriod ' +
    'with refreshTokenValidityUnit (External Client App); the limits are refreshTokenLifetimeDays and ' +
    'refreshTokenInactivityDays in the audit config.',
  references: [sbs('DEP-006'), nhi(7), rfc9700('4.14'), nist('IA-5')],
  fix: refreshTokenPolicy(
    ({ subject }, limits) =>
      subject === 'lifetime'
        ? { rule: 'lifetime', days: limits.refreshTokenLifetimeDays }
        : { rule: 'inactivity', days: limits.refreshTokenInactivityDays },
    'Sets the period to the limit. Tokens older than that stop working.',
  ),
  perApp: true,
  check: (inventory, context) =>
    eachOauthApp(inventory, (app) => {
      const tooLong = ask(app.refreshToken, (policy) => excessOf(policy, context) !== undefined);
      return whenAll(app, [tooLong, getsRefreshTokens(app)], () => {
        const excess = app.refreshToken.known ? excessOf(app.refreshToken.value, context) : undefined;
        if (!excess) return [];
        return [
          finding(app, {
            subject: excess.rule,
            message: `The refresh tokens of ${app.name} ${asText(excess)}; ${excess.limit} days is the limit.`,
            evidence: `${elementOf(app, 'refreshToken')}: ${excess.rule} of ${Math.round(excess.days * 10) / 10} days`,
            location: placeOfFact(app.refreshToken),
          }),
        ];
      });
    }),
};
