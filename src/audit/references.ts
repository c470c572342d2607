import { compliance } from '../data/compliance.js';
import type { Reference } from './rule.js';

/** A finding is "related to" a reference and never satisfies it. */
const { sbs: sbsBenchmark, nhi: nhiTop10, rfc9700: bestPractice, nist: nistControls, pci: pciDss } = compliance;

type SbsControl = `${'OAUTH' | 'ACS' | 'AUTH' | 'DEP' | 'INT' | 'SECCONF'}-00${number}` | 'ACS-010';

/** Security Benchmark for Salesforce; the numbers of its controls moved between editions. */
export const sbs = (control: SbsControl): Reference => ({
  id: `SBS-${control}`,
  edition: sbsBenchmark.edition,
  url: sbsBenchmark.url,
});

/** OWASP Non-Human Identities Top 10. */
export const nhi = (risk: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10): Reference => ({
  id: `NHI${risk}`,
  edition: nhiTop10.edition,
  url: nhiTop10.url,
});

/** Best Current Practice for OAuth 2.0 Security. */
export const rfc9700 = (section: `${number}.${number}` | `${number}.${number}.${number}`): Reference => ({
  id: `RFC 9700 ${section}`,
  edition: bestPractice.edition,
  url: `${bestPractice.url}#section-${section}`,
});

export const nist = (control: string): Reference => ({ id: `NIST ${control}`, edition: nistControls.edition });

export const pci = (requirement: `${number}.${number}.${number}`): Reference => ({
  id: `PCI DSS ${requirement}`,
  edition: pciDss.edition,
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
  url: `${compliance.attack.url}${technique.replace('.', '/')}/`,
});

/** What Salesforce asks of partners' client apps since 2026, and recommends to everybody. */
export const partnerRule: Reference = {
  id: 'Secure Your Connected Apps and External Client Apps',
  edition: '2026',
  url: 'https://developer.salesforce.com/docs/atlas.en-us.packagingGuide.meta/packagingGuide/secure_code_ac_eca.htm',
};
