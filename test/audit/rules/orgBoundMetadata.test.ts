import { expect } from 'chai';
import { orgBoundMetadata } from '../../../src/audit/rules/orgBoundMetadata.js';
import { known } from '../../../src/inventory/types.js';
import { anApp, anInventory, at, check, context, onlyFinding, onlyReason } from './anInventory.js';
import { element } from './anElement.js';

const key = 'extlClntAppGlobalOauthSets/Billing_glbloauth.ecaGlblOauth-meta.xml';
const bound = (name: string, value = '00DB0000000AbCd:888000000000001', file?: string) =>
  anApp({ orgBound: [{ value: { element: name, value }, at: at(7, file) }] });

describe('rule org-bound-metadata', () => {
  for (const name of ['oauthLink', 'orgScopedExternalApp', 'consumerKey']) {
    it(`finds ${name}`, () => {
      const app = bound(name);
      const finding = onlyFinding(check(orgBoundMetadata, app));
      expect(orgBoundMetadata.severity).to.equal(3);
      expect(finding.app).to.equal(app);
      expect(finding.location).to.deep.equal(at(7));
      expect(finding.subject).to.equal(name);
      expect(finding.message).to.contain('Billing').and.to.contain(name);
      expect(JSON.stringify(finding.evidence)).not.to.contain('888');
    });
  }

  it('holds without such elements, and for empty ones and placeholders', () => {
    const placeholders = ['${CONSUMER_KEY}', 'REPLACE_CLIENT_ID', '@KEY@'].map((text) => bound('consumerKey', text));
    expect(check(orgBoundMetadata, anApp(), bound('consumerKey', ' '), ...placeholders)).to.deep.equal([]);
  });

  it('leaves the link of a packaged app alone, and only that', () => {
    const documents = [
      {
        type: 'ExternalClientApplication',
        name: 'Billing',
        file: 'Billing.eca-meta.xml',
        problems: [],
        root: element('ExternalClientApplication', [element('distributionState', 'Packaged')]),
      },
    ];
    expect(check(orgBoundMetadata, { ...bound('oauthLink'), documents })).to.deep.equal([]);
    expect(check(orgBoundMetadata, { ...bound('consumerKey'), documents })).to.have.length(1);
    const local = {
      ...documents[0]!,
      root: element('ExternalClientApplication', [element('distributionState', 'Local')]),
    };
    expect(check(orgBoundMetadata, { ...bound('oauthLink'), documents: [local] })).to.have.length(1);
  });

  it('leaves the key in a local file that git does not track alone', () => {
    const apps = [bound('consumerKey', 'k', key)];
    expect(orgBoundMetadata.check(anInventory({ apps }), context)).to.deep.equal([]);
    expect(orgBoundMetadata.check(anInventory({ apps, trackedFiles: known(new Set([key])) }), context)).to.have.length(
      1,
    );
    expect(
      orgBoundMetadata.check(anInventory({ apps, trackedFiles: { known: false, reason: 'no repository' } }), context),
    ).to.have.length(1);
  });

  it('looks at source only', () => {
    expect(check(orgBoundMetadata, { ...bound('oauthLink'), origin: { kind: 'org', org: 'uat', id: '0xI1' } })).to.be
      .empty;
  });

  it('cannot say for a file that cannot be parsed', () => {
    const documents = [{ type: 'ExtlClntAppOauthSettings', name: 'Billing_oauth', file: 'x.ecaOauth', problems: [] }];
    expect(onlyReason(orgBoundMetadata.check(anInventory({ documents }), context))).to.contain('x.ecaOauth');
  });
});
