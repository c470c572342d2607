import { readText } from '../lookup.js';
import { apiAccessControlElements, findMetadataType } from '../schema/index.js';
import type { Behaviour, Rule } from './change.js';
import { refuse } from './change.js';
import { connectedApp } from './connectedApp.js';
import { externalClientApplication } from './externalClientApp.js';
import { familyMember } from './family.js';
import { globalOauthSettings } from './globalOauthSettings.js';
import { oauthPolicies } from './oauthPolicies.js';
import { oauthSettings } from './oauthSettings.js';
import { permissionSet, userPermissionsAreKnown } from './permissionSet.js';
import { policies, samlPolicies } from './policies.js';
import { isCertificate } from './values.js';

const settingExists: Rule = ({ document, org }) => {
  const absent = apiAccessControlElements.find((element) => readText(document.fields, element) !== undefined);
  return absent && !org.options.apiAccessControl
    ? refuse(
        `Element {http://soap.sforce.com/2006/04/metadata}${absent} invalid at this location in type ConnectedAppSettings`,
      )
    : undefined;
};

const contentIsCertificate: Rule = ({ document }) =>
  isCertificate(readText(document.fields, 'content') ?? '')
    ? undefined
    : refuse('Invalid certificate: enter a PEM-encoded X.509 certificate.');

/** What a settings or profile file leaves out stays as it was. */
const merge: Behaviour['keep'] = ({ document, existing }) => ({ ...existing?.fields, ...document.fields });

const behaviours: Record<string, Behaviour> = {
  Settings: { rules: [settingExists], keep: merge },
  Profile: { rules: [userPermissionsAreKnown], keep: merge },
  Certificate: { rules: [contentIsCertificate] },
  PermissionSet: permissionSet,
  ConnectedApp: connectedApp,
  ExternalClientApplication: externalClientApplication,
  ExtlClntAppOauthSettings: oauthSettings,
  ExtlClntAppGlobalOauthSettings: globalOauthSettings,
  ExtlClntAppOauthConfigurablePolicies: oauthPolicies,
  ExtlClntAppConfigurablePolicies: policies,
  ExtlClntAppSamlConfigurablePolicies: samlPolicies,
};

const plain: Behaviour = { rules: [] };

export const findBehaviour = (type: string): Behaviour =>
  behaviours[type] ?? (findMetadataType(type)?.isFamily ? familyMember : plain);
