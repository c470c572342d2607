import { unknown, type Fact } from './types.js';

/**
 * What an org tells besides its apps, settings and tokens. Every part is a fact: known in full, or not known and why, so
 * that a rule can never take a refusal for an empty list. Ids have 18 characters where the org gave 18; compare the
 * first 15. Times are ISO 8601 in UTC. Plain JSON, so that a snapshot holds it as it is.
 */
export type OrgEvidence = {
  /** Alias or username, as findings and coverage name the org. */
  org: string;
  orgId?: string | undefined;
  isSandbox: Fact<boolean>;
  /** `Organization.OrganizationType`: `Developer Edition`; absent where it was not read. */
  edition?: string | undefined;
  /** When it was read. */
  readAt: string;
  preflight: PreflightItem[];
  /** Every user that can appear in a finding: holders of tokens and permissions, run-as users, creators of apps. */
  users: Fact<InventoryUser[]>;
  /** Who holds the user permissions that rules ask for. */
  permissionHolders: Fact<PermissionHolders[]>;
  /** Objects that the users behind apps may reach; only rows that grant something. */
  objectAccess: Fact<ObjectAccess[]>;
  /** Ids of the users that `objectAccess` was read for; of others it says nothing. */
  objectAccessOf?: string[] | undefined;
  /** Which permission sets and profiles open which app, and who holds them. */
  appAccess: Fact<AppAccess>;
  licenses: Fact<InventoryLicense[]>;
  profiles: Fact<InventoryProfile[]>;
  certificates: Fact<OrgCertificate[]>;
  /** OAuth consumers of External Client Apps, without key and secret. */
  consumers: Fact<AppConsumer[]>;
  /** Staged credentials; readable only where the org lets secrets be read. */
  stagedCredentials: Fact<StagedCredential[]>;
  logins: Fact<Logins>;
  sessions: Fact<LiveSession[]>;
  setupChanges: Fact<SetupChanges>;
  /** What apps did, from the API log. */
  apiUsage: Fact<ApiUsage>;
  /** How far back the API log reaches. */
  apiLogRetention: Fact<LogRetention>;
};

/** One thing that the signed-in user needs for a full audit, and what stays hidden without it. */
export type PreflightItem = {
  /** Name of the user permission, without "Permissions". */
  permission: string;
  label: string;
  held: Fact<boolean>;
  /** Part of a sentence: "only the own tokens of that user can be seen". */
  hides: string;
};

export type InventoryUser = {
  id: string;
  username: string;
  name?: string | undefined;
  email?: string | undefined;
  isActive: boolean;
  isFrozen: Fact<boolean>;
  /** `Standard`, `CsnOnly`, `AutomatedProcess` … as the org says it. */
  userType?: string | undefined;
  profileId?: string | undefined;
  profile?: string | undefined;
  /** Name of the user licence: `Salesforce Integration`. */
  license?: string | undefined;
  /** API Only User, through profile, permission set or group. */
  apiOnly: Fact<boolean>;
  lastLoginDate?: string | undefined;
  createdDate?: string | undefined;
};

/** `via` names permission sets, groups and profiles. */
export type PermissionHolders = {
  permission: string;
  /** False when this org has no such permission: what hangs on it does not apply. */
  exists: boolean;
  holders: Array<{ userId: string; via: string[] }>;
};

export type ObjectRight = 'read' | 'create' | 'edit' | 'delete' | 'view-all' | 'modify-all';
export type ObjectAccess = { userId: string; object: string; access: ObjectRight[]; via: string[] };

export type AppAccess = {
  grants: Array<{ applicationId: string; parentId: string; parent: string; isProfile: boolean }>;
  /** Active users by the first 15 characters of a parent's id. */
  holders: Record<string, string[]>;
};

export type InventoryLicense = { name: string; key?: string | undefined; total: number; used: number };

export type InventoryProfile = {
  name: string;
  loginIpRanges: Array<{ start: string; end: string }>;
  sessionTimeoutMinutes?: number | undefined;
};

export type OrgCertificate = {
  id: string;
  name: string;
  label?: string | undefined;
  /** Date, `YYYY-MM-DD`. */
  expires?: string | undefined;
  keySize?: number | undefined;
};

