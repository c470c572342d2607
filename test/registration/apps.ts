import type { ClientApp, Flow, IntegrationModel, Registration } from '../../src/app/clientApp.js';

const scopesFor = (flow: Flow): Record<string, string> =>
  flow === 'client-credentials'
    ? { api: 'Reads orders' }
    : { api: 'Reads orders', refresh_token: 'Keeps working while the user is away' };

const callbacks: Readonly<Record<IntegrationModel, string[]>> = {
  web: ['https://erp.acme.example/callback', 'https://erp-standby.acme.example/callback'],
  mobile: ['acmeerp://callback'],
  backend: [],
  cli: ['http://localhost:1717/OauthRedirect'],
};

/** A complete client app for tests. */
export const makeApp = (overrides: Partial<ClientApp> = {}): ClientApp => {
  const { model = 'backend', flow = 'client-credentials' } = overrides;
  return {
    name: 'AcmeErp',
    label: 'Acme ERP & orders',
    description: 'Exports "orders" to Acme\'s ERP every night',
    registration: 'external-client-app',
    model,
    flow,
    owner: { name: 'Integration team', email: 'integrations@acme.example' },
    criticality: 'high',
    scopes: scopesFor(flow),
    callbackUrls: flow === 'authorization-code' ? callbacks[model] : [],
    policies: {
      permittedUsers: 'admin-approved',
      ipRelaxation: 'enforce',
      ipRanges: ['203.0.113.0/24', '198.51.100.7'],
      refreshToken: { rule: 'inactivity', days: 30 },
      session: { timeoutMinutes: 120, level: 'standard' },
    },
    identity: { user: 'acme-erp@acme.example.integration' },
    permissions: {
      objects: { Order: ['read', 'create', 'edit'], Account: ['read'] },
      fields: { 'Order.ExternalId__c': ['read', 'edit'], 'Account.Region__c': ['read'] },
      apexClasses: ['OrderService'],
      userPermissions: ['ApiEnabled'],
    },
    credentials: { store: 'sf', rotateEveryDays: 180 },
    review: { everyDays: 365 },
    ...overrides,
  };
};

export const certificate = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBszCCAVmgAwIBAgIUJx0cTk0mZ3Rlc3RjZXJ0aWZpY2F0ZTAKBggqhkjOPQQD',
  'AjAPMQ0wCwYDVQQDDARBY21lMB4XDTI2MTEyMzAwMDAwMFoXDTI3MTEyMzAwMDAw',
  '-----END CERTIFICATE-----',
  '',
].join('\n');

/** Every flow of every model. */
export const combinations: ReadonlyArray<{ model: IntegrationModel; flow: Flow; registration: Registration }> = (
  [
    ['web', 'authorization-code'],
    ['mobile', 'authorization-code'],
    ['backend', 'client-credentials'],
    ['backend', 'jwt-bearer'],
    ['cli', 'authorization-code'],
    ['cli', 'jwt-bearer'],
  ] as const
).flatMap(([model, flow]) =>
  (['external-client-app', 'connected-app'] as const).map((registration) => ({ model, flow, registration })),
);
