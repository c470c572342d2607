import { expect } from 'chai';
import type { Change } from '../../../src/registration/edit/change.js';
import { editDocument } from '../../../src/registration/edit/editDocument.js';

const wrap = (root: string, inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${inside}</${root}>\n`;

const connectedApp = (inside: string): string =>
  wrap('ConnectedApp', `    <label>Billing</label>\n    <oauthConfig>\n${inside}    </oauthConfig>\n`);
const app = connectedApp('        <scopes>Api</scopes>\n        <scopes>Full</scopes>\n');
const appFile = 'connectedApps/Billing.connectedApp-meta.xml';
const settings = (scopes: string): string =>
  wrap('ExtlClntAppOauthSettings', `    <commaSeparatedOauthScopes>${scopes}</commaSeparatedOauthScopes>\n`);
const settingsFile = 'extlClntAppOauthSettings/Billing.ecaOauth-meta.xml';

const resultOf = (text: string | Buffer, change: Change, file = appFile): { text?: string; reason?: string } => {
  const { bytes, reason } = editDocument(file, Buffer.from(text as string), [change]);
  return { ...(bytes && { text: bytes.toString() }), ...(reason !== undefined && { reason }) };
};
const reasonOf = (text: string | Buffer, change: Change, file = appFile): string | undefined => {
  const result = resultOf(text, change, file);
  expect(result, 'no bytes with a reason').to.have.keys('reason');
  return result.reason;
};

describe('an edit that cannot be made', () => {
  const set = (path: string): Change => ({ kind: 'set', path, text: 'x' });

  it('leaves the file alone and says why: places that are none', () => {
    expect(reasonOf(app, set('nothing.here'))).to.equal('there is no group nothing');
    expect(reasonOf(app, set('label.here'))).to.equal('there is no group label');
    expect(reasonOf(app, set('oauthConfig.nothing'))).to.equal('the schema has no oauthConfig.nothing');
    expect(reasonOf(app, set('oauthConfig.scopes'))).to.equal('oauthConfig.scopes stands more than once');
    expect(reasonOf(app, set('oauthConfig'))).to.equal('oauthConfig holds elements');
    expect(reasonOf(app, set('oauthConfig[x].isPkceRequired'))).to.equal('there is no group oauthConfig[x]');
  });

  it('leaves the file alone and says why: scopes that cannot be taken out', () => {
    const full: Change = { kind: 'remove-scope', path: 'commaSeparatedOauthScopes', scope: 'full' };
    for (const scopes of ['Api', '', '<![CDATA[Api, Full]]>'])
      expect(reasonOf(settings(scopes), full, settingsFile), scopes).to.equal(
        'commaSeparatedOauthScopes has no plain item full',
      );
    expect(reasonOf(wrap('ExtlClntAppOauthSettings', ''), full, settingsFile)).to.contain('has no plain item full');
  });

  it('leaves the file alone and says why: bytes that are no text', () => {
    const change = set('label');
    const odd = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(app, 'utf16le'), Buffer.from([0x0a])]);
    const latin = Buffer.from(app.replace('Billing', 'Facturaci\u00f3n'), 'latin1');
    const reasons = [odd, latin].map((bytes) => editDocument(appFile, bytes, [change]));
    for (const { bytes, reason } of reasons) {
      expect(bytes).to.equal(undefined);
      expect(reason).to.be.a('string').and.not.equal('');
    }
  });

  it('leaves the file alone and says why: a text that no XML can hold', () => {
    const unwritable: Change = { kind: 'set', path: 'label', text: '\u0001' };
    expect(reasonOf(app, unwritable)).to.match(/^the file would not be valid: /);
    const { bytes, reason } = editDocument(appFile, Buffer.from(app), [unwritable, set('description')]);
    expect(bytes).to.equal(undefined);
    expect(reason).to.equal('the file would no longer be well-formed');
  });

  it('takes an item out of a list wherever it stands', () => {
    const without = (scopes: string): string | undefined =>
      resultOf(
        settings(scopes),
        { kind: 'remove-scope', path: 'commaSeparatedOauthScopes', scope: 'full' },
        settingsFile,
      ).text;
    expect(without('Full, Api, Web')).to.equal(settings('Api, Web'));
    expect(without('Api, Full, Web')).to.equal(settings('Api, Web'));
    expect(without('Api, Web, Full')).to.equal(settings('Api, Web'));
    expect(without('Full')).to.equal(settings(''));
  });

  it('puts elements on one line into their order as well', () => {
    const one = '<oauthConfig><scopes>Api</scopes><callbackUrl>https://a.example/cb</callbackUrl></oauthConfig>';
    const text = wrap('ConnectedApp', `    <label>Billing</label>\n    ${one}\n`);
    expect(resultOf(text, { kind: 'sort' }).text).to.contain(
      '<oauthConfig><callbackUrl>https://a.example/cb</callbackUrl><scopes>Api</scopes></oauthConfig>',
    );
  });
});
