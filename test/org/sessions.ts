import { randomBytes } from 'node:crypto';
import { findApp } from './apps/index.js';
import type { Org } from './org.js';

/** What an access token stands for. */
export type Session = {
  id: string;
  token: string;
  userId: string;
  /** Absent for a person's own `sf` session. */
  appId?: string;
  appName: string;
  scopes: string[];
  issuedAt: Date;
  lastUsedAt: Date;
  /** Absent: never times out. */
  timeoutMinutes?: number;
  /** The approval whose refresh token made it: revoking that one ends this session too (platform.md 6, revoke). */
  grantId?: string;
  loginHistoryId?: string;
  sourceIp: string;
  /** As AuthSession spells them; absent: an OAuth session of an API client. */
  loginType?: string;
  loginSubType?: string;
  sessionType?: string;
};

export type SessionRequest = Pick<Session, 'userId' | 'appName' | 'scopes'> &
  Partial<
    Pick<
      Session,
      | 'appId'
      | 'timeoutMinutes'
      | 'grantId'
      | 'loginHistoryId'
      | 'sourceIp'
      | 'loginType'
      | 'loginSubType'
      | 'sessionType'
    >
  >;

export const randomToken = (bytes: number): string => randomBytes(bytes).toString('base64url').replace(/[-_]/g, 'x');

export const openSession = (org: Org, request: SessionRequest): Session => {
  const session: Session = {
    ...request,
    id: org.newId('0Ak'),
    token: `${org.id.slice(0, 15)}!AQ${randomToken(66)}`,
    issuedAt: org.clock.now(),
    lastUsedAt: org.clock.now(),
    sourceIp: request.sourceIp ?? org.state.sourceAddress,
  };
  org.state.sessions.push(session);
  return session;
};

export const endSessions = (org: Org, which: (session: Session) => boolean): void => {
  org.state.sessions = org.state.sessions.filter((session) => !which(session));
};

export const expiresAt = ({ lastUsedAt, timeoutMinutes }: Session): Date | undefined =>
  timeoutMinutes === undefined ? undefined : new Date(lastUsedAt.getTime() + timeoutMinutes * 60_000);

/** The live session of a token: not ended, not timed out, its user still active. */
export const findSession = (org: Org, token: string): Session | undefined => {
  const session = org.state.sessions.find((candidate) => candidate.token === token);
  if (!session) return undefined;
  // Deleting an app ends what it was given (platform.md 2.7).
  if (session.appId !== undefined && !findApp(org, session.appId)) return undefined;
  const end = expiresAt(session);
  if (end && end <= org.clock.now()) return undefined;
  const user = org.state.records.User?.find(({ Id }) => Id === session.userId);
  return user?.IsActive === true ? session : undefined;
};
