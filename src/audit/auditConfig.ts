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

/** What `clientapp-audit.yml` says, with every default filled in. */
export type AuditConfig = {
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
  waivers: readonly Waiver[];
};

export const defaultConfig: AuditConfig = {
  thresholds: defaultThresholds,
  severities: {},
  administrators: [],
  deploymentUsers: [],
  changeWindows: [],
  ignoredApps: [],
  waivers: [],
};
