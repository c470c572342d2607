import { endingOf } from '../documentType.js';
import { serialize } from '../serialize.js';
import type { XmlElement } from '../xml/element.js';

export type GeneratedFile = {
  /** Below main/default, with "/". */
  path: string;
  contents: string;
  type: string;
  fullName: string;
};

/** What the files hold besides the manifest's own words. */
export type Material = {
  /** PEM text. */
  certificate?: string | undefined;
};

/** One component before it is a file. */
export type Component = { fullName: string; root: XmlElement };

/** Folders as a retrieve names them (platform.md 2.1). */
const folders: Readonly<Record<string, string>> = {
  ConnectedApp: 'connectedApps',
  ExternalClientApplication: 'externalClientApps',
  ExtlClntAppOauthSettings: 'extlClntAppOauthSettings',
  ExtlClntAppGlobalOauthSettings: 'extlClntAppGlobalOauthSets',
  ExtlClntAppOauthConfigurablePolicies: 'extlClntAppOauthPolicies',
  ExtlClntAppConfigurablePolicies: 'extlClntAppPolicies',
  PermissionSet: 'permissionsets',
};

export const toGeneratedFile = ({ fullName, root }: Component): GeneratedFile => ({
  path: `${folders[root.name]}/${fullName}.${endingOf(root.name)}-meta.xml`,
  contents: serialize(root),
  type: root.name,
  fullName,
});
