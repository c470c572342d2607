import {
  globalOauthFields,
  headerFields,
  oauthPoliciesFields,
  oauthSettingsFields,
  policiesFields,
} from './externalClientApp.js';
import { text, type Fields, type Schema } from './field.js';
import { satelliteFields } from './satellites.js';

/** The fields of each type of the family; of those absent here (attestation, samples) nothing is documented. */
const fieldsByType: Readonly<Record<string, Fields>> = {
  ExternalClientApplication: headerFields,
  ExtlClntAppOauthSettings: oauthSettingsFields,
  ExtlClntAppGlobalOauthSettings: globalOauthFields,
  ExtlClntAppOauthConfigurablePolicies: oauthPoliciesFields,
  ExtlClntAppConfigurablePolicies: policiesFields,
  ...satelliteFields,
};

const undocumented = [
  'ExtlClntAppAttestSettings',
  'ExtlClntAppAttestConfigurablePolicies',
  'ExtlClntAppSampleSettings',
  'ExtlClntAppSampleConfigurablePolicies',
];

export const externalClientAppSchemas: readonly Schema[] = [
  ...Object.entries(fieldsByType).map(([type, fields]): Schema => ({
    type,
    fields,
    family: 'external-client-app',
    ordered: true,
    open: false,
  })),
  ...undocumented.map((type): Schema => ({
    type,
    fields: { externalClientApplication: text({ required: true }) },
    family: 'external-client-app',
    ordered: false,
    open: true,
  })),
];
