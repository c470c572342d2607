/**
 * What an app of Salesforce's own may do without a registration in the org:
 * `built-in`: part of the product, never installed by default;
 * `install`: a tool with the reach of its user, which the usage restrictions want installed and restricted.
 */
export type SalesforceAppPolicy = 'built-in' | 'install';

/** Names as OauthToken and Setup show them. A name proves nothing: anyone can call an app "Data Loader". */
export const salesforceApps: { asOf: string; policies: Record<SalesforceAppPolicy, readonly string[]> } = {
  asOf: '2026-11-23',
  policies: {
    install: [
      'Ant Migration Tool',
      'Code Builder',
      'Data Loader',
      'Dataloader Bulk',
      'Dataloader Partner',
      'Force.com IDE',
      'Salesforce CLI',
      'Workbench',
    ],
    'built-in': [
      'AI Platform Auth',
      'Chatbots',
      'Chatter Desktop',
      'Chatter Mobile for BlackBerry',
      'CPQIntegrationUserApp',
      'DevOps Center',
      'DevOps_Center',
      'Heroku',
      'Heroku Connect',
      'OIQ_Integration',
      'Salesforce Chatter',
      'Salesforce Files',
      'Salesforce Inbox',
      'Salesforce Marketing Cloud',
      'Salesforce Mobile Dashboards',
      'Salesforce Touch',
      'Salesforce for Android',
      'Salesforce for Outlook',
      'Salesforce for iOS',
      'Salesforce1 for Android',
      'Salesforce1 for iOS',
      'SalesforceA',
      'SalesforceA for Android',
      'SalesforceA for iOS',
      'SalesforceDX Namespace Registry',
      'SalesforceIQ',
      'Tableau',
      'Wave Web',
      'b2bma_canvas',
    ],
  },
};

const policyOf = new Map(
  Object.entries(salesforceApps.policies).flatMap(([policy, names]) =>
    names.map((name) => [name.toLowerCase(), policy as SalesforceAppPolicy] as const),
  ),
);

/** The policy for an app of this name, or undefined when Salesforce makes none so called. */
export const salesforceAppPolicy = (name: string): SalesforceAppPolicy | undefined =>
  policyOf.get(name.trim().toLowerCase());

/** True for the name of one of Salesforce's own apps. */
export const isSalesforceApp = (name: string): boolean => salesforceAppPolicy(name) !== undefined;
