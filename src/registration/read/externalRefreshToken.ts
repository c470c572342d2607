import type { RefreshTokenPolicy } from '../../app/clientApp.js';
import { known, unknown, type Fact } from '../../inventory/types.js';
import { child, childText } from '../elements.js';
import { parseRefreshTokenFields } from '../spelling/refreshToken.js';
import type { Part } from './facts.js';

/** Policies that an org makes by itself expire refresh tokens after a year (platform.md 2.5). */
const platformDefault: RefreshTokenPolicy = { rule: 'lifetime', days: 365 };

/** The refresh-token policy of an External Client App's policies: three elements, one policy. */
export const readRefreshToken = ({ element, place }: Part): Fact<RefreshTokenPolicy> => {
  const at = child(element, 'refreshTokenPolicyType');
  const type = childText(element, 'refreshTokenPolicyType');
  if (!at || type === undefined) return known(platformDefault);
  const period = childText(element, 'refreshTokenValidityPeriod');
  const unit = childText(element, 'refreshTokenValidityUnit');
  const policy = parseRefreshTokenFields({ type, period, unit });
  if (policy) return known(policy, place(at));
  return unknown(`<refreshTokenPolicyType> "${type}" with the period "${period ?? ''} ${unit ?? ''}" is no policy`);
};
