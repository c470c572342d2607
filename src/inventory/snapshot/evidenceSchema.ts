import { z } from 'zod';
import type {
  ApiUsage,
  AppAccess,
  AppConsumer,
  AppUsage,
  InventoryLicense,
  InventoryProfile,
  InventoryUser,
  LiveSession,
  LoginGroup,
  Logins,
  LogRetention,
  ObjectAccess,
  OrgCertificate,
  OrgEvidence,
  PermissionHolders,
  PreflightItem,
  SetupChange,
  SetupChanges,
  StagedCredential,
} from '../evidence.js';
import { counts, fact, flag, maybeText, number, objectOf, text, texts } from './shapes.js';

const preflight = objectOf<PreflightItem>({ permission: text, label: text, held: fact(flag), hides: text });

const user = objectOf<InventoryUser>({
  id: text,
  username: text,
  name: maybeText,
  email: maybeText,
  isActive: flag,
  isFrozen: fact(flag),
  userType: maybeText,
  profileId: maybeText,
  profile: maybeText,
  license: maybeText,
  apiOnly: fact(flag),
  lastLoginDate: maybeText,
  createdDate: maybeText,
});

const permissionHolders = objectOf<PermissionHolders>({
  permission: text,
  exists: flag,
  holders: z.array(z.object({ userId: text, via: texts })),
});

const objectAccess = objectOf<ObjectAccess>({
  userId: text,
  object: text,
  access: z.array(z.enum(['read', 'create', 'edit', 'delete', 'view-all', 'modify-all'])),
  via: texts,
});

const appAccess = objectOf<AppAccess>({
  grants: z.array(z.object({ applicationId: text, parentId: text, parent: text, isProfile: flag })),
  holders: z.record(text, texts),
});

const license = objectOf<InventoryLicense>({ name: text, key: maybeText, total: number, used: number });

const profile = objectOf<InventoryProfile>({
  name: text,
  loginIpRanges: z.array(z.object({ start: text, end: text })),
  sessionTimeoutMinutes: number.optional(),
});

const certificate = objectOf<OrgCertificate>({
  id: text,
  name: text,
  label: maybeText,
  expires: maybeText,
  keySize: number.optional(),
});

const consumer = objectOf<AppConsumer>({
  id: text,
  applicationId: text,
  name: maybeText,
  createdDate: maybeText,
  lastModifiedDate: maybeText,
});

const staged = objectOf<StagedCredential>({ applicationId: text, consumerId: text, stagedAt: maybeText });

const loginGroup = objectOf<LoginGroup>({
  userId: text,
  application: maybeText,
  loginType: text,
  loginSubType: maybeText,
  status: maybeText,
  sourceIp: maybeText,
  countryIso: maybeText,
  apiType: maybeText,
  apiVersion: maybeText,
  count: number,
  last: text,
  first: maybeText,
});

const logins = objectOf<Logins>({
  from: text,
  to: text,
  groups: z.array(loginGroup),
  withoutAddresses: maybeText,
});

const session = objectOf<LiveSession>({
  id: text,
  userId: text,
  loginType: maybeText,
  loginSubType: maybeText,
  application: maybeText,
  sessionType: maybeText,
  sourceIp: maybeText,
  createdDate: text,
  lastModifiedDate: maybeText,
  secondsValid: number.optional(),
});

const setupChange = objectOf<SetupChange>({
  id: text,
  action: text,
  section: maybeText,
  display: text,
  at: text,
  byId: maybeText,
  by: maybeText,
  delegate: maybeText,
  namespace: maybeText,
});

const setupChanges = objectOf<SetupChanges>({ from: text, to: text, changes: z.array(setupChange) });

const appUsage = objectOf<AppUsage>({
  key: text,
  keyKind: z.enum(['id', 'name', 'client-and-user']),
  appId: maybeText,
  appName: maybeText,
  calls: number,
  firstSeen: text,
  lastSeen: text,
  daysWithData: number,
  families: counts,
  categories: counts,
  clients: counts,
  methods: counts,
  resources: counts,
  entities: z.array(z.object({ object: text, methods: counts })),
  versions: counts,
  addresses: z.array(z.object({ ip: text, calls: number, firstSeen: text, lastSeen: text })),
  users: z.array(z.object({ userId: text, username: maybeText, calls: number })),
  statuses: counts,
  days: counts,
  bulkJobs: number,
  deletedJobs: number,
  reconnaissance: texts,
  truncated: flag,
});

const apiUsage = objectOf<ApiUsage>({
  source: z.enum(['ApiTotalUsage', 'ApiTotalUsageEventLog']),
  from: text,
  to: text,
  daysWithData: number,
  calls: number,
  apps: z.array(appUsage),
  unattributedCalls: number,
});

const retention = objectOf<LogRetention>({
  eventType: text,
  earliest: text,
  latest: text,
  files: number,
  hourly: flag,
});

export const orgEvidence = objectOf<OrgEvidence>({
  org: text,
  orgId: maybeText,
  isSandbox: fact(flag),
  edition: maybeText,
  readAt: text,
  preflight: z.array(preflight),
  users: fact(z.array(user)),
  permissionHolders: fact(z.array(permissionHolders)),
  objectAccess: fact(z.array(objectAccess)),
  objectAccessOf: texts.optional(),
  appAccess: fact(appAccess),
  licenses: fact(z.array(license)),
  profiles: fact(z.array(profile)),
  certificates: fact(z.array(certificate)),
  consumers: fact(z.array(consumer)),
  stagedCredentials: fact(z.array(staged)),
  logins: fact(logins),
  sessions: fact(z.array(session)),
  setupChanges: fact(setupChanges),
  apiUsage: fact(apiUsage),
  apiLogRetention: fact(retention),
});
