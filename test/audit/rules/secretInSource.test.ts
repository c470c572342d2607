import { expect } from 'chai';
import { secretInSource as rule } from '../../../src/audit/rules/secretInSource.js';
import { known, type SecretSighting } from '../../../src/inventory/types.js';
import { readDocument } from '../../../src/registration/readDocument.js';
import { anApp, anInventory, at, check, context, onlyFinding } from './anInventory.js';

const global = (secret: string) => `<ExtlClntAppGlobalOauthSettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <consumerSecret>${secret}</consumerSecret>
    <externalClientApplication>Lost</externalClientApplication>
</ExtlClntAppGlobalOauthSettings>`;

const sighting = (trackedByGit: boolean | undefined): SecretSighting => ({
  value: { kind: 'private-key' },
  at: at(2, 'keys/server.key'),
  trackedByGit,
});
const seen = (trackedByGit: boolean | undefined) =>
  rule.check(anInventory({ apps: [], secretSightings: [sighting(trackedByGit)] }), context);

describe('secret-in-source', () => {
  it('finds a secret in the app’s own metadata', () => {
    const app = anApp({ secretElements: [{ value: { element: 'consumerSecret', isTemplate: false }, at: at(13) }] });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, subject: 'consumerSecret' });
    expect(finding).not.to.have.property('severity');
    expect(finding.location).to.deep.equal(at(13));
    expect(rule.severity).to.equal(1);
  });

  it('finds a secret in a file whose app is not in source, once', () => {
    const file = 'extlClntAppGlobalOauthSets/Lost_glbloauth.ecaGlblOauth-meta.xml';
    const documents = [readDocument(file, global('0123456789ABCDEF0123456789ABCDEF'))];
    const secretSightings: SecretSighting[] = [
      { value: { kind: 'client-secret' }, at: at(2, file), trackedByGit: undefined },
    ];
    const finding = onlyFinding(rule.check(anInventory({ apps: [], documents, secretSightings }), context));
    expect(finding).to.include({ appName: 'Lost', subject: 'consumerSecret' });
    expect(finding.location).to.include({ file, startLine: 2 });
    expect(JSON.stringify(finding)).not.to.contain('0123456789ABCDEF');
  });

  it('passes a placeholder that a pipeline fills in', () => {
    const file = 'extlClntAppGlobalOauthSets/Billing_glbloauth.ecaGlblOauth-meta.xml';
    const documents = [readDocument(file, global('${CONSUMER_SECRET}'))];
    const secretElements = [{ value: { element: 'consumerSecret', isTemplate: true }, at: at(2, file) }];
    const app = anApp({ secretElements, documents });
    expect(rule.check(anInventory({ apps: [app], documents }), context)).to.be.empty;
    expect(rule.check(anInventory({ apps: [], documents }), context)).to.be.empty;
  });

  it('finds a secret in another file, named by file and kind', () => {
    const finding = onlyFinding(seen(true));
    expect(finding).to.include({ subject: 'keys/server.key private-key' });
    expect(finding).not.to.have.property('severity');
    expect(finding).not.to.have.property('app');
    expect(finding.location).to.deep.equal(at(2, 'keys/server.key'));
    expect(onlyFinding(seen(undefined))).not.to.have.property('severity');
  });

  it('ranks a file that git does not track one lower', () => {
    expect(onlyFinding(seen(false)).severity).to.equal(2);
    expect(onlyFinding(seen(false)).evidence).to.contain('git does not track the file');
    expect(onlyFinding(seen(true)).evidence).not.to.contain('git');
  });

  it('holds without secrets; the consumer key and a certificate are none', () => {
    expect(check(rule, anApp({ consumerKey: known('3MVG9abc'), certificate: known('MIIB') }))).to.be.empty;
  });

  it('leaves what an org gives back to the org', () => {
    const secretElements = [{ value: { element: 'consumerSecret', isTemplate: false } }];
    expect(check(rule, anApp({ secretElements, origin: { kind: 'org', org: 'uat', id: '0xI' } }))).to.be.empty;
  });
});
