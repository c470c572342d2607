import { complex, flag, nested, repeated, required, text, whole } from './schema.js';

/** The smaller types around client apps (platform.md 1.6). */
export const certificate = complex('Certificate', {
  caSigned: required(flag),
  encryptedWithPlatformEncryption: flag,
  expirationDate: text,
  keySize: whole,
  masterLabel: required(text),
  privateKeyExportable: flag,
});

export const blacklistedConsumer = complex('BlacklistedConsumer', {
  blockedByApiWhitelisting: required(flag),
  consumerKey: required(text),
  consumerName: required(text),
  masterLabel: required(text),
});

export const oauthCustomScope = complex('OauthCustomScope', {
  assignedTo: repeated(nested(complex('OauthCustomScopeApp', { connectedApp: required(text) }))),
  description: required(text),
  developerName: required(text),
  isProtected: flag,
  isPublic: flag,
  masterLabel: required(text),
});

const enablement = complex('OauthTokenExchHandlerApp', {
  apexExecutionUser: required(text),
  connectedApp: text,
  externalClientApp: text,
  isDefault: required(flag),
});

export const oauthTokenExchangeHandler = complex('OauthTokenExchangeHandler', {
  description: required(text),
  developerName: required(text),
  enablements: repeated(nested(enablement)),
  isAccessTokenSupported: required(flag),
  isContactCreationAllowed: required(flag),
  isEnabled: required(flag),
  isIdTokenSupported: required(flag),
  isJwtSupported: required(flag),
  isProtected: flag,
  isRefreshTokenSupported: required(flag),
  isSaml2Supported: required(flag),
  isUserCreationAllowed: required(flag),
  masterLabel: required(text),
  tokenHandlerApex: required(text),
});

export const profile = { ...complex('Profile', {}), isOpen: true };
export const apexClass = { ...complex('ApexClass', {}), isOpen: true };
