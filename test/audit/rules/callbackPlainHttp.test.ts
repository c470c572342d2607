import { expect } from 'chai';
import { callbackPlainHttp as rule } from '../../../src/audit/rules/callbackPlainHttp.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const callbacks = (...urls: string[]) => known(urls.map((value, index) => ({ value, at: at(20 + index) })));

describe('callback-plain-http', () => {
  it('finds each http URL, with its line', () => {
    const app = anApp({ callbackUrls: callbacks('https://a.acme.com/cb', 'http://b.acme.com/cb') });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, subject: 'http://b.acme.com/cb' });
    expect(finding).not.to.have.property('severity');
    expect(finding.location).to.deep.equal(at(21));
    expect(rule.severity).to.equal(2);
  });

  it('holds for https', () => {
    expect(check(rule, anApp())).to.be.empty;
  });

  it('passes localhost and schemes of mobile apps', () => {
    const urls = callbacks(
      'http://localhost:1717/OauthRedirect',
      'http://127.0.0.1/',
      'http://[::1]:8080/cb',
      'acme://done',
    );
    expect(check(rule, anApp({ callbackUrls: urls }))).to.be.empty;
  });

  it('passes the dummy callback of an app that signs in without a user', () => {
    const app = anApp({ callbackUrls: callbacks('http://example.com/dummy'), certificate: known('MIIB') });
    expect(check(rule, app)).to.be.empty;
  });

  it('passes packaged apps', () => {
    expect(check(rule, anApp({ callbackUrls: callbacks('http://b.acme.com/cb'), managed: true }))).to.be.empty;
  });

  it('is inconclusive when the callbacks are not known', () => {
    expect(onlyReason(check(rule, anApp({ callbackUrls: unknown('no global settings') })))).to.equal(
      'no global settings',
    );
  });
});
