import type { Inventory, InventoryApp, Location } from '../inventory/types.js';
import type { Fixer } from './fix.js';

/** Code Analyzer's scale: Critical 1, High 2, Moderate 3, Low 4, Info 5. */
export type Severity = 1 | 2 | 3 | 4 | 5;
export const severityNames = { 1: 'Critical', 2: 'High', 3: 'Moderate', 4: 'Low', 5: 'Info' } as const satisfies Record<
  Severity,
  string
>;
export type SeverityName = (typeof severityNames)[Severity];

export type Confidence = 'high' | 'medium' | 'low';

/** What a rule is related to; never "satisfies". */
export type Reference = {
  /** `SBS-OAUTH-002`, `NHI7`, `RFC 9700 2.1.1`, `NIST AC-6(10)` … */
  id: string;
  /** Edition it was read in: `0.4.1`, `2025`, `rev 5`. */
  edition?: string;
  url?: string;
};

/** Hours of some days of the week at which changes are expected, in UTC; `until` is exclusive. */
export type ChangeWindow = {
  /** `mon` to `sun`. */
  days: ReadonlyArray<(typeof weekdays)[number]>;
  /** `22:00`. */
  from: string;
  /** `24:00` is the end of the day; a window does not go past midnight. */
  until: string;
};
/** In the order of Date.getUTCDay. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Thresholds and today's date; the config file may change the thresholds. */
export type RuleContext = {
  today: Date;
  thresholds: {
    refreshTokenLifetimeDays: number;
    refreshTokenInactivityDays: number;
    sessionTimeoutMinutes: number;
    cliSessionTimeoutMinutes: number;
    secretAgeDays: number;
    certificateWarningDays: number;
    /** Widest range, as a number of IPv4 addresses. */
    ipRangeSize: number;
    maxCallbackUrls: number;
    /** After so many days without use a token is stale. */
    staleTokenDays: number;
    tokensPerUserAndApp: number;
    tokensPerUser: number;
    /** So many users who let one app in within `tokenBurstHours` are a burst. */
    tokenBurstUsers: number;
    tokenBurstHours: number;
    /** Shorter windows of the API log prove little about what an app needs. */
    usageWindowDays: number;
    /** More calls a day than a person makes. */
    machineCallsPerDay: number;
    /** A profile of more active users is a broad one. */
    broadProfileUsers: number;
    /** An app that nothing has used for so many days is unused. */
    unusedAppDays: number;
    /** A rotation that takes longer than so many days has been forgotten. */
    stagedCredentialDays: number;
    /** So far back the API log, or an archive of it, must reach. */
    apiLogDays: number;
    /** An address first seen within the last so many days of the log is new. */
    newAddressDays: number;
    /** A client of more networks than this has no fixed addresses. */
    fixedAddresses: number;
    /** Share of refused calls, in percent. */
    errorSharePercent: number;
    /** Fewer calls than this make no share and no trend. */
    minimumCalls: number;
    /** So many times the calls of a usual day are too many. */
    volumeFactor: number;
    /** How far back changes in Setup are looked at. */
    setupChangeDays: number;
  };
  /** Usernames of those who may hold what only administrators should. */
  administrators?: readonly string[] | undefined;
  /** Usernames of those who deploy: their changes have been reviewed before. */
  deploymentUsers?: readonly string[] | undefined;
  /** Times at which changes are expected; none are configured by default. */
  changeWindows?: readonly ChangeWindow[] | undefined;
};

/** A rule that does not hold for one subject. */
export type FindingDraft = {
  kind: 'finding';
  app?: InventoryApp;
  /** App name for findings with no inventory app (a file, a manifest). */
  appName?: string;
  /** What of the app it is about when an app can have several: the URL, the scope, the file. Part of the fingerprint: never a line number. */
  subject?: string;
  message: string;
  /** What was seen, in one line, never a secret. */
  evidence: string;
  /** Only when it differs from the rule's own. */
  severity?: Severity;
  confidence?: Confidence;
  /** Only when it differs from the rule's own. */
  remedy?: string;
  user?: string;
  org?: string;
  location?: Location | undefined;
};

/** A rule that could not be answered for one subject: never the same as a pass. */
export type InconclusiveDraft = {
  kind: 'inconclusive';
  app?: InventoryApp;
  appName?: string;
  /** When it is about an org and no app of it. */
  org?: string;
  reason: string;
};

export type Outcome = FindingDraft | InconclusiveDraft;

/**
 * One rule of the catalogue. `check` is pure: it returns a finding for each subject that it does not hold for, an
 * inconclusive outcome for each that it could not look at, and nothing for those it holds for or does not apply to.
 */
export type Rule = {
  /** Kebab-case and final once released. */
  id: string;
  title: string;
  severity: Severity;
  /** `source`, `org` or both: where its evidence can come from. */
  modes: ReadonlyArray<'source' | 'org'>;
  /** For `--rule-selector`: `scopes`, `tokens`, `flows`, `access`, `identity`, `lifecycle`, `source-control` … */
  tags: readonly string[];
  /** Why it matters, two or three sentences. */
  description: string;
  /** What it looks at: objects and columns, elements, log columns. */
  evidence?: string;
  /** When a finding is less than certain, and why. */
  confidence?: string;
  /** What is right to pass: the known false positives. */
  exceptions?: string;
  /** What to do, naming the command or element. */
  remedy: string;
  references: readonly Reference[];
  /** How findings in source can be fixed there. */
  fix?: Fixer;
  /** Looks at one app at a time and never at the others: the audit may give it a part of the apps. */
  perApp?: true;
  check: (inventory: Inventory, context: RuleContext) => Outcome[];
};
