import { expect } from 'chai';
import { callbackUnsafeHost as rule } from '../../../src/audit/rules/callbackUnsafeHost.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const callbacks = (...urls: string[]) => known(urls.map((value) => ({ value, at: at(20) })));

describe('callback-unsafe-host', () => {
  for (const [url, why] of [
    ['https://*.acme.com/cb', 'a pattern'],
    ['https://203.0.113.7/cb', 'a bare IP address'],
    ['https://[2001:db8::7]/cb', 'a bare IP address'],
    ['https://f00.ngrok-free.app/cb', 'a development tunnel'],
    ['https://x.trycloudflare.com/cb', 'a development tunnel'],
    ['https://acme-pr-12.herokuapp.com/cb', 'a preview'],
    ['https://oauth.pstmn.io/v1/callback', 'a page that everybody shares'],
    ['https://www.getpostman.com/oauth2/callback', 'a page that everybody shares'],
    ['https://login.salesforce.com/services/oauth2/success', 'a page that everybody shares'],
    ['https://test.salesforce.com/services/oauth2/callback', 'a page that everybody shares'],
  ] as const) {
    it(`finds ${url}: ${why}`, () => {
      const app = anApp({ callbackUrls: callbacks('https://erp.acme.com/cb', url) });
      const finding = onlyFinding(check(rule, app));
      expect(finding).to.include({ app, subject: url });
      expect(finding).not.to.have.property('severity');
      expect(finding.message).to.contain(why);
      expect(finding.location).to.deep.equal(at(20));
      expect(rule.severity).to.equal(3);
    });
  }

  it('holds for hosts of the app’s own, whatever they resemble', () => {
    const urls = callbacks(
      'https://erp.acme.com/cb',
      'https://notngrok.io/cb',
      'https://acme.herokuapp.com/cb',
      'https://login.salesforce.com/other',
      'http://localhost:1717/OauthRedirect',
      'http://127.0.0.1/cb',
      'acme://done',
      'https://acme.com/?next=oauth.pstmn.io',
    );
    expect(check(rule, anApp({ callbackUrls: urls }))).to.be.empty;
  });

  it('passes the placeholder of apps that sign in without a user', () => {
    const urls = callbacks('https://login.salesforce.com/services/oauth2/callback');
    expect(
      check(
        rule,
        anApp({ callbackUrls: urls, certificate: known('MIIB') }),
        anApp({ callbackUrls: urls, manifest: aManifest({ flow: 'jwt-bearer' }) }),
      ),
    ).to.be.empty;
  });

  it('is inconclusive when the callbacks are not known', () => {
    expect(onlyReason(check(rule, anApp({ callbackUrls: unknown('no file') })))).to.equal('no file');
    expect(onlyReason(check(rule, anApp({ callbackUrls: unknown('no file'), manifest: aManifest() })))).to.equal(
      'no file',
    );
  });
});
