import type { Location } from '../inventory/types.js';
import type { ChangeWindow, Severity } from './rule.js';
import { defaultThresholds, type Thresholds } from './thresholds.js';

/** An accepted finding: one rule for one app, or exactly one finding, until a day. */
export type Waiver = {
  rule: string;
  owner: string;
  reason: string;
  /** Last day it holds, `YYYY-MM-DD`. */
  expires: string;
  at?: Location | undefined;
} & ({ app: string; fingerprint?: undefined } | { fingerprint: string; app?: undefined });

/** What is different for the orgs of one kind. */
type Profile = {
  thresholds: { [Name in keyof Thresholds]?: number | undefined };
  severities: Readonly<Record<string, Severity>>;
};

/** What `clientapp-audit.yml` says, with every default filled in. */
export type AuditConfig = {
  /** Selectors as of `--rule-selector`, which takes their place. */
  rules: { include: readonly string[]; exclude: readonly string[] };
  profiles: { production?: Profile | undefined; sandbox?: Profile | undefined };
  thresholds: Thresholds;
  /** Severity of a rule's findings, by rule id. */
  severities: Readonly<Record<string, Severity>>;
  /** Usernames of those who may hold what only administrators should. */
  administrators: readonly string[];
  /** Usernames of those who deploy. */
  deploymentUsers: readonly string[];
  changeWindows: readonly ChangeWindow[];
  /** Names of apps whose findings are left out; the coverage names them. */
  ignoredApps: readonly string[];
  /** How far ahead a waiver may end; absent: as far as it likes. */
  maxWaiverDays?: number | undefined;
  waivers: readonly Waiver[];
};

export const defaultConfig: AuditConfig = {
  rules: { include: [], exclude: [] },
  profiles: {},
  thresholds: defaultThresholds,
  severities: {},
  administrators: [],
  deploymentUsers: [],
  changeWindows: [],
  ignoredApps: [],
  waivers: [],
};
