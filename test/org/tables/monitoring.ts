import { audit, blob, bool, date, datetime, double, id, int, pick, ref, text, textarea } from './columns.js';
import { findComponents, readText } from '../metadata/index.js';
import { stamps, table, type Table } from './table.js';

export const monitoringTables: Table[] = [
  table({
    name: 'SetupAuditTrail',
    prefix: '0Ym',
    needs: ['ViewSetup'],
    columns: [
      id(),
      text('Action'),
      // Not filterable (audit.md A.7).
      text('Section', 255, { filterable: false }),
      textarea('Display'),
      datetime('CreatedDate'),
      ref('CreatedById', 'User'),
      text('CreatedByContext'),
      text('CreatedByIssuer'),
      text('DelegateUser'),
      text('ResponsibleNamespacePrefix'),
      datetime('SystemModstamp'),
    ],
  }),
  table({
    name: 'EventLogFile',
    prefix: '0AT',
    since: 32,
    needs: ['ViewEventLogFiles', 'ViewAllData'],
    columns: [
      id(),
      pick('EventType'),
      datetime('LogDate'),
      blob('LogFile'),
      text('LogFileContentType'),
      textarea('LogFileFieldNames'),
      textarea('LogFileFieldTypes'),
      double('LogFileLength'),
      pick('Interval', ['Daily', 'Hourly'], { since: 37 }),
      int('Sequence', { since: 37 }),
      double('ApiVersion'),
      datetime('CreatedDate'),
    ],
    rows: (org, { version }) =>
      org.state.eventLogFiles.map(({ row }) => ({
        ...row,
        LogFile: `/services/data/v${version}.0/sobjects/EventLogFile/${row.Id}/LogFile`,
      })),
  }),
  table({
    name: 'Certificate',
    prefix: '0P1',
    // Tooling only (audit.md A.11).
    api: ['tooling'],
    since: 37,
    columns: [
      id(),
      text('DeveloperName', 80),
      text('MasterLabel', 80),
      date('ExpirationDate'),
      int('KeySize'),
      bool('OptionsIsPrivateKeyExportable'),
      bool('OptionsIsCaSigned'),
      text('NamespacePrefix', 15),
      ...audit(),
    ],
    rows: (org) => [
      ...org.records('Certificate'),
      ...findComponents(org.state.metadata, 'Certificate').map((component) => ({
        ...stamps(component),
        Id: component.id,
        DeveloperName: component.fullName,
        MasterLabel: readText(component.fields, 'masterLabel') ?? component.fullName,
        ExpirationDate: readText(component.fields, 'expirationDate')?.slice(0, 10) ?? null,
        KeySize: Number(readText(component.fields, 'keySize')) || 2048,
        OptionsIsCaSigned: readText(component.fields, 'caSigned') === 'true',
      })),
    ],
  }),
  table({
    name: 'SecurityHealthCheck',
    prefix: '0Sh',
    api: ['tooling'],
    needs: ['ViewSetup'],
    columns: [id(), text('Score')],
  }),
  table({
    name: 'SecurityHealthCheckRisks',
    prefix: '0Sr',
    api: ['tooling'],
    needs: ['ViewSetup'],
    columns: [
      id(),
      pick('RiskType'),
      text('Setting'),
      text('SettingGroup'),
      pick('SettingRiskCategory'),
      text('OrgValue'),
      text('StandardValue'),
    ],
  }),
  table({
    name: 'PackageLicense',
    prefix: '050',
    columns: [id(), text('NamespacePrefix', 15), pick('Status'), int('AllowedLicenses'), int('UsedLicenses')],
  }),
  table({
    name: 'ApexClass',
    prefix: '01p',
    api: ['data', 'tooling'],
    columns: [id(), text('Name'), text('NamespacePrefix', 15), double('ApiVersion'), pick('Status'), ...audit()],
    rows: (org) =>
      findComponents(org.state.metadata, 'ApexClass').map((component) => ({
        ...stamps(component),
        Id: component.id,
        Name: component.fullName,
        Status: 'Active',
      })),
  }),
];
