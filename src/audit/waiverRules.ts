import type { Rule } from './rule.js';

export const waiverExpired: Omit<Rule, 'check'> = {
  id: 'waiver-expired',
  title: 'Waiver past its date',
  severity: 4,
  modes: ['source', 'org'],
  tags: ['waivers'],
  description:
    'A waiver accepts a finding until a day, so that somebody looks again. Past that day it accepts nothing, and its finding counts again.',
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
  exceptions:
    'A waiver of a rule that was not run, or could not be answered, is not called unused. When its app is not among those audited, the confidence is low.',
  remedy: 'Delete the waiver from the audit config file, or correct its rule, app or fingerprint.',
  references: [],
};

export const waiverRules = [waiverExpired, waiverUnused] as const;
