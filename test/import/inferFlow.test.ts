import { expect } from 'chai';
import type { InventoryApp } from '../../src/inventory/types.js';
import { known, unknown } from '../../src/inventory/types.js';
import { inferFlow, settledFlow } from '../../src/import/inferFlow.js';
import { anApp } from '../audit/rules/anInventory.js';

const callbacks = (...urls: string[]): Partial<InventoryApp> => ({
  callbackUrls: known(urls.map((value) => ({ value }))),
  sessionTimeoutMinutes: known(120),
});
const certificate = { certificate: known('MIIC') };
const clientCredentials = {
  clientCredentials: { settings: known(true), policy: known(true), runAsUser: known(undefined) },
};
const publicClient = { secretOptional: known(true) };

const cases: Array<[what: string, app: Partial<InventoryApp>, model: string, flow: string, doubts: RegExp[]]> = [
  ['https', callbacks('https://a.example/cb'), 'web', 'authorization-code', []],
  [
    'https, without a secret',
    { ...callbacks('https://a.example/cb'), ...publicClient },
    'mobile',
    'authorization-code',
    [/browser/],
  ],
  ['a scheme of its own', callbacks('acme:/cb'), 'mobile', 'authorization-code', []],
  ['https and a scheme of its own', callbacks('https://a.example/cb', 'acme:/cb'), 'mobile', 'authorization-code', []],
  [
    'settings for mobile devices',
    { ...callbacks('https://a.example/cb'), mobile: true },
    'mobile',
    'authorization-code',
    [],
  ],
  [
    'loopback',
    { ...callbacks('http://localhost:1717/OauthRedirect'), ...publicClient },
    'cli',
    'authorization-code',
    [],
  ],
  ['loopback, with a secret', callbacks('http://localhost:3000/cb'), 'cli', 'authorization-code', [/secret/]],
  [
    'loopback and https',
    callbacks('http://localhost:3000/cb', 'https://a.example/cb'),
    'web',
    'authorization-code',
    [],
  ],
  ['client credentials', { ...callbacks(), ...clientCredentials }, 'backend', 'client-credentials', []],
  [
    'client credentials and a callback',
    { ...callbacks('https://a.example/cb'), ...clientCredentials },
    'backend',
    'client-credentials',
    [/also lets in authorization-code/],
  ],
  [
    'client credentials, off in the policies',
    {
      ...callbacks('https://a.example/cb'),
      clientCredentials: { settings: known(true), policy: known(false), runAsUser: known(undefined) },
    },
    'web',
    'authorization-code',
    [],
  ],
  ['a certificate', { ...callbacks(), ...certificate }, 'backend', 'jwt-bearer', []],
  [
    'a certificate, as the CLI has it',
    { ...callbacks('http://localhost:1717/OauthRedirect'), ...certificate },
    'cli',
    'jwt-bearer',
    [/also lets in/, /backend/],
  ],
  [
    'a certificate and a page of Salesforce',
    { ...callbacks('https://login.salesforce.com/services/oauth2/success'), ...certificate },
    'backend',
    'jwt-bearer',
    [/also lets in/],
  ],
  [
    'a certificate and a callback',
    { ...callbacks('https://a.example/cb'), ...certificate },
    'web',
    'authorization-code',
    [/also lets in jwt-bearer/],
  ],
  ['nothing', callbacks(), 'backend', 'jwt-bearer', [/no certificate/]],
  [
    'the device flow',
    { ...callbacks('https://a.example/cb'), deviceFlow: known(true) },
    'web',
    'authorization-code',
    [/device flow/],
  ],
  [
    'callbacks that nobody knows',
    { callbackUrls: unknown('the file X is not in source') },
    'web',
    'authorization-code',
    [/callback URLs are not known: the file X/],
  ],
];

describe('model and flow of an app', () => {
  for (const [what, app, model, flow, doubts] of cases) {
    it(`${what}: ${model}, ${flow}`, () => {
      const inferred = inferFlow(anApp(app));
      expect(inferred).to.include({ model, flow });
      expect(inferred.reasons).to.have.lengthOf(2);
      expect(inferred.doubts, inferred.doubts.join('\n')).to.have.lengthOf(doubts.length);
      doubts.forEach((doubt, index) => expect(inferred.doubts[index]).to.match(doubt));
    });
  }

  it('has less to guess where the files were generated: there a program without a secret has none', () => {
    const app = anApp(callbacks('http://localhost:3000/cb'));
    expect(inferFlow(app, { generated: true })).to.include({ model: 'web' });
    expect(inferFlow(app)).to.include({ model: 'cli' });
  });

  describe('with a manifest that is there', () => {
    const both = inferFlow(anApp({ ...callbacks('https://a.example/cb'), ...certificate }));

    it('is what it declares, where the registration lets that in', () => {
      const settled = settledFlow(both, { flow: 'jwt-bearer', model: 'cli' });
      expect(settled).to.include({ flow: 'jwt-bearer', model: 'cli' });
      expect(settled.doubts).to.deep.equal([]);
    });

    it('is what the registration shows, where the manifest declares another flow', () => {
      const settled = settledFlow(both, { flow: 'client-credentials', model: 'backend' });
      expect(settled).to.include({ flow: 'authorization-code', model: 'web' });
    });
  });
});
