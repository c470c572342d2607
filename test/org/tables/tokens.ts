import { clientApps, type ClientApp } from '../apps/index.js';
import { findComponents } from '../metadata/index.js';
import type { Grant } from '../oauth/types.js';
import type { Org } from '../org.js';
import { hasPermission } from './hasPermission.js';
import { expiresAt } from '../sessions.js';
import { bool, datetime, id, int, pick, ref, text, url } from './columns.js';
import { derivedId } from './derivedId.js';
import { table, timestamp, type Row, type Table, type Viewer } from './table.js';

/** Without the right to see all, the answer is silently one's own (audit.md A.2, A.6). */
const ownOnly = (viewer: Viewer, rows: Row[], column: string, ...seesAll: string[]): Row[] =>
  hasPermission(viewer, ...seesAll) ? rows : rows.filter((row) => row[column] === viewer.userId);

const menuItemId = (appId: string): string => derivedId('0DS', appId);

const showGrant = (grant: Grant, menuItem: string | null): Row => ({
  Id: grant.id,
  AppName: grant.appName,
  AppMenuItemId: menuItem,
  UserId: grant.userId,
  CreatedDate: timestamp(grant.createdDate),
  LastUsedDate: grant.lastUsedDate && timestamp(grant.lastUsedDate),
  UseCount: grant.useCount,
  DeleteToken: grant.deleteToken,
  AccessToken: grant.refreshToken,
  RequestToken: null,
});

type Shown = { row: Row; of: Grant; menuItem: string | null };

/** Rows of before: there are tens of thousands of grants, and few change between two queries. */
const shownGrants = new WeakMap<Grant, Shown>();

const rowOf = (grant: Grant, menuItem: string | null): Row => {
  const known = shownGrants.get(grant);
  const { of: before } = known ?? {};
  if (
    known?.menuItem === menuItem &&
    before?.lastUsedDate === grant.lastUsedDate &&
    before.createdDate === grant.createdDate &&
    before.useCount === grant.useCount &&
    before.refreshToken === grant.refreshToken
  )
    return known.row;
  const row = showGrant(grant, menuItem);
  shownGrants.set(grant, { row, of: { ...grant }, menuItem });
  return row;
};

/** Tokens of External Client Apps often have no menu item: here, never (audit.md A.2). */
const tokenRows = (org: Org): Row[] => {
  const items = new Map(
    findComponents(org.state.metadata, 'ConnectedApp').map(({ id: appId }) => [appId, menuItemId(appId)]),
  );
  return org.state.grants.map((grant) => rowOf(grant, items.get(grant.appId ?? '') ?? null));
};

/** Name and prefix stand apart here (audit.md A.3). */
const localName = ({ name, component: { namespacePrefix } }: ClientApp): string =>
  namespacePrefix ? name.replace(`${namespacePrefix}__`, '') : name;

const menuRows = (org: Org): Row[] =>
  clientApps(org).map((app) => ({
    Id: menuItemId(app.id),
    ApplicationId: app.id,
    Name: localName(app),
    Label: app.label,
    // The documented list has no value for External Client Apps (audit.md A.3).
    Type: 'ConnectedApplication',
    NamespacePrefix: app.component.namespacePrefix ?? null,
    StartUrl: app.startUrl ?? null,
    IsUsingAdminAuthorization: app.isAdminApproved,
    IsAccessible: true,
    IsVisible: true,
  }));

const sessionRows = (org: Org): Row[] =>
  org.state.sessions.map((session) => {
    const end = expiresAt(session);
    return {
      Id: session.id,
      UsersId: session.userId,
      CreatedDate: timestamp(session.issuedAt),
      LastModifiedDate: timestamp(session.lastUsedAt),
      NumSecondsValid: end ? (end.getTime() - session.lastUsedAt.getTime()) / 1000 : 7200,
      LoginType: session.loginType ?? 'Remote Access 2.0',
      LoginSubType: session.loginSubType ?? null,
      LoginHistoryId: session.loginHistoryId ?? null,
      SessionType: session.sessionType ?? 'API',
      SessionSecurityLevel: 'STANDARD',
      SourceIp: session.sourceIp,
      UserType: 'Standard',
    };
  });

