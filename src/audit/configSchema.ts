import { z } from 'zod';
import { severityNames, type Severity } from './rule.js';
import { severities } from './severity.js';
import { defaultThresholds, type Thresholds } from './thresholds.js';

const byName = new Map(severities.map((severity) => [severityNames[severity], severity]));

const severity = z
  .union([z.enum([...byName.keys()]), z.literal(severities)], {
    error: 'a severity is Critical, High, Moderate, Low or Info, or 1 to 5',
  })
  .transform((value): Severity => (typeof value === 'number' ? value : (byName.get(value) ?? 1)));

const meanings: Record<keyof Thresholds, string> = {
  refreshTokenLifetimeDays: 'Longest lifetime of a refresh token, in days',
  refreshTokenInactivityDays: 'Longest time that an unused refresh token stays valid, in days',
  sessionTimeoutMinutes: 'Longest session timeout, in minutes',
  cliSessionTimeoutMinutes: 'Longest session timeout of a command-line app, in minutes',
  secretAgeDays: 'Age at which a client secret must have been rotated, in days',
  certificateWarningDays: 'How long before its end a certificate is reported, in days',
  ipRangeSize: 'Widest address range, as a number of IPv4 addresses',
  maxCallbackUrls: 'Most callback URLs that an app may have',
  staleTokenDays: 'After how many days without use a token is stale',
  tokensPerUserAndApp: 'Most tokens that one user may hold of one app',
  tokensPerUser: 'Most tokens that one user may hold of all apps',
  tokenBurstUsers: 'How many users who let one app in within a short time are a burst',
  tokenBurstHours: 'That short time, in hours',
  usageWindowDays: 'How many days of API log it takes to judge what an app needs',
  machineCallsPerDay: 'How many calls a day are more than a person makes',
  broadProfileUsers: 'Most active users that a profile may have to be approved for an app',
};

const threshold = (name: keyof Thresholds): z.ZodDefault<z.ZodInt> =>
  z.int().positive().default(defaultThresholds[name]).describe(meanings[name]);

const thresholds = z
  .strictObject({
    refreshTokenLifetimeDays: threshold('refreshTokenLifetimeDays'),
    refreshTokenInactivityDays: threshold('refreshTokenInactivityDays'),
    sessionTimeoutMinutes: threshold('sessionTimeoutMinutes'),
    cliSessionTimeoutMinutes: threshold('cliSessionTimeoutMinutes'),
    secretAgeDays: threshold('secretAgeDays'),
    certificateWarningDays: threshold('certificateWarningDays'),
    ipRangeSize: threshold('ipRangeSize'),
    maxCallbackUrls: threshold('maxCallbackUrls'),
    staleTokenDays: threshold('staleTokenDays'),
    tokensPerUserAndApp: threshold('tokensPerUserAndApp'),
    tokensPerUser: threshold('tokensPerUser'),
    tokenBurstUsers: threshold('tokenBurstUsers'),
    tokenBurstHours: threshold('tokenBurstHours'),
    usageWindowDays: threshold('usageWindowDays'),
    machineCallsPerDay: threshold('machineCallsPerDay'),
    broadProfileUsers: threshold('broadProfileUsers'),
  })
  .describe('What the rules compare with');

const text = z.string().trim().min(1);

const waiver = z
  .strictObject({
    rule: text.describe('Id of the rule'),
    app: text.optional().describe('Name of the app whose findings of the rule are accepted'),
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'a fingerprint has 64 hexadecimal digits')
      .optional()
      .describe('Fingerprint of the one finding that is accepted'),
    owner: text.describe('Who answers for it'),
    reason: text.describe('Why it is accepted'),
    expires: z.iso.date().describe('Last day it holds, YYYY-MM-DD'),
  })
  .refine(({ app, fingerprint }) => (app === undefined) !== (fingerprint === undefined), {
    message: 'a waiver names either an app or a fingerprint',
  });

/** `clientapp-audit.yml`; an empty file is every default. */
export const configSchema = z.strictObject({
  thresholds: thresholds.prefault({}),
  severities: z.record(text, severity).default({}).describe('Severity of a rule, instead of its own'),
  administrators: z
    .array(text)
    .default([])
    .describe('Usernames of the administrators, who may hold permissions that nobody else should'),
  ignoredApps: z.array(text).default([]).describe('Apps whose findings are left out'),
  waivers: z.array(waiver).default([]).describe('Findings that are accepted until a day'),
});
