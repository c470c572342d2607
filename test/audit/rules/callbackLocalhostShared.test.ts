import { expect } from 'chai';
import { callbackLocalhostShared as rule } from '../../../src/audit/rules/callbackLocalhostShared.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aManifest, anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const callbacks = (...urls: string[]) => known(urls.map((value, index) => ({ value, at: at(20 + index) })));
const cli = 'http://localhost:1717/OauthRedirect';

describe('callback-localhost-shared', () => {
  it('finds localhost beside callbacks on servers', () => {
    const app = anApp({ callbackUrls: callbacks('https://erp.acme.com/cb', cli), secretOptional: known(true) });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, subject: cli, confidence: 'medium' });
    expect(finding).not.to.have.property('severity');
    expect(finding.location).to.deep.equal(at(21));
    expect(finding.message).to.contain('beside callbacks on servers');
    expect(rule.severity).to.equal(3);
  });

  it('finds localhost on an app with a secret, over https too', () => {
    for (const url of ['http://localhost:3000/callback', 'https://localhost/cb']) {
      expect(onlyFinding(check(rule, anApp({ callbackUrls: callbacks(url) }))).subject).to.equal(url);
    }
  });

  it('finds each localhost URL when one of them is no command-line tool’s', () => {
    const outcomes = check(rule, anApp({ callbackUrls: callbacks(cli, 'http://localhost:3000/') }));
    expect(outcomes.map((outcome) => outcome.kind)).to.deep.equal(['finding', 'finding']);
  });

  it('holds for servers', () => {
    expect(check(rule, anApp())).to.be.empty;
  });

  it('passes command-line tools: the callback of the Salesforce CLI, a manifest, a public client', () => {
    expect(
      check(
        rule,
        anApp({ callbackUrls: callbacks(cli) }),
        anApp({ callbackUrls: callbacks(cli), permittedUsers: known('self-authorize') }),
        anApp({ callbackUrls: callbacks('http://localhost:1718/OauthRedirect', cli) }),
        anApp({ callbackUrls: callbacks('http://localhost:3000/'), manifest: aManifest({ model: 'cli' }) }),
        anApp({ callbackUrls: callbacks('http://127.0.0.1:8400/', 'acme://done'), secretOptional: known(true) }),
      ),
    ).to.be.empty;
  });

  it('passes the dummy callback of an app that signs in without a user', () => {
    expect(check(rule, anApp({ callbackUrls: callbacks('http://localhost/'), certificate: known('MIIB') }))).to.be
      .empty;
  });

  it('is inconclusive when the callbacks are not known', () => {
    expect(onlyReason(check(rule, anApp({ callbackUrls: unknown('no file') })))).to.equal('no file');
  });
});
