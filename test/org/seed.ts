import type { LoopbackOrg } from './index.js';
import type { Grant } from './oauth/types.js';
import { openSession, randomToken, type Session } from './sessions.js';
import { timestamp, type Change, type Row, type Value } from './tables/table.js';
import { addUser as add } from './tables/users.js';
import { apiTotalUsageColumns, csvText, writeCsv } from './eventLogCsv.js';

/** What an audit reads besides apps: put into the org as if it had happened. Moments are days before the org's now. */
export type Moment = { daysAgo?: number | undefined; at?: Date | undefined };

const moment = ({ clock }: LoopbackOrg, { daysAgo = 0, at }: Moment): Date =>
  at ?? new Date(clock.now().getTime() - daysAgo * 86_400_000);

export const userNamed = ({ org }: LoopbackOrg, username: string): Row => {
  const user = org.records('User').find(({ Username }) => Username === username);
  if (!user) throw new Error(`The org has no user ${username}`);
  return user;
};

export type SeededUser = { username: string; profile?: string; name?: string; email?: string } & Moment & {
    isActive?: boolean;
    isFrozen?: boolean;
    userType?: string;
    lastLogin?: Moment;
  };

/** A user with what the platform adds by itself; gives the id. */
export const putUser = (org: LoopbackOrg, { username, profile = 'Standard User', ...more }: SeededUser): string => {
  const created = timestamp(moment(org, more));
  const change: Change = {
    Username: username,
    LastName: more.name ?? username,
    Email: more.email ?? username,
    IsActive: more.isActive ?? true,
    ...(more.userType !== undefined && { UserType: more.userType }),
    ...(more.lastLogin && { LastLoginDate: timestamp(moment(org, more.lastLogin)) }),
  };
  const id = add(org.org, { ...change, Username: username, LastName: String(change.LastName), profile });
  Object.assign(userNamed(org, username), { CreatedDate: created });
  if (more.isFrozen === true) freeze(org, username);
  return id;
};

/** Freezes or thaws a user: the login is blocked, tokens stay. */
export const freeze = (org: LoopbackOrg, username: string, isFrozen = true): void => {
  const { Id } = userNamed(org, username);
  const login = org.org.records('UserLogin').find(({ UserId }) => UserId === Id);
  if (!login) throw new Error(`${username} has no UserLogin`);
  login.IsFrozen = isFrozen;
};

export type SeededLogin = Moment & {
  username: string;
  application?: string;
  loginType?: string;
  loginSubType?: string | null;
  status?: string;
  sourceIp?: string;
  countryIso?: string;
  apiType?: string;
  apiVersion?: string;
  /** Where it came from, as LoginGeo has it. */
  geo?: { city: string; country: string; countryIso: string };
};

/** A row of LoginHistory; gives its id. */
export const putLogin = (org: LoopbackOrg, login: SeededLogin): string => {
  const time = timestamp(moment(org, login));
  const user = userNamed(org, login.username);
  const status = login.status ?? 'Success';
  const id = org.org.newId('0Ya');
  const geoId = login.geo ? org.org.newId('04F') : null;
  if (login.geo)
    org.org.records('LoginGeo').push({
      Id: geoId ?? '',
      City: login.geo.city,
      Country: login.geo.country,
      CountryIso: login.geo.countryIso,
      LoginTime: time,
    });
  org.org.records('LoginHistory').push({
    Id: id,
    UserId: user.Id,
    LoginTime: time,
    LoginType: login.loginType ?? 'Remote Access 2.0',
    LoginSubType: login.loginSubType ?? null,
    LoginUrl: new URL(org.url).host,
    Application: login.application ?? 'N/A',
    Status: status,
    SourceIp: login.sourceIp ?? org.state.sourceAddress,
    CountryIso: login.countryIso ?? login.geo?.countryIso ?? null,
    ApiType: login.apiType ?? 'N/A',
    ApiVersion: login.apiVersion ?? 'N/A',
    Browser: 'Unknown',
    Platform: 'Unknown',
    TlsProtocol: 'TLS 1.3',
    LoginGeoId: geoId,
    OptionsIsPost: true,
  });
  if (status === 'Success' && time > String(user.LastLoginDate ?? '')) user.LastLoginDate = time;
  return id;
};

export type SeededSession = Moment & {
  username: string;
  appName: string;
  appId?: string;
  sourceIp?: string;
  loginType?: string;
  loginSubType?: string;
  sessionType?: string;
  timeoutMinutes?: number;
  loginHistoryId?: string;
};

/** A live session: a row of AuthSession. */
export const putSession = (org: LoopbackOrg, { username, daysAgo, at, ...more }: SeededSession): Session => {
  const session = openSession(org.org, { ...more, userId: userNamed(org, username).Id, scopes: ['api'] });
  session.issuedAt = moment(org, { daysAgo, at });
  return session;
};

export type SeededChange = Moment & {
  action: string;
  display: string;
  section?: string;
  /** Username; the administrator unless said. */
  by?: string;
  delegate?: string;
  namespace?: string;
};

