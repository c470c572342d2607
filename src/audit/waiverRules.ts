import type { Rule } from './rule.js';

export const waiverExpired: Omit<Rule, 'check'> = {
  id: 'waiver-expired',
  title: 'Waiver past its date',
  severity: 4,
  modes: ['source', 'org'],
  tags: ['waivers'],
  description:
    'A waiver accepts a finding until a day, so that somebody looks again. Past that day it accepts nothing, and its finding counts again.',
  evidence: 'expires of each waiver in clientapp-audit.yml, against the day of the audit.',
  confidence: 'High: the dates say it.',
  exceptions: 'The last day itself: a waiver holds through it.',
  remedy: 'Fix what the waiver accepted, or renew it with a new date in the audit config file.',
  references: [],
};

export const waiverUnused: Omit<Rule, 'check'> = {
  id: 'waiver-unused',
  title: 'Waiver that matches nothing',
  severity: 4,
  modes: ['source', 'org'],
  tags: ['waivers'],
  description:
    'A waiver that matches no finding accepts something that is gone, or is mistyped. Left in place, it would silently accept the same weakness when it comes back.',
  evidence: 'The waivers in clientapp-audit.yml, against the findings of this audit.',
  confidence: 'Low where its app is not among those audited: it may be in another org.',
  exceptions:
    'A waiver of a rule that was not run, or could not be answered, is not called unused. When its app is not among those audited, the confidence is low.',
  remedy: 'Delete the waiver from the audit config file, or correct its rule, app or fingerprint.',
  references: [],
};

export const waiverRules = [waiverExpired, waiverUnused] as const;
