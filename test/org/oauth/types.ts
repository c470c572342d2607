/** One user's approval of one app: a row of OauthToken. */
export type Grant = {
  id: string;
  userId: string;
  appName: string;
  appId?: string;
  scopes: string[];
  refreshToken: string;
  /** Refresh tokens that rotation replaced: using one again ends the grant (platform.md 1.3). */
  rotatedOut: string[];
  deleteToken: string;
  createdDate: Date;
  /** Null: issued and never used. */
  lastUsedDate: Date | null;
  useCount: number;
  /** The consumer key that asked. */
  clientId: string;
};

export type AuthorizationCode = {
  code: string;
  clientId: string;
  userId: string;
  redirectUri: string;
  scopes: string[];
  challenge?: string;
  issuedAt: Date;
  used: boolean;
};

/** An app of another org: its key is known, but it is not installed here (platform.md 3.2). */
export type ForeignApp = { key: string; name: string; family: 'connected-app' | 'external-client-app' };