export type AppConsumer = {
  id: string;
  applicationId: string;
  name?: string | undefined;
  createdDate?: string | undefined;
  lastModifiedDate?: string | undefined;
};

export type StagedCredential = { applicationId: string; consumerId: string; stagedAt?: string | undefined };

/** Logins of a window, grouped: never one row a login. */
export type Logins = {
  from: string;
  to: string;
  groups: LoginGroup[];
  /** Why no group tells addresses and API versions; undefined when those of programs do. */
  withoutAddresses?: string | undefined;
};
export type LoginGroup = {
  userId: string;
  /** App name as the login recorded it. */
  application?: string | undefined;
  loginType: string;
  loginSubType?: string | undefined;
  status?: string | undefined;
  sourceIp?: string | undefined;
  countryIso?: string | undefined;
  apiType?: string | undefined;
  apiVersion?: string | undefined;
  count: number;
  last: string;
  first?: string | undefined;
};

export type LiveSession = {
  id: string;
  userId: string;
  loginType?: string | undefined;
  loginSubType?: string | undefined;
  application?: string | undefined;
  sessionType?: string | undefined;
  sourceIp?: string | undefined;
  createdDate: string;
  lastModifiedDate?: string | undefined;
  secondsValid?: number | undefined;
};

export type SetupChanges = { from: string; to: string; changes: SetupChange[] };
export type SetupChange = {
  id: string;
  action: string;
  section?: string | undefined;
  display: string;
  at: string;
  byId?: string | undefined;
  by?: string | undefined;
  /** Somebody of Salesforce, on behalf of the user. */
  delegate?: string | undefined;
  namespace?: string | undefined;
};

export type LogRetention = { eventType: string; earliest: string; latest: string; files: number; hourly: boolean };

/** Aggregates of the API log; never one row a call. */
export type ApiUsage = {
  source: 'ApiTotalUsage' | 'ApiTotalUsageEventLog';
  from: string;
  to: string;
  daysWithData: number;
  calls: number;
  apps: AppUsage[];
  /** Calls that name no app. */
  unattributedCalls: number;
};

export type AppUsage = {
  /** CONNECTED_APP_ID (15 characters), else CONNECTED_APP_NAME, else `CLIENT_NAME@USER_NAME`. */
  key: string;
  keyKind: 'id' | 'name' | 'client-and-user';
  appId?: string | undefined;
  appName?: string | undefined;
  calls: number;
  firstSeen: string;
  lastSeen: string;
  daysWithData: number;
  /** `REST`, `SOAP`, `Bulk`, `ApexREST`. */
  families: Record<string, number>;
  /** API_CLIENT_CATEGORY. */
  categories: Record<string, number>;
  clients: Record<string, number>;
  methods: Record<string, number>;
  /** Below the version: `/sobjects`, `/query`, `/connect`, `/wave`, `/jobs/ingest`; for SOAP the operation. */
  resources: Record<string, number>;
  entities: Array<{ object: string; methods: Record<string, number> }>;
  versions: Record<string, number>;
  addresses: Array<{ ip: string; calls: number; firstSeen: string; lastSeen: string }>;
  users: Array<{ userId: string; username?: string | undefined; calls: number }>;
  /** By status code; empty text for none. */
  statuses: Record<string, number>;
  /** Calls by day, `YYYY-MM-DD`. */
  days: Record<string, number>;
  bulkJobs: number;
  deletedJobs: number;
  /** Times at which calls looked like reconnaissance followed by a bulk export (audit.md C.3). */
  reconnaissance: string[];
  /** A list above was cut at its bound. */
  truncated: boolean;
};

/** An org of which nothing is known besides its apps, and why. */
export const unreadEvidence = (org: string, reason: string): OrgEvidence => {
  const unread = unknown(reason);
  return {
    org,
    isSandbox: unread,
    readAt: '',
    preflight: [],
    users: unread,
    permissionHolders: unread,
    objectAccess: unread,
    appAccess: unread,
    licenses: unread,
    profiles: unread,
    certificates: unread,
    consumers: unread,
    stagedCredentials: unread,
    logins: unread,
    sessions: unread,
    setupChanges: unread,
    apiUsage: unread,
    apiLogRetention: unread,
  };
};
