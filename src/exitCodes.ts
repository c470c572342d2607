import { toHelpSection } from '@salesforce/sf-plugins-core';

export type AuditOutcome = 'passed' | 'failed' | 'findings' | 'inconclusive';

/** 2, 10, 20, 68, 69 and 130 are the CLI's own. */
export const auditExitCodes: ReadonlyMap<AuditOutcome, { code: number; meaning: string }> = new Map([
  ['passed', { code: 0, meaning: 'No finding that counts is at or above the severity threshold.' }],
  ['failed', { code: 1, meaning: 'The audit itself failed, or an org could not be audited at all.' }],
  [
    'findings',
    {
      code: 3,
      meaning:
        'At least one finding that counts is at or above the severity threshold; waived, fixed and baseline ones do not.',
    },
  ],
  ['inconclusive', { code: 4, meaning: 'Something could not be checked, and --fail-on-inconclusive was given.' }],
]);

/** The help's section on exit codes. */
export const auditErrorCodes = toHelpSection(
  'ERROR CODES',
  Object.fromEntries([...auditExitCodes.values()].map(({ code, meaning }) => [String(code), meaning])),
);
