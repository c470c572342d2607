import { connectedApps, type ClientApp } from '../apps/index.js';
import { readText } from '../metadata/index.js';
import { audit, bool, email, id, int, pick, text, textarea, url } from './columns.js';
import { stamps, table, type Row, type Table } from './table.js';

/** No unit in SOQL: only null is unambiguous (audit.md A.1). */
const validity = ({ refreshPolicy }: ClientApp): number | null =>
  refreshPolicy.rule === 'infinite' ? null : refreshPolicy.rule === 'zero' ? 0 : refreshPolicy.period;

const show = (app: ClientApp): Row => ({
  ...stamps(app.component),
  Id: app.id,
  Name: app.label,
  StartUrl: app.startUrl ?? null,
  RefreshTokenValidityPeriod: validity(app),
  OptionsAllowAdminApprovedUsersOnly: app.isAdminApproved,
  OptionsRefreshTokenValidityMetric: app.refreshPolicy.rule === 'inactivity',
  OptionsHasSessionLevelPolicy: app.isHighAssurance,
  NamespacePrefix: app.component.namespacePrefix ?? null,
  ContactEmail: readText(app.component.fields, 'contactEmail') ?? null,
  Description: readText(app.component.fields, 'description') ?? null,
  SessionTimeout: app.sessionTimeoutMinutes ?? null,
});

const columns = [
  id(),
  text('Name', 80),
  url('StartUrl'),
  url('MobileStartUrl'),
  pick('MobileSessionTimeout'),
  pick('PinLength'),
  int('RefreshTokenValidityPeriod'),
  pick('NamedUserUvidTimeout'),
  pick('UvidTimeout'),
  bool('OptionsAllowAdminApprovedUsersOnly'),
  bool('OptionsRefreshTokenValidityMetric'),
  bool('OptionsHasSessionLevelPolicy'),
  bool('OptionsAppIssueJwtTokenEnabled'),
  bool('OptionsTokenExchangeManageBitEnabled'),
  bool('OptionsCodeCredentialGuestEnabled'),
  bool('OptionsAllowExpiredUvidJWT'),
  bool('OptionsFullContentPushNotifications'),
  bool('OptionsIsInternal'),
  ...audit(),
];

const connectedApplication = {
  name: 'ConnectedApplication',
  label: 'Connected App',
  prefix: '0H4',
  since: 33,
  needs: ['ViewSetup'],
  rows: (...[org]: Parameters<Table['rows']>): Row[] => connectedApps(org).map(show),
  children: [{ relationship: 'SetupEntityAccessItems', table: 'SetupEntityAccess', field: 'SetupEntityId' }],
};

/** The tooling endpoint shows a few columns more (audit.md A.1). */
export const connectedAppTables: Table[] = [
  table({ ...connectedApplication, columns }),
  table({
    ...connectedApplication,
    api: ['tooling'],
    columns: [
      ...columns,
      text('NamespacePrefix', 15),
      email('ContactEmail'),
      textarea('Description'),
      int('SessionTimeout'),
    ],
  }),
];
