import { expect } from 'chai';
import { callbackMixedEnvironments as rule } from '../../../src/audit/rules/callbackMixedEnvironments.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const callbacks = (...urls: string[]) => known(urls.map((value, index) => ({ value, at: at(20 + index) })));

describe('callback-mixed-environments', () => {
  for (const url of [
    'https://uat.acme.com/cb',
    'https://erp-staging.acme.com/cb',
    'https://acme-dev-ed.my.salesforce.com/services/authcallback/X',
    'https://acme.develop.my.salesforce.com/services/authcallback/X',
    'https://acme.scratch.my.salesforce.com/services/authcallback/X',
    'https://acme--full.sandbox.my.salesforce.com/services/authcallback/X',
  ]) {
    it(`finds ${url} beside production`, () => {
      const app = anApp({ callbackUrls: callbacks('https://erp.acme.com/cb', url) });
      const finding = onlyFinding(check(rule, app));
      expect(finding).to.include({ app, subject: 'mixed', confidence: 'medium' });
      expect(finding).not.to.have.property('severity');
      expect(finding.location).to.deep.equal(at(21));
      expect(rule.severity).to.equal(4);
    });
  }

  it('finds more callbacks than environments', () => {
    const urls = ['a', 'b', 'c', 'd', 'e', 'f'].map((path) => `https://erp.acme.com/${path}`);
    expect(onlyFinding(check(rule, anApp({ callbackUrls: callbacks(...urls) })))).to.include({
      subject: 'count',
      message: 'Billing has 6 callbacks; 5 is the limit.',
    });
    expect(check(rule, anApp({ callbackUrls: callbacks(...urls.slice(1)) }))).to.be.empty;
  });

  it('holds for one environment', () => {
    expect(
      check(rule, anApp(), anApp({ callbackUrls: callbacks('https://uat.acme.com/cb', 'https://qa.acme.com/cb') })),
    ).to.be.empty;
  });

  it('passes regional hosts', () => {
    const urls = ['us', 'eu', 'ap', 'au', 'ca', 'uk', 'eu-west-1'].map((region) => `https://${region}.app.acme.com/cb`);
    expect(check(rule, anApp({ callbackUrls: callbacks(...urls) }))).to.be.empty;
  });

  it('passes names that only resemble test hosts, and localhost, which has its own rule', () => {
    const urls = callbacks('https://contest.acme.com/cb', 'https://acme-test.com/cb', 'http://localhost:3000/cb');
    expect(check(rule, anApp({ callbackUrls: urls }))).to.be.empty;
  });

  it('is inconclusive when the callbacks are not known', () => {
    expect(onlyReason(check(rule, anApp({ callbackUrls: unknown('no file') })))).to.equal('no file');
  });
});
