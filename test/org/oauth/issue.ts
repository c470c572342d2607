import { createHmac } from 'node:crypto';
import { json, type Answer } from '../http/exchange.js';
import type { Org } from '../org.js';
import { openSession, type Session } from '../sessions.js';
import type { Client } from './client.js';
import { recordLogin } from './logins.js';
import type { Grant } from './types.js';

export type Issue = {
  userId: string;
  scopes: string[];
  loginSubType: string | null;
  sourceIp: string;
  grant?: Grant;
  /** The refresh token to hand out: not every answer has one. */
  refreshToken?: string;
};

const show = (org: Org, { credential }: Client, session: Session, refreshToken: string | undefined): Answer => {
  const id = `${org.url}/id/${org.id}/${session.userId}`;
  const issuedAt = String(session.issuedAt.getTime());
  const signature = createHmac('sha256', credential.secret)
    .update(id + issuedAt)
    .digest('base64');
  // No `expires_in`: the lifetime is policy (platform.md 8.24).
  return json(
    200,
    {
      access_token: session.token,
      ...(refreshToken && { refresh_token: refreshToken }),
      signature,
      scope: session.scopes.join(' '),
      instance_url: org.url,
      id,
      token_type: 'Bearer',
      issued_at: issuedAt,
      api_instance_url: 'https://api.salesforce.com',
    },
    { 'Cache-Control': 'no-cache, no-store' },
  );
};

/** Opens a session for the app's user and answers with its token. */
export const issueToken = (org: Org, client: Client, issue: Issue): Answer => {
  const { app } = client;
  const login = recordLogin(org, { ...issue, application: app.label, status: 'Success' });
  const session = openSession(org, {
    userId: issue.userId,
    appId: app.id,
    appName: app.label,
    scopes: issue.scopes,
    timeoutMinutes: app.sessionTimeoutMinutes ?? defaultTimeoutMinutes,
    loginHistoryId: login.Id,
    sourceIp: issue.sourceIp,
    ...(issue.grant && { grantId: issue.grant.id }),
  });
  return show(org, client, session, issue.refreshToken);
};

/** The org's own session timeout, for apps that set none. */
const defaultTimeoutMinutes = 120;
