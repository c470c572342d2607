import { createPublicKey, verify, X509Certificate, type KeyObject } from 'node:crypto';
import type { ClientApp } from '../apps/index.js';
import type { Answer } from '../http/exchange.js';
import type { Org } from '../org.js';
import { findUser } from '../tables/users.js';
import { findClient } from './client.js';
import { refusals } from './errors.js';
import { issueToken } from './issue.js';
import type { TokenCall } from './token.js';
import { admitUser } from './users.js';

type Claims = Partial<Record<'iss' | 'sub' | 'prn' | 'aud' | 'jti', string>> & { exp?: number };

const decode = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    throw refusals.badAssertion();
  }
};

/** An app may hold a PEM certificate or bare base64 DER (platform.md 8.36). */
const publicKey = (certificate: string): KeyObject => {
  const der = Buffer.from(certificate, 'base64');
  return createPublicKey(
    new X509Certificate(certificate.includes('BEGIN') ? certificate : der).publicKey.export({
      type: 'spki',
      format: 'pem',
    }),
  );
};

const isSignedBy = (certificate: string | undefined, assertion: string): boolean => {
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  if ((decode(header) as { alg?: string }).alg !== 'RS256' || !certificate) return false;
  return verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    publicKey(certificate),
    Buffer.from(signature, 'base64url'),
  );
};

const audiences = (org: Org): string[] => [
  org.state.switches.isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com',
  org.url,
];

/** Three minutes are allowed for clocks that differ; a far future is not capped (platform.md 6, JWT notes). */
const skewMs = 180_000;

const checkClaims = (org: Org, { aud, exp, jti }: Claims): void => {
  if (!audiences(org).includes((aud ?? '').replace(/\/$/, ''))) throw refusals.wrongAudience();
  if (typeof exp !== 'number' || exp * 1000 + skewMs < org.clock.now().getTime()) throw refusals.expiredAssertion();
  if (jti !== undefined && org.state.usedAssertionIds.has(jti)) throw refusals.repeatedAssertion();
  if (jti !== undefined) org.state.usedAssertionIds.add(jti);
};

/** Self-authorised apps need an earlier approval that included a refresh token. */
const isApproved = (org: Org, app: ClientApp, userId: string): boolean =>
  app.isAdminApproved || org.state.grants.some((grant) => grant.appId === app.id && grant.userId === userId);

export const grantJwtBearer = ({ org, form, address }: TokenCall): Answer => {
  const assertion = form.get('assertion') ?? '';
  const claims = decode(assertion.split('.')[1] ?? '') as Claims;
  const client = findClient(org, claims.iss ?? '');
  const { app } = client;
  if (form.has('scope')) throw refusals.scopeNotAllowed();
  if (!isSignedBy(app.certificate, assertion)) throw refusals.wrongSecret();
  checkClaims(org, claims);
  if (!app.scopes.includes('refresh_token')) throw refusals.refreshScopeMissing();
  const user = findUser(org, claims.sub ?? claims.prn ?? '');
  if (!user) throw refusals.notApproved();
  admitUser(org, { app, user, address, loginSubType: null });
  if (!isApproved(org, app, user.Id)) throw refusals.notApproved();
  if (app.isHighAssurance) throw refusals.sessionLevel();
  // Never a refresh token, although the scope had to be there (platform.md 8.22).
  return issueToken(org, client, { userId: user.Id, scopes: app.scopes, loginSubType: null, sourceIp: address });
};
