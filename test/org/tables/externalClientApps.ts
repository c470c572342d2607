import { externalClientApps } from '../apps/index.js';
import { readGroups } from '../lists.js';
import { findFamily, readText } from '../metadata/index.js';
import { audit, email, id, int, pick, ref, text, textarea, url } from './columns.js';
import { derivedId } from './derivedId.js';
import { eca, names, parent, texts } from './externalClientApp.js';
import { stamps, timestamp, type Table } from './table.js';

export const externalClientAppTables: Table[] = [
  eca({
    name: 'ExternalClientApplication',
    prefix: '0xI',
    columns: [
      id(),
      ...names(),
      textarea('Description', { filterable: true }),
      email('ContactEmail'),
      text('ContactPhone', 40),
      pick('DistributionState', ['Local', 'Packaged', 'Managed']),
      text('NamespacePrefix', 15),
      text('OrgScopedExternalApp'),
      pick('ManagedType'),
      text('ManagedCollection'),
      int('Version'),
      url('InfoUrl'),
      url('LogoUrl'),
      ...audit(),
    ],
    rows: (org) =>
      externalClientApps(org).map(({ id: appId, name, label, component }) => ({
        ...stamps(component),
        Id: appId,
        DeveloperName: name,
        MasterLabel: label,
        NamespacePrefix: component.namespacePrefix ?? null,
        Version: 1,
        ...texts(component.fields, {
          Description: 'description',
          ContactEmail: 'contactEmail',
          ContactPhone: 'contactPhone',
          OrgScopedExternalApp: 'orgScopedExternalApp',
          InfoUrl: 'infoUrl',
          LogoUrl: 'logoUrl',
        }),
        DistributionState: readText(component.fields, 'distributionState') || 'Local',
      })),
  }),
  eca({
    name: 'ExtlClntAppOauthConsumer',
    prefix: '888',
    // Neither key nor secret (audit.md A.8).
    columns: [...parent(), text('MasterLabel', 80), ...audit()],
    rows: (org) =>
      externalClientApps(org).flatMap((app) =>
        org.state.metadata.consumers
          .filter(({ appId }) => appId === app.id)
          .map((consumer) => ({
            Id: consumer.id,
            ExternalClientApplicationId: app.id,
            MasterLabel: app.label,
            CreatedDate: timestamp(consumer.createdDate),
            CreatedById: app.component.createdById,
            LastModifiedDate: timestamp(consumer.lastModifiedDate),
            LastModifiedById: app.component.lastModifiedById,
          })),
      ),
  }),
  eca({
    name: 'ExtlClntAppOauthIpRange',
    prefix: '0xR',
    columns: [
      id(),
      ref('ExtlClntAppOauthSettingsId', 'ExtlClntAppOauthSettings'),
      text('StartIpAddress', 45),
      text('EndIpAddress', 45),
      text('Description'),
      ...audit(),
    ],
    rows: (org) =>
      externalClientApps(org).flatMap((app) => {
        const settings = findFamily(org.state.metadata, app.name, 'ExtlClntAppOauthSettings');
        return settings
          ? readGroups(settings.fields, 'trustedIpRanges').map((range, i) => ({
              ...stamps(settings),
              Id: derivedId('0xR', `${settings.id}${i}`),
              ExtlClntAppOauthSettingsId: settings.id,
              ...texts(range, {
                StartIpAddress: 'startIpAddress',
                EndIpAddress: 'endIpAddress',
                Description: 'description',
              }),
            }))
          : [];
      }),
  }),
];
