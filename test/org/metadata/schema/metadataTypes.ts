import { connectedApp } from './connectedApp.js';
import * as eca from './externalClientApp.js';
import * as others from './others.js';
import { permissionSet } from './permissionSet.js';
import { complex, type ComplexType } from './schema.js';
import { settingsTypes } from './settings.js';

export type MetadataType = {
  name: string;
  /** Folder and file ending in metadata format. */
  folder: string;
  suffix: string;
  /** First API version that knows the type. */
  since: number;
  /** First three characters of its record ids; those of the satellites are this org's own choice, no fact names them. */
  idPrefix: string;
  schema: ComplexType;
  isFamily?: boolean;
  /** The content stands in `X.<suffix>`, the metadata in `X.<suffix>-meta.xml`. */
  hasContent?: boolean;
};

const family = (
  name: string,
  suffix: string,
  folder: string,
  sinceVersion: number,
  idPrefix: string,
  schema: ComplexType = eca.openFamilyType(name),
): MetadataType => ({ name, suffix, folder, since: sinceVersion, idPrefix, schema, isFamily: true });

/** In the order in which one deploy saves them: what others refer to comes first (platform.md 1.1, 2.1, 2.7). */
export const metadataTypes: readonly MetadataType[] = [
  {
    name: 'Settings',
    folder: 'settings',
    suffix: 'settings',
    since: 47,
    idPrefix: '0ST',
    schema: complex('Settings', {}),
  },
  {
    name: 'ApexClass',
    folder: 'classes',
    suffix: 'cls',
    since: 7,
    idPrefix: '01p',
    schema: others.apexClass,
    hasContent: true,
  },
  {
    name: 'Certificate',
    folder: 'certs',
    suffix: 'crt',
    since: 36,
    idPrefix: '0P1',
    schema: others.certificate,
    hasContent: true,
  },
  {
    name: 'PermissionSet',
    folder: 'permissionsets',
    suffix: 'permissionset',
    since: 22,
    idPrefix: '0PS',
    schema: permissionSet,
  },
  { name: 'Profile', folder: 'profiles', suffix: 'profile', since: 10, idPrefix: '00e', schema: others.profile },
  {
    name: 'ConnectedApp',
    folder: 'connectedApps',
    suffix: 'connectedApp',
    since: 29,
    idPrefix: '0H4',
    schema: connectedApp,
  },
  family('ExternalClientApplication', 'eca', 'externalClientApps', 59, '0xI', eca.application),
  family('ExtlClntAppOauthSettings', 'ecaOauth', 'extlClntAppOauthSettings', 59, '0xJ', eca.oauthSettings),
  family(
    'ExtlClntAppGlobalOauthSettings',
    'ecaGlblOauth',
    'extlClntAppGlobalOauthSets',
    59,
    '0xK',
    eca.globalOauthSettings,
  ),
  family(
    'ExtlClntAppOauthConfigurablePolicies',
    'ecaOauthPlcy',
    'extlClntAppOauthPolicies',
    59,
    '0xL',
    eca.oauthPolicies,
  ),
  family('ExtlClntAppConfigurablePolicies', 'ecaPlcy', 'extlClntAppPolicies', 60, '0xM', eca.policies),
  family(
    'ExtlClntAppOauthSecuritySettings',
    'ecaOauthSecurity',
    'extlClntAppOauthSecuritySettings',
    59,
    '0xN',
    eca.oauthSecuritySettings,
  ),
  family(
    'ExtlClntAppSamlConfigurablePolicies',
    'ecaSamlPlcy',
    'extlClntAppSamlConfigurablePolicies',
    63,
    '0xO',
    eca.samlPolicies,
  ),
  family('ExtlClntAppMobileSettings', 'ecaMobile', 'extlClntAppMobileSettings', 63, '0xP', eca.mobileSettings),
  family(
    'ExtlClntAppMobileConfigurablePolicies',
    'ecaMobilePlcy',
    'extlClntAppMobilePolicies',
    63,
    '0xQ',
    eca.mobilePolicies,
  ),
  family(
    'ExtlClntAppNotificationSettings',
    'ecaNotifications',
    'extlClntAppNotifSettings',
    64,
    '0xR',
    eca.notificationSettings,
  ),
  family('ExtlClntAppPushSettings', 'ecaPush', 'extlClntAppPushSettings', 64, '0xS', eca.pushSettings),
  family('ExtlClntAppPushConfigurablePolicies', 'ecaPushPlcy', 'extlClntAppPushPolicies', 64, '0xT', eca.pushPolicies),
  family('ExtlClntAppCanvasSettings', 'ecaCanvas', 'extlClntAppCanvasSettings', 66, '0xU', eca.canvasSettings),
  family('ExtlClntAppAttestSettings', 'ecaAttest', 'extlClntAppAttestSettings', 66, '0xV'),
  family('ExtlClntAppAttestConfigurablePolicies', 'ecaAttestPlcy', 'extlClntAppAttestPolicies', 66, '0xW'),
  family('ExtlClntAppSampleSettings', 'ecaSmpl', 'extlClntAppSampleSettings', 59, '0xX'),
  family('ExtlClntAppSampleConfigurablePolicies', 'ecaSmplPlcy', 'extlClntAppSamplePolicies', 59, '0xY'),
  {
    name: 'BlacklistedConsumer',
    folder: 'blacklistedConsumers',
    suffix: 'blacklistedConsumer',
    since: 49,
    idPrefix: '0Bc',
    schema: others.blacklistedConsumer,
  },
  {
    name: 'OauthCustomScope',
    folder: 'oauthcustomscopes',
    suffix: 'oauthcustomscope',
    since: 46,
    idPrefix: '0OC',
    schema: others.oauthCustomScope,
  },
  {
    name: 'OauthTokenExchangeHandler',
    folder: 'oauthtokenexchangehandlers',
    suffix: 'oauthtokenexchangehandler',
    since: 60,
    idPrefix: '0OT',
    schema: others.oauthTokenExchangeHandler,
  },
];

export const findMetadataType = (name: string): MetadataType | undefined =>
  metadataTypes.find((type) => type.name === name);

/** Settings are one metadata type with a schema for each document. */
export const findSchema = (type: MetadataType, fullName: string): ComplexType | undefined =>
  type.name === 'Settings' ? settingsTypes[fullName] : type.schema;
