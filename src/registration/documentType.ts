/** Ending of a file to its metadata type (platform.md 1.1, 2.1), without `-meta.xml`. */
const typesByEnding: ReadonlyMap<string, string> = new Map([
  ['connectedApp', 'ConnectedApp'],
  ['eca', 'ExternalClientApplication'],
  ['ecaOauth', 'ExtlClntAppOauthSettings'],
  ['ecaGlblOauth', 'ExtlClntAppGlobalOauthSettings'],
  ['ecaOauthPlcy', 'ExtlClntAppOauthConfigurablePolicies'],
  ['ecaPlcy', 'ExtlClntAppConfigurablePolicies'],
  ['ecaOauthSecurity', 'ExtlClntAppOauthSecuritySettings'],
  ['ecaSamlPlcy', 'ExtlClntAppSamlConfigurablePolicies'],
  ['ecaMobile', 'ExtlClntAppMobileSettings'],
  ['ecaMobilePlcy', 'ExtlClntAppMobileConfigurablePolicies'],
  ['ecaNotifications', 'ExtlClntAppNotificationSettings'],
  ['ecaPush', 'ExtlClntAppPushSettings'],
  ['ecaPushPlcy', 'ExtlClntAppPushConfigurablePolicies'],
  ['ecaCanvas', 'ExtlClntAppCanvasSettings'],
  ['ecaAttest', 'ExtlClntAppAttestSettings'],
  ['ecaAttestPlcy', 'ExtlClntAppAttestConfigurablePolicies'],
  ['ecaSmpl', 'ExtlClntAppSampleSettings'],
  ['ecaSmplPlcy', 'ExtlClntAppSampleConfigurablePolicies'],
  ['permissionset', 'PermissionSet'],
  ['profile', 'Profile'],
]);

/** Settings files that say something about client apps, by name; the others are none of our business. */
const settingsTypes: ReadonlyMap<string, string> = new Map([
  ['ConnectedApp', 'ConnectedAppSettings'],
  ['OauthOidc', 'OauthOidcSettings'],
  ['ExternalClientApp', 'ExternalClientAppSettings'],
  ['Security', 'SecuritySettings'],
]);

/** Names of profiles and permission sets are URI-escaped in file names; a stray `%` is a `%`. */
const decodeName = (name: string): string => {
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

/** Metadata type and full name of a file by its name alone, in source or metadata format; undefined for any other file. */
export const documentTypeOf = (fileName: string): { type: string; name: string } | undefined => {
  const base = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
  const component = base.endsWith('-meta.xml') ? base.slice(0, -'-meta.xml'.length) : base;
  const dot = component.lastIndexOf('.');
  if (dot < 1) return undefined;
  const name = decodeName(component.slice(0, dot));
  const ending = component.slice(dot + 1);
  const type = ending === 'settings' ? settingsTypes.get(name) : typesByEnding.get(ending);
  return type === undefined ? undefined : { type, name };
};

/** Ending of the files of a type, without `-meta.xml`. */
export const endingOf = (type: string): string | undefined =>
  [...typesByEnding].find(([, candidate]) => candidate === type)?.[0];
