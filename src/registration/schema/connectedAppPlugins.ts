import { choice, count, flag, text } from './field.js';

/** Groups of a connected app that are not about OAuth (platform.md 1.6); the satellites of External Client Apps share some values. */
export const attribute = { formula: text({ required: true }), key: text({ required: true }) };

export const canvas = {
  accessMethod: text({ required: true }),
  canvasOptions: text(),
  canvasUrl: text({ required: true }),
  lifecycleClass: text(),
  locationOptions: text(),
  samlInitiationMethod: text(),
};

export const accessMethods = ['Get', 'Post'] as const;
export const samlInitiationMethods = ['None', 'IdpInitiated', 'SpInitiated'] as const;
export const canvasOptions = ['HideShare', 'HideHeader', 'PersonalEnabled'] as const;
export const canvasLocations = [
  'None',
  'Chatter',
  'UserProfile',
  'Visualforce',
  'Aura',
  'Publisher',
  'ChatterFeed',
  'ServiceDesk',
  'OpenCTI',
  'AppLauncher',
  'MobileNav',
  'PageLayout',
] as const;

export const canvasConfig = {
  accessMethod: choice(accessMethods, { required: true }),
  canvasUrl: text({ required: true }),
  lifecycleClass: text(),
  locations: choice(canvasLocations, { many: true }),
  options: choice(canvasOptions, { many: true }),
  samlInitiationMethod: choice(samlInitiationMethods),
};

export const mobileAppConfig = {
  applicationBinaryFile: text(),
  applicationBinaryFileName: text(),
  applicationBundleIdentifier: text(),
  applicationFileLength: count(),
  applicationIconFile: text(),
  applicationIconFileName: text(),
  applicationInstallUrl: text(),
  devicePlatform: choice(['ios', 'android'], { required: true }),
  deviceType: choice(['phone', 'tablet', 'minitablet']),
  minimumOsVersion: text(),
  privateApp: flag(),
  version: text({ required: true }),
};

export const samlSubjectTypes = [
  'Username',
  'FederationId',
  'UserId',
  'SpokeId',
  'CustomAttribute',
  'PersistentId',
] as const;

export const samlConfig = {
  acsUrl: text({ required: true }),
  certificate: text({ as: 'certificate' }),
  encryptionCertificate: text(),
  encryptionType: choice(['AES_128', 'AES_256', 'Triple_Des']),
  entityUrl: text({ required: true }),
  issuer: text(),
  samlIdpSLOBindingEnum: choice(['RedirectBinding', 'PostBinding']),
  samlNameIdFormat: choice(['Unspecified', 'EmailAddress', 'Persistent', 'Transient']),
  samlSigningAlgoType: choice(['SHA1', 'SHA256']),
  samlSloUrl: text(),
  samlSubjectCustomAttr: text(),
  samlSubjectType: choice(samlSubjectTypes, { required: true }),
};
