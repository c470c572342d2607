import type { RefreshTokenPolicy } from '../../app/clientApp.js';
import type { OauthPolicyRow } from '../../org/clientAppRecords.js';
import { parseRefreshTokenFields } from '../../registration/spelling/refreshToken.js';
import { known, unknown, type Fact } from '../types.js';

const types = ['Infinite', 'Zero', 'SpecificLifetime', 'SpecificInactivity'];

/** Metadata spells units; the column has been seen with numbers (audit.md A.8). */
const units: Readonly<Record<string, string>> = { '0': 'Days', '1': 'Hours', '2': 'Months' };

/** The policy in the four columns of ExtlClntAppOauthPlcyCnfg. */
export const refreshTokenOfRow = (row: OauthPolicyRow): Fact<RefreshTokenPolicy> | undefined => {
  const { RefreshTokenPolicyType: written, RefreshTokenValidityPeriod: period, RefreshTokenValidityUnit: unit } = row;
  if (written === undefined) return undefined;
  const type = types.find((candidate) => candidate.toLowerCase() === written?.toLowerCase());
  if (type === undefined)
    return unknown(`RefreshTokenPolicyType has the value "${written ?? ''}", which is none that we know`);
  const policy = parseRefreshTokenFields({
    type,
    period: period === undefined || period === null ? undefined : String(period),
    // An empty unit is no default here: the column may mean anything.
    unit: units[unit ?? ''] ?? unit ?? 'unknown',
  });
  return policy
    ? known(policy)
    : unknown(`the refresh token has a validity of ${period ?? '?'} ${unit ?? 'unknown units'}`);
};
