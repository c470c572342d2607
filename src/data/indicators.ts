/** Where an indicator was published: the case and the time in which it was seen. */
type Case = { name: string; seen: string };

/**
 * Public indicators of the thefts of OAuth tokens in 2025 (audit.md C.2). Most addresses are exits of Tor and VPNs or rented
 * by the hour: others use them before and after, so that a match is a reason to look and no proof.
 */
export const indicators: {
  asOf: string;
  addresses: ReadonlyArray<Case & { ips: readonly string[] }>;
  /** `common` ones are also what honest programs send. */
  userAgents: ReadonlyArray<Case & { text: string; common: boolean }>;
} = {
  asOf: '2026-11-23',
  addresses: [
    {
      name: 'UNC6395 (Salesloft Drift)',
      seen: 'August 2025',
      ips: [
        '208.68.36.90',
        '44.215.108.109',
        '154.41.95.2',
        '176.65.149.100',
        '179.43.159.198',
        '185.130.47.58',
        '185.207.107.130',
        '185.220.101.33',
        '185.220.101.133',
        '185.220.101.143',
        '185.220.101.164',
        '185.220.101.167',
        '185.220.101.169',
        '185.220.101.180',
        '185.220.101.185',
        '192.42.116.20',
        '192.42.116.179',
        '194.15.36.117',
        '195.47.238.83',
        '195.47.238.178',
      ],
    },
    { name: 'Gainsight', seen: 'October and November 2025', ips: ['3.239.45.43'] },
  ],
  userAgents: [
    {
      name: 'UNC6395 and Gainsight',
      seen: 'August to November 2025',
      text: 'Salesforce-Multi-Org-Fetcher/1.0',
      common: false,
    },
    { name: 'UNC6395 (Salesloft Drift)', seen: 'August 2025', text: 'Salesforce-CLI/1.0', common: false },
    { name: 'UNC6395 (Salesloft Drift)', seen: 'August 2025', text: 'python-requests/2.32.4', common: true },
    { name: 'UNC6395 (Salesloft Drift)', seen: 'August 2025', text: 'Python/3.11 aiohttp/3.12.15', common: true },
  ],
};
