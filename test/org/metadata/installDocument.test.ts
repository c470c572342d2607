import { expect } from 'chai';
import { findComponent, installDocument } from './index.js';
import { callSoap, createTestOrg, document } from './testOrg.js';

const app = document(
  'ConnectedApp',
  '<contactEmail>a@acme.example</contactEmail>',
  '<label>Acme</label>',
  '<oauthConfig><callbackUrl>https://acme.example</callbackUrl></oauthConfig>',
);

describe('installing into the loopback org', () => {
  const org = createTestOrg({ connectedAppCreationAllowed: () => false });

  it('makes connected apps where creation is blocked', () => {
    const component = installDocument(org.store, org.directory, { type: 'ConnectedApp', fullName: 'Acme', xml: app });
    expect(component.id).to.match(/^0H4/);
    expect(org.consumerOf('ConnectedApp', 'Acme').key).to.match(/^3MVG9/);
  });

  it('makes managed components, and lists them so', async () => {
    installDocument(org.store, org.directory, {
      type: 'ConnectedApp',
      fullName: 'ns__Acme',
      xml: app,
      namespacePrefix: 'ns',
    });
    expect(findComponent(org.store, 'ConnectedApp', 'ns__Acme')?.namespacePrefix).to.equal('ns');
    const list = await callSoap(org.api, 'listMetadata', '<queries><type>ConnectedApp</type></queries>');
    expect(list).to.contain('<manageableState>installed</manageableState><namespacePrefix>ns</namespacePrefix>');
  });

  it('makes default policies and keeps all other rules', () => {
    const xml = document('ExternalClientApplication');
    installDocument(org.store, org.directory, { type: 'ExternalClientApplication', fullName: 'Other', xml });
    expect(findComponent(org.store, 'ExtlClntAppConfigurablePolicies', 'Other_defaultPolicy')).not.to.equal(undefined);
    const clash = { type: 'ExternalClientApplication', fullName: 'Acme', xml };
    expect(() => installDocument(org.store, org.directory, clash)).to.throw('already used by a connected app');
  });
});
