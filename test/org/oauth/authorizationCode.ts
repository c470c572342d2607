import { createHash } from 'node:crypto';
import type { Answer } from '../http/exchange.js';
import { millisecondsOf } from '../clock.js';
import { findClient, requireSecret } from './client.js';
import { refusals } from './errors.js';
import { addGrant } from './grants.js';
import { issueToken } from './issue.js';
import type { TokenCall } from './token.js';
import type { AuthorizationCode } from './types.js';

const codeLifeMs = millisecondsOf({ minutes: 15 });

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** A mismatch is `invalid_request`, a missing verifier `invalid_grant` (platform.md 6, PKCE details). */
const checkVerifier = ({ challenge }: AuthorizationCode, verifier: string | null): void => {
  if (challenge === undefined) return;
  if (!verifier) throw refusals.missingVerifier();
  if (verifier.length < 43 || verifier.length > 128 || challengeOf(verifier) !== challenge)
    throw refusals.wrongVerifier();
};

export const grantAuthorizationCode = ({ org, form, presented, address }: TokenCall): Answer => {
  const client = findClient(org, presented.key);
  const { app } = client;
  // A public client sends none; one that is sent must be right.
  if (!app.isSecretOptional || presented.secret !== undefined) requireSecret(client, presented.secret);
  const code = org.state.codes.find((candidate) => candidate.code === form.get('code'));
  if (code?.clientId !== presented.key) throw refusals.badCode();
  if (code.used || org.clock.now().getTime() > code.issuedAt.getTime() + codeLifeMs) throw refusals.expiredCode();
  if (form.get('redirect_uri') !== code.redirectUri) throw refusals.redirectMismatch();
  checkVerifier(code, form.get('code_verifier'));
  code.used = true;
  const { userId, scopes } = code;
  const issue = { userId, scopes, loginSubType: 'OauthWebServer', sourceIp: address };
  if (!scopes.includes('refresh_token')) return issueToken(org, client, issue);
  const grant = addGrant(org, app, userId, presented.key, scopes);
  return issueToken(org, client, { ...issue, grant, refreshToken: grant.refreshToken });
};
