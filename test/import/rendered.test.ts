import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { registrations, type ClientApp, type Policies } from '../../src/app/clientApp.js';
import { seal } from '../../src/generate/seal.js';
import { defaultsFor } from '../../src/manifest/defaults.js';
import { readManifest } from '../../src/manifest/read.js';
import { renderClientApp } from '../../src/registration/render.js';
import { createProject, importProject } from './generated.js';

const usual = defaultsFor('web').policies;

const anApp = (registration: ClientApp['registration'], more: Partial<ClientApp> = {}): ClientApp => ({
  name: 'AcmeErp',
  label: 'Acme "ERP" & more',
  description: 'Two\nlines: of # text',
  registration,
  model: 'web',
  flow: 'authorization-code',
  owner: { email: 'a@b.example' },
  criticality: 'high',
  scopes: { openid: 'a', api: 'b', refresh_token: 'c' },
  callbackUrls: ['https://b.example/cb', 'https://a.example/cb'],
  policies: {
    permittedUsers: usual.permittedUsers.value,
    ipRelaxation: usual.ipRelaxation.value,
    ipRanges: [],
    refreshToken: usual.refreshToken.value,
    session: usual.session.value,
  },
  identity: {},
  permissions: { objects: {}, fields: {}, apexClasses: [], userPermissions: [] },
  credentials: { store: 'sf', rotateEveryDays: 180 },
  review: { everyDays: 365 },
  ...more,
});

const withPolicies = (policies: Partial<Policies>): Partial<ClientApp> => ({
  policies: { ...anApp('connected-app').policies, ...policies },
});

const variations: Record<string, Partial<ClientApp>> = {
  'several callbacks and scopes': {},
  'high assurance': withPolicies({ session: { timeoutMinutes: 5, level: 'high-assurance' } }),
  'high assurance, signing': {
    ...withPolicies({ session: { timeoutMinutes: 1440, level: 'high-assurance' } }),
    model: 'backend',
    flow: 'jwt-bearer',
    callbackUrls: [],
  },
  'everybody from everywhere for ever': withPolicies({
    permittedUsers: 'self-authorize',
    ipRelaxation: 'bypass',
    refreshToken: { rule: 'never' },
  }),
  'ends at once': withPolicies({ refreshToken: { rule: 'immediate' }, ipRelaxation: 'bypass-with-second-factor' }),
  'hours and ranges': withPolicies({
    refreshToken: { rule: 'lifetime', hours: 36 },
    ipRelaxation: 'enforce-relax-refresh',
    ipRanges: ['2001:db8::/64', '192.0.2.1-192.0.2.6', '198.51.100.0/25'],
  }),
  'mobile with https': { model: 'mobile', callbackUrls: ['https://app.example/cb'] },
  'mobile with both': { model: 'mobile', callbackUrls: ['https://app.example/cb', 'com.acme.app:/cb'] },
  'web on this machine': { callbackUrls: ['http://localhost:3000/cb'] },
  'many permissions': {
    permissions: {
      objects: { Order: ['modify-all'], Account: ['create', 'delete'], Invoice__c: ['view-all'] },
      fields: { 'Order.ExternalId__c': ['edit'], 'Account.Name': ['read', 'edit'] },
      apexClasses: ['OrderService', 'AnotherService'],
      userPermissions: ['ApiEnabled'],
    },
  },
};

describe('import of every kind of value', () => {
  for (const registration of registrations)
    for (const [what, more] of Object.entries(variations))
      it(`gives the same files when they are generated again: ${registration}, ${what}`, async () => {
        const { root, dispose } = createProject();
        try {
          const files = renderClientApp(anApp(registration, more));
          for (const { path, contents } of files) {
            mkdirSync(dirname(join(root, 'force-app', path)), { recursive: true });
            // A server on this machine looks like a command-line program, but for the seal.
            const text = what.endsWith('machine') ? seal(contents, 'clientapps/AcmeErp.clientapp.yaml') : contents;
            writeFileSync(join(root, 'force-app', path), text);
          }
          const [imported] = await importProject(root);
          const manifest = imported?.file ?? '';
          const { app } = readManifest(readFileSync(join(root, manifest), 'utf8'), manifest);
          expect(app && renderClientApp(app)).to.deep.equal(files);
          expect(imported?.warnings).to.deep.equal([]);
        } finally {
          dispose();
        }
      });
});
