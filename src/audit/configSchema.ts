import { z } from 'zod';
import { severityNames, weekdays, type Severity } from './rule.js';
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
  unusedAppDays: 'After how many days without any use an app is unused',
  stagedCredentialDays: 'How long a staged credential may wait, in days',
  apiLogDays: 'How many days back the API log must reach',
  newAddressDays:
    'How many of the last days count as new, when addresses and volumes are compared with the days before',
  fixedAddresses: 'From how many networks a client may call and still have fixed addresses',
  errorSharePercent: 'Largest share of refused calls of an app, in percent',
  minimumCalls: 'How many calls it takes to judge a share or a trend',
  volumeFactor: 'How many times the calls of a usual day are too many',
  setupChangeDays: 'How far back changes in Setup are looked at, in days',
};

const names = Object.keys(meanings) as Array<keyof Thresholds>;

const shapeOf = <T>(typeOf: (name: keyof Thresholds) => T): Record<keyof Thresholds, T> =>
  Object.fromEntries(names.map((name) => [name, typeOf(name)])) as Record<keyof Thresholds, T>;

const number = (name: keyof Thresholds): z.ZodInt => z.int().positive().describe(meanings[name]);

const thresholds = z
  .strictObject(shapeOf((name) => number(name).default(defaultThresholds[name])))
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

const time = text.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time is 00:00 to 24:00');

const changeWindow = z
  .strictObject({
    days: z.array(z.enum(weekdays)).min(1).describe('Days of the week'),
    from: time.describe('Beginning, in UTC'),
    until: time.describe('End, in UTC; one that goes past midnight is two windows'),
  })
  .refine(({ from, until }) => from < until, { message: 'a change window ends after it begins, on the same day' });

const severitiesByRule = z.record(text, severity).default({}).describe('Severity of a rule, instead of its own');

const profile = (orgs: string) =>
  z
    .strictObject({
      thresholds: z
        .strictObject(shapeOf((name) => number(name).optional()))
        .default({})
        .describe('Thresholds that differ'),
      severities: severitiesByRule,
    })
    .optional()
    .describe(`What is different for ${orgs}`);

const selectors = (meaning: string): z.ZodDefault<z.ZodArray<typeof text>> =>
  z.array(text).default([]).describe(meaning);

/** `clientapp-audit.yml`; an empty file is every default. */
export const configSchema = z.strictObject({
  version: z
    .literal(1, {
      error: 'this version of the plugin reads audit config files of version 1; update it to read a newer one',
    })
    .optional()
    .describe('Version of this format'),
  rules: z
    .strictObject({
      include: selectors('Rules to run, by name, tag or severity, as in --rule-selector; none means every rule'),
      exclude: selectors('Rules to leave out, by name, tag or severity'),
    })
    .prefault({})
    .describe('Rules to run, unless --rule-selector names others'),
  profiles: z
    .strictObject({
      production: profile('production orgs'),
      sandbox: profile('sandboxes'),
    })
    .default({})
    .describe('What is different by the kind of org; source goes by what stands outside of profiles'),
  maxWaiverDays: z.int().positive().optional().describe('How many days ahead a waiver may end at most'),
  thresholds: thresholds.prefault({}),
  severities: severitiesByRule,
  administrators: z
    .array(text)
    .default([])
    .describe('Usernames of the administrators, who may hold permissions that nobody else should'),
  deploymentUsers: z
    .array(text)
    .default([])
    .describe('Usernames of those who deploy, whose changes to client apps have been reviewed before'),
  changeWindows: z.array(changeWindow).default([]).describe('Times at which changes to client apps are expected'),
  ignoredApps: z.array(text).default([]).describe('Apps whose findings are left out'),
  waivers: z.array(waiver).default([]).describe('Findings that are accepted until a day'),
});
