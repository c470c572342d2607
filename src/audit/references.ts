import type { Reference } from './rule.js';

/** The editions that rules were read against; a finding is "related to" a reference and never satisfies it. */
const editions = {
  sbs: '0.4.1',
  nhi: '2025',
  rfc9700: 'January 2025',
  nist: 'SP 800-53 rev 5',
  pci: '4.0.1',
} as const;

type SbsControl = `${'OAUTH' | 'ACS' | 'AUTH' | 'DEP' | 'INT' | 'SECCONF'}-00${number}` | 'ACS-010';

/** Security Benchmark for Salesforce; the numbers of its controls moved between editions. */
export const sbs = (control: SbsControl): Reference => ({
  id: `SBS-${control}`,
  edition: editions.sbs,
  url: 'https://docs.securitybenchmark.org/',
});

/** OWASP Non-Human Identities Top 10. */
export const nhi = (risk: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10): Reference => ({
  id: `NHI${risk}`,
  edition: editions.nhi,
  url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/',
});

/** Best Current Practice for OAuth 2.0 Security. */
export const rfc9700 = (section: `${number}.${number}` | `${number}.${number}.${number}`): Reference => ({
  id: `RFC 9700 ${section}`,
  edition: editions.rfc9700,
  url: `https://www.rfc-editor.org/rfc/rfc9700.html#section-${section}`,
});

export const nist = (control: string): Reference => ({ id: `NIST ${control}`, edition: editions.nist });

export const pci = (requirement: `${number}.${number}.${number}`): Reference => ({
  id: `PCI DSS ${requirement}`,
  edition: editions.pci,
});

/** Salesforce help 005132365: Connected App Usage Restrictions. */
export const usageRestrictions: Reference = {
  id: 'Salesforce 005132365',
  edition: '2026-03-27',
  url: 'https://help.salesforce.com/s/articleView?id=005132365&type=1',
};

/** MITRE ATT&CK technique. */
export const attack = (technique: `T${number}`): Reference => ({
  id: `ATT&CK ${technique}`,
  url: `https://attack.mitre.org/techniques/${technique.replace('.', '/')}/`,
});

/** What Salesforce asks of partners' client apps since 2026, and recommends to everybody. */
export const partnerRule: Reference = {
  id: 'Secure Your Connected Apps and External Client Apps',
  edition: '2026',
  url: 'https://developer.salesforce.com/docs/atlas.en-us.packagingGuide.meta/packagingGuide/secure_code_ac_eca.htm',
};
