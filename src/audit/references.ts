import type { Reference } from './rule.js';

/** What rules are related to, each in the edition that it was read in; ids move between editions, so both are kept. */

/** Security Benchmark for Salesforce. */
export const sbs = (control: string): Reference => ({
  id: `SBS-${control}`,
  edition: '0.4.1',
  url: 'https://docs.securitybenchmark.org/benchmark/',
});

/** OWASP Non-Human Identities Top 10. */
export const nhi = (risk: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10): Reference => ({
  id: `NHI${risk}`,
  edition: '2025',
  url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/',
});

/** Best Current Practice for OAuth 2.0 Security. */
export const rfc9700 = (section: string): Reference => ({
  id: `RFC 9700 ${section}`,
  edition: 'January 2025',
  url: `https://www.rfc-editor.org/rfc/rfc9700.html#section-${section}`,
});

/** NIST SP 800-53. */
export const nist = (control: string): Reference => ({ id: `NIST ${control}`, edition: 'SP 800-53 rev 5' });

/** Payment Card Industry Data Security Standard. */
export const pci = (requirement: string): Reference => ({ id: `PCI DSS ${requirement}`, edition: '4.0.1' });

/** MITRE ATT&CK technique. */
export const attack = (technique: string): Reference => ({
  id: `ATT&CK ${technique}`,
  url: `https://attack.mitre.org/techniques/${technique.replace('.', '/')}/`,
});

/** What Salesforce asks of partners' client apps since 2026. */
export const partnerRule: Reference = {
  id: 'Secure Your Connected Apps and External Client Apps',
  edition: '2026',
  url: 'https://developer.salesforce.com/docs/atlas.en-us.packagingGuide.meta/packagingGuide/secure_code_ac_eca.htm',
};
