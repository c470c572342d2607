import { inspect } from 'node:util';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { decodeJwt, jwtVerify } from 'jose';
import { createPublicKey } from 'node:crypto';
import { createPrivateRsaKey } from '../../src/certificate/privateKey.js';
import { refusalOf } from '../../src/oauth/answer.js';
import { signAssertion } from '../../src/oauth/assertion.js';
import { openAuthorize } from '../../src/oauth/authorizeProbe.js';
import { createClient } from '../../src/oauth/client.js';
import { requestClientCredentials } from '../../src/oauth/grants.js';
import { idsOf, toToken } from '../../src/oauth/token.js';

describe('oauth', () => {
  let server: Server;
  let origin: string;
  let answer: { status: number; headers?: Record<string, string>; body: string };
  let asked: URLSearchParams[];

  before(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push(new URLSearchParams(body));
        response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers });
        response.end(answer.body);
      });
    });
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => (asked = []));
  after(() => server.close());

  const client = (consumerSecret?: string) =>
    createClient({ instanceUrl: `${origin}/`, consumerKey: 'key', consumerSecret });

  it('speaks plain http to this machine only', async () => {
    const { refusal } = (await requestClientCredentials(
      await createClient({ instanceUrl: 'http://acme.my.salesforce.invalid', consumerKey: 'key', consumerSecret: 's' }),
    )) as { refusal: { error: string; description: string } };
    expect(refusal.error).to.equal('unusable-answer');
    expect(refusal.description).to.match(/HTTPS/i);
    expect(asked).to.deep.equal([]);
  });

  it('asks without a scope, and with no secret for a public client', async () => {
    answer = { status: 200, body: '{"access_token":"t","token_type":"Bearer"}' };
    await requestClientCredentials(await client('secret'));
    await requestClientCredentials(await client());
    expect([...(asked[0]?.keys() ?? [])].sort()).to.deep.equal(['client_id', 'client_secret', 'grant_type']);
    expect(asked[1]?.has('client_secret')).to.equal(false);
  });

  it('notes how far the clock of the org is from ours', async () => {
    answer = { status: 400, headers: { Date: 'Thu, 01 Jan 2026 12:00:00 GMT' }, body: '{"error":"x"}' };
    const now = (): number => Date.parse('2026-01-01T11:50:00Z');
    const skewed = await createClient({ instanceUrl: origin, consumerKey: 'key', consumerSecret: 's', now });
    await requestClientCredentials(skewed);
    expect(skewed.clockDifference()).to.equal(600_000);
  });

  it('gives refusals as values, with the words of the org and nothing of the request', async () => {
    answer = { status: 400, body: '{"error":"invalid_grant","error_description":"ip restricted"}' };
    expect(await requestClientCredentials(await client('secret'))).to.deep.equal({
      ok: false,
      refusal: { error: 'invalid_grant', description: 'ip restricted' },
    });
    answer = { status: 200, body: '<html>' };
    const odd = await requestClientCredentials(await client('secret'));
    expect(odd).to.have.nested.property('refusal.error', 'unusable-answer');
    expect(JSON.stringify(odd)).to.not.contain('secret');
    expect(
      refusalOf(new TypeError('fetch failed', { cause: Object.assign(new Error(''), { code: 'ECONNREFUSED' }) })),
    ).to.deep.equal({
      error: 'unreachable',
      description: 'ECONNREFUSED',
    });
    expect(refusalOf(Object.assign(new Error(''), { name: 'TimeoutError' })).error).to.equal('unreachable');
    expect(refusalOf('odd')).to.deep.equal({ error: 'unusable-answer', description: '' });
  });

  it('shows no token when one is printed', () => {
    const token = toToken({ access_token: 'access', token_type: 'bearer', refresh_token: 'refresh', scope: 'api id' });
    expect(inspect({ token }) + JSON.stringify({ token })).to.not.match(/'access'|"access"|refresh"|'refresh'/);
    expect(token).to.include({ accessToken: 'access', refreshToken: 'refresh' });
    expect(token.scopes).to.deep.equal(['api', 'id']);
  });

  it('reads organization and user from the identity URL', () => {
    const identityUrl = 'https://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA';
    expect(idsOf({ identityUrl })).to.deep.equal({ orgId: '00D000000000001EAA', userId: '005000000000001AAA' });
    expect(idsOf({ identityUrl: 'https://login.salesforce.com/id/x' })).to.deep.equal({});
  });

  it('signs assertions with RS256, each with an id of its own', async () => {
    const key = await createPrivateRsaKey(2048);
    const claims = { consumerKey: 'key', username: 'a@b.c', audience: 'https://login.salesforce.com', now: Date.now() };
    const [first, second] = [await signAssertion(key, claims), await signAssertion(key, claims)];
    const { payload, protectedHeader } = await jwtVerify(first, createPublicKey(key));
    expect(protectedHeader.alg).to.equal('RS256');
    expect(payload).to.include({ iss: 'key', sub: 'a@b.c', aud: 'https://login.salesforce.com' });
    expect((payload.exp ?? 0) * 1000 - claims.now).to.be.within(178_000, 181_000);
    expect(decodeJwt(second).jti).to.not.equal(payload.jti);
  });

  it('tells an approval page from a page with an error', async () => {
    const open = () => openAuthorize({ instanceUrl: origin, consumerKey: 'key', callbackUrl: 'https://a.example/cb' });
    answer = { status: 302, headers: { Location: '/login?startURL=x' }, body: '' };
    expect(await open()).to.deep.equal({ ok: true, value: 'page' });
    answer = {
      status: 302,
      headers: { Location: 'https://a.example/cb?error=access_denied&error_description=no+way' },
      body: '',
    };
    expect(await open()).to.deep.equal({ ok: false, refusal: { error: 'access_denied', description: 'no way' } });
    answer = { status: 400, body: '<p>error=redirect_uri_mismatch&amp;error_description=must%20match</p>' };
    expect(await open()).to.deep.equal({
      ok: false,
      refusal: { error: 'redirect_uri_mismatch', description: 'must match' },
    });
    answer = { status: 503, body: '' };
    expect(await open()).to.have.nested.property('refusal.error', 'HTTP 503');
  });
});
