import { expect } from 'chai';
import { callbackParts } from '../../src/app/callbackParts.js';

const byParser = (url: string) => {
  const parsed = URL.parse(url);
  return parsed ? { protocol: parsed.protocol, hostname: parsed.hostname, pathname: parsed.pathname } : undefined;
};

describe('parts of a callback URL', () => {
  const urls = [
    'https://erp.acme.example/oauth/callback',
    'https://erp.acme.example',
    'https://erp.acme.example/',
    'https://ERP.acme.example/Callback',
    'https://erp.acme.example:8443/callback',
    'https://user@erp.acme.example/callback',
    'https://erp.acme.example/a/../b',
    'https://erp.acme.example/a%2Fb?x=1#y',
    'https://203.0.113.7/callback',
    'https://0x7f.1/callback',
    'https://xn--mnchen-3ya.example/callback',
    'https://xn--/callback',
    'https://a.xn--a.example/callback',
    'https://erp.acme.example./callback',
    'https://-erp.acme.example/callback',
    'https://erp..example/callback',
    'https://münchen.example/callback',
    'https:/erp.acme.example/callback',
    'https://erp.acme.example\\callback',
    'http://localhost:1717/OauthRedirect',
    'com.acme.app://oauth/callback',
    'acme:callback',
    'javascript:alert(1)',
    'callback',
    '',
  ];
  for (const url of urls) {
    it(`are those of the URL standard: ${url || 'nothing'}`, () => {
      expect(callbackParts(url)).to.deep.equal(byParser(url));
      expect(callbackParts(url), 'asked again').to.deep.equal(byParser(url));
    });
  }
});