const unfilterable = { filterable: false };

/** Where a login came from is for Manage Users only (audit.md A.6). */
const loginRows = (org: Org, viewer: Viewer): Row[] => {
  const rows = ownOnly(viewer, org.records('LoginHistory'), 'UserId', 'ManageUsers', 'MonitorLoginHistory');
  return hasPermission(viewer, 'ManageUsers') ? rows : rows.map((row) => ({ ...row, LoginGeoId: null }));
};

export const tokenTables: Table[] = [
  table({
    name: 'OauthToken',
    prefix: '0CQ',
    since: 32,
    // 500 rows a page, no more than 2,500 in all (audit.md A.2).
    pageSize: 500,
    hardStop: 2500,
    columns: [
      id(),
      text('AccessToken', 255, { ...unfilterable, groupable: false, sortable: false }),
      text('RequestToken', 255, { ...unfilterable, groupable: false, sortable: false }),
      text('DeleteToken', 255, { ...unfilterable, groupable: false, sortable: false }),
      ref('AppMenuItemId', 'AppMenuItem'),
      text('AppName', 80),
      datetime('CreatedDate'),
      datetime('LastUsedDate'),
      int('UseCount'),
      ref('UserId', 'User'),
    ],
    rows: (org, viewer) => ownOnly(viewer, tokenRows(org), 'UserId', 'CustomizeApplication'),
  }),
  table({
    name: 'AppMenuItem',
    prefix: '0DS',
    columns: [
      id(),
      ref('ApplicationId', [], { relationshipName: null }),
      text('Name', 80),
      text('Label', 80),
      text('NamespacePrefix', 15),
      pick('Type', ['ConnectedApplication', 'Network', 'ServiceProvider', 'TabSet']),
      url('StartUrl'),
      url('MobileStartUrl'),
      bool('IsUsingAdminAuthorization'),
      bool('IsAccessible'),
      bool('IsVisible'),
      bool('IsRegisteredDeviceOnly', { since: 49 }),
    ],
    rows: menuRows,
  }),
  table({
    name: 'LoginHistory',
    prefix: '0Ya',
    since: 21,
    // Filterable only what the reference lists (audit.md A.6).
    columns: [
      id(),
      ref('UserId', 'User'),
      datetime('LoginTime'),
      pick('LoginType'),
      pick('LoginSubType'),
      text('LoginUrl'),
      text('SourceIp', 45),
      text('ForwardedForIp', 255, { ...unfilterable, since: 61 }),
      text('Application', 255, unfilterable),
      text('Status', 255, unfilterable),
      text('Browser', 255, unfilterable),
      text('Platform', 255, unfilterable),
      text('ApiType', 255, unfilterable),
      text('ApiVersion', 255, unfilterable),
      text('ClientVersion', 255, unfilterable),
      text('AuthMethodReference', 255, unfilterable),
      text('AuthContextClassRef', 255, { ...unfilterable, since: 67 }),
      text('AuthenticationServiceId', 18),
      text('CipherSuite'),
      text('CountryIso', 2),
      text('TlsProtocol'),
      ref('LoginGeoId', 'LoginGeo', unfilterable),
      text('NetworkId', 18),
      bool('OptionsIsGet'),
      bool('OptionsIsPost'),
    ],
    rows: loginRows,
  }),
  table({
    name: 'AuthSession',
    prefix: '0Ak',
    columns: [
      id(),
      ref('UsersId', 'User'),
      datetime('CreatedDate'),
      datetime('LastModifiedDate'),
      int('NumSecondsValid'),
      pick('LoginType'),
      ref('LoginHistoryId', 'LoginHistory'),
      pick('SessionType'),
      pick('SessionSecurityLevel'),
      text('SourceIp', 45),
      pick('UserType'),
      text('ParentId', 18),
      bool('IsAssociatedWithJwtAccessToken', { since: 64 }),
      pick('LoginSubType', [], { since: 67 }),
    ],
    rows: (org, viewer) => ownOnly(viewer, sessionRows(org), 'UsersId', 'ManageUsers'),
    remove: (org, _viewer, row) => {
      org.state.sessions = org.state.sessions.filter((session) => session.id !== row.Id);
    },
  }),
];