/** A row of SetupAuditTrail. */
export const putSetupChange = (org: LoopbackOrg, change: SeededChange): string => {
  const id = org.org.newId('0Ym');
  const time = timestamp(moment(org, change));
  org.org.records('SetupAuditTrail').push({
    Id: id,
    Action: change.action,
    Section: change.section ?? 'Connected Apps',
    Display: change.display,
    CreatedDate: time,
    CreatedById: userNamed(org, change.by ?? org.username).Id,
    DelegateUser: change.delegate ?? null,
    ResponsibleNamespacePrefix: change.namespace ?? null,
    SystemModstamp: time,
  });
  return id;
};

export type LogRow = Record<string, Value>;
export type SeededLog = Moment & {
  eventType?: string;
  interval?: 'Daily' | 'Hourly';
  sequence?: number;
  /** Columns in the order of the file; the order and the set change by release (audit.md A.9). */
  columns?: readonly string[];
  rows: Iterable<LogRow> | (() => Iterable<LogRow> | AsyncIterable<LogRow>);
  length?: number;
};

/** A file of EventLogFile; `rows` as a function makes a large one while it is being downloaded. */
export const putLogFile = (
  org: LoopbackOrg,
  { eventType = 'ApiTotalUsage', interval = 'Daily', columns = apiTotalUsageColumns, ...log }: SeededLog,
): string => {
  const id = org.org.newId('0AT');
  const date = moment(org, log).toISOString().slice(0, 10);
  const { rows } = log;
  const text = typeof rows === 'function' ? undefined : csvText(columns, rows);
  const content = (): Iterable<string> | AsyncIterable<string> =>
    typeof rows === 'function' ? writeCsv(columns, rows()) : [text ?? ''];
  org.state.eventLogFiles.push({
    row: {
      Id: id,
      EventType: eventType,
      LogDate: `${date}T00:00:00.000+0000`,
      LogFileContentType: 'text/csv',
      LogFileFieldNames: columns.join(','),
      LogFileFieldTypes: columns.map(() => 'String').join(','),
      LogFileLength: log.length ?? Buffer.byteLength(text ?? ''),
      Interval: interval,
      Sequence: log.sequence ?? (interval === 'Daily' ? 0 : 1),
      ApiVersion: 67,
      CreatedDate: `${date}T06:00:00.000+0000`,
    },
    content,
  });
  return id;
};

/** A certificate of the org, on /tooling; `expires` is a day. */
export const putCertificate = (
  { org }: LoopbackOrg,
  { name, expires, keySize = 2048 }: { name: string; expires: string | null; keySize?: number },
): string => {
  const id = org.newId('0P1');
  org
    .records('Certificate')
    .push({ Id: id, DeveloperName: name, MasterLabel: name, ExpirationDate: expires, KeySize: keySize });
  return id;
};

export type SeededToken = {
  username: string;
  appName: string;
  appId?: string;
  created?: Moment;
  /** Null: never used since. */
  lastUsed?: Moment | null;
  useCount?: number;
};

/** A grant: a row of OauthToken. */
export const putToken = (org: LoopbackOrg, token: SeededToken): Grant => {
  const created = moment(org, token.created ?? {});
  const grant: Grant = {
    id: org.org.newId('0CQ'),
    userId: userNamed(org, token.username).Id,
    appName: token.appName,
    ...(token.appId !== undefined && { appId: token.appId }),
    scopes: ['api'],
    refreshToken: randomToken(30),
    rotatedOut: [],
    deleteToken: randomToken(30),
    createdDate: created,
    lastUsedDate: token.lastUsed === null ? null : moment(org, token.lastUsed ?? token.created ?? {}),
    useCount: token.useCount ?? 1,
    clientId: 'elsewhere',
  };
  org.state.grants.push(grant);
  return grant;
};

/** Moves a component's record stamps into the past, and names who made it. */
export const ageComponent = (
  org: LoopbackOrg,
  id: string,
  { created, modified, createdBy }: { created?: Moment; modified?: Moment; createdBy?: string },
): void => {
  const component = org.state.metadata.components.find((one) => one.id === id);
  if (!component) throw new Error(`The org has no component ${id}`);
  if (created) component.createdDate = moment(org, created);
  if (modified ?? created) component.lastModifiedDate = moment(org, modified ?? created ?? {});
  if (createdBy !== undefined) component.createdById = userNamed(org, createdBy).Id;
};

/** A group of permission sets; its members are API names. */
export const putPermissionSetGroup = (org: LoopbackOrg, name: string, permissionSets: string[]): string => {
  const adminId = userNamed(org, org.username).Id;
  const now = org.clock.now();
  const id = org.org.newId('0PG');
  org.state.metadata.components.push({
    type: 'PermissionSetGroup',
    fullName: name,
    id,
    fields: { label: name, permissionSets },
    createdById: adminId,
    createdDate: now,
    lastModifiedById: adminId,
    lastModifiedDate: now,
  });
  return id;
};
