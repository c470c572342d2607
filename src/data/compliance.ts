/**
 * What findings are related to, in the editions that the rules were read against. Numbers of controls move between
 * editions (audit.md B.1): an id means nothing without its edition.
 */
export const compliance = {
  asOf: '2026-11-23',
  sbs: {
    name: 'Security Benchmark for Salesforce',
    edition: '0.4.1',
    url: 'https://docs.securitybenchmark.org/',
  },
  nhi: {
    name: 'OWASP Non-Human Identities Top 10',
    edition: '2025',
    url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/',
  },
  rfc9700: {
    name: 'Best Current Practice for OAuth 2.0 Security',
    edition: 'January 2025',
    url: 'https://www.rfc-editor.org/rfc/rfc9700.html',
  },
  nist: { name: 'NIST Security and Privacy Controls', edition: 'SP 800-53 rev 5' },
  pci: { name: 'PCI DSS', edition: '4.0.1' },
  attack: { name: 'MITRE ATT&CK', url: 'https://attack.mitre.org/techniques/' },
} as const;
