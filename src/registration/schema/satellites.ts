import {
  accessMethods,
  attribute,
  canvasLocations,
  canvasOptions,
  samlInitiationMethods,
  samlSubjectTypes,
} from './connectedAppPlugins.js';
import { choice, flag, group, text } from './field.js';

const parent = text({ required: true });
const ipRange = {
  description: text(),
  endIpAddress: text({ required: true }),
  startIpAddress: text({ required: true }),
};

const applePush = {
  applicationBundle: text(),
  certificate: text({ as: 'secret' }),
  environment: choice(['Sandbox', 'Production'], { required: true }),
  keyIdentifier: text(),
  password: text({ as: 'secret' }),
  signingKey: text({ as: 'secret' }),
  teamIdentifier: text(),
};

/** The types of an External Client App beyond OAuth (platform.md 2.6). */
export const satelliteFields = {
  ExtlClntAppOauthSecuritySettings: {
    externalClientApplication: parent,
    label: text(),
    tlsClientAuthCertParamType: choice([
      'tls_client_auth_subject_dn',
      'tls_client_auth_san_dns',
      'tls_client_auth_san_uri',
      'tls_client_auth_san_ip',
      'tls_client_auth_san_email',
      'tls_client_auth_san_spiffe',
    ]),
    tlsClientAuthCertParamValue: text(),
    tokenIpRanges: group(ipRange, { many: true }),
  },
  ExtlClntAppSamlConfigurablePolicies: {
    acsUrl: text({ required: true }),
    certificate: text({ as: 'certificate' }),
    commaSeparatedPermissionSet: text({ as: 'permission-sets' }),
    commaSeparatedProfile: text({ as: 'names' }),
    customAttributes: group(attribute, { many: true }),
    encryptionCertificate: text(),
    encryptionType: choice(['AES_128', 'AES_256']),
    entityUrl: text({ required: true }),
    externalClientApplication: parent,
    issuer: text(),
    label: text(),
    nameIdFormat: choice(['Unspecified', 'EmailAddress', 'Persistent', 'Transient']),
    signingAlgorithmType: choice(['SHA1', 'SHA256']),
    singleLogoutBindingType: choice(['RedirectBinding', 'PostBinding']),
    singleLogoutUrl: text(),
    subjectCustomAttribute: text(),
    subjectType: choice(samlSubjectTypes),
  },
  ExtlClntAppMobileSettings: {
    externalClientApplication: parent,
    isScreenLockEnabled: flag({ required: true }),
    label: text(),
  },
  ExtlClntAppMobileConfigurablePolicies: {
    externalClientApplication: parent,
    label: text(),
    screenLockTimeout: choice(
      ['Never', 'One', 'Five', 'Ten', 'Thirty', 'Sixty', 'OneTwenty', 'OneEighty', 'TwoForty'],
      { required: true },
    ),
  },
  ExtlClntAppNotificationSettings: {
    externalClientApplication: parent,
    label: text(),
    notificationTypes: group({ notificationType: text({ required: true }), pushByDefault: flag() }, { many: true }),
  },
  ExtlClntAppPushSettings: {
    androidPushConfig: group({
      fcmProject: text({ required: true }),
      serviceAccount: text({ required: true, as: 'secret' }),
    }),
    applePushConfig: group(applePush),
    externalClientApplication: parent,
    label: text(),
    pushConfigLink: text(),
    pushServiceType: choice(['Apple', 'Android'], { required: true }),
  },
  ExtlClntAppPushConfigurablePolicies: {
    externalClientApplication: parent,
    isFullContent: flag({ required: true }),
    label: text(),
  },
  ExtlClntAppCanvasSettings: {
    accessMethod: choice(accessMethods),
    canvasLocationOptions: choice(canvasLocations, { many: true }),
    canvasOptions: choice(canvasOptions, { many: true }),
    canvasUrl: text({ required: true }),
    externalClientApplication: parent,
    label: text(),
    lifeCycleHandler: text(),
    samlInitiationMethod: choice(samlInitiationMethods),
  },
};
