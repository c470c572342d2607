import type { RuleContext } from './rule.js';

export type Thresholds = RuleContext['thresholds'];

/** What the rules compare with unless the config file says otherwise. */
export const defaultThresholds: Thresholds = {
  refreshTokenLifetimeDays: 90,
  refreshTokenInactivityDays: 30,
  sessionTimeoutMinutes: 120,
  cliSessionTimeoutMinutes: 15,
  secretAgeDays: 90,
  certificateWarningDays: 60,
  ipRangeSize: 65_536,
  maxCallbackUrls: 5,
  staleTokenDays: 90,
  tokensPerUserAndApp: 5,
  tokensPerUser: 20,
  tokenBurstUsers: 10,
  tokenBurstHours: 24,
  usageWindowDays: 30,
  machineCallsPerDay: 1000,
  broadProfileUsers: 100,
  unusedAppDays: 90,
  stagedCredentialDays: 14,
  apiLogDays: 30,
  newAddressDays: 7,
  fixedAddresses: 8,
  errorSharePercent: 20,
  minimumCalls: 100,
  volumeFactor: 10,
  setupChangeDays: 30,
};
