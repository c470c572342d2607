import type { RefreshTokenPolicy } from '../../app/clientApp.js';
import type { refreshTokenTypes, refreshTokenUnits } from '../schema/externalClientApp.js';

/** Days of a month, for limits that are set in days: 3 months are 90 days. */
const daysInMonth = 30;

const withPeriod = (rule: 'lifetime' | 'inactivity', period: number, unit: string): RefreshTokenPolicy | undefined => {
  switch (unit.toUpperCase()) {
    case 'HOURS':
      return { rule, hours: period };
    case 'DAYS':
      return { rule, days: period };
    case 'MONTHS':
      return { rule, days: period * daysInMonth };
    default:
      return undefined;
  }
};

const rules = { specific_lifetime: 'lifetime', specific_inactivity: 'inactivity' } as const;

/** A connected app's policy in one string (platform.md 1.6), or undefined when it is none. */
export const parseRefreshTokenPolicy = (text: string): RefreshTokenPolicy | undefined => {
  if (text === 'infinite') return { rule: 'never' };
  if (text === 'zero') return { rule: 'immediate' };
  const match = /^(specific_lifetime|specific_inactivity):(\d+):(HOURS|DAYS|MONTHS)$/.exec(text);
  if (!match) return undefined;
  const [, rule, period, unit] = match;
  return withPeriod(rules[rule as keyof typeof rules], Number(period), String(unit));
};

/** The same policy for `<refreshTokenPolicy>` of a connected app. */
export const formatRefreshTokenPolicy = (policy: RefreshTokenPolicy): string => {
  if ('days' in policy) return `specific_${policy.rule}:${policy.days}:DAYS`;
  if ('hours' in policy) return `specific_${policy.rule}:${policy.hours}:HOURS`;
  return policy.rule === 'never' ? 'infinite' : 'zero';
};

export type RefreshTokenFields = {
  refreshTokenPolicyType?: (typeof refreshTokenTypes)[number] | undefined;
  refreshTokenValidityPeriod?: number | undefined;
  refreshTokenValidityUnit?: (typeof refreshTokenUnits)[number] | undefined;
};

/** The three elements of an External Client App (platform.md 2.5), or undefined when they are no policy. */
export const parseRefreshTokenFields = (fields: {
  type: string;
  period: string | undefined;
  unit: string | undefined;
}): RefreshTokenPolicy | undefined => {
  if (fields.type === 'Infinite') return { rule: 'never' };
  if (fields.type === 'Zero') return { rule: 'immediate' };
  const rule = { SpecificLifetime: 'lifetime', SpecificInactivity: 'inactivity' }[fields.type];
  if (rule !== 'lifetime' && rule !== 'inactivity') return undefined;
  if (fields.period === undefined || !/^\d+$/.test(fields.period)) return undefined;
  return withPeriod(rule, Number(fields.period), fields.unit ?? 'Days');
};

const typesByRule = {
  never: 'Infinite',
  immediate: 'Zero',
  lifetime: 'SpecificLifetime',
  inactivity: 'SpecificInactivity',
} as const;

const period = (policy: RefreshTokenPolicy): RefreshTokenFields => {
  if ('days' in policy) return { refreshTokenValidityPeriod: policy.days, refreshTokenValidityUnit: 'Days' };
  if ('hours' in policy) return { refreshTokenValidityPeriod: policy.hours, refreshTokenValidityUnit: 'Hours' };
  return {};
};

/** The same policy for the policies of an External Client App. */
export const formatRefreshTokenFields = (policy: RefreshTokenPolicy): RefreshTokenFields => ({
  refreshTokenPolicyType: typesByRule[policy.rule],
  ...period(policy),
});
