import type { Fields } from '../../metadata/index.js';
import { owner } from './names.js';

export const vaultFields: Fields = {
  contactEmail: 'support@docuvault.example',
  description: 'Files signed contracts with their accounts',
  ipRanges: [{ description: 'DocuVault', end: '198.51.100.31', start: '198.51.100.16' }],
  label: 'DocuVault',
  oauthConfig: {
    callbackUrl: 'https://app.docuvault.example/oauth/callback',
    isAdminApproved: 'true',
    isConsumerSecretOptional: 'false',
    isPkceRequired: 'true',
    isRefreshTokenRotationEnabled: 'true',
    isSecretRequiredForRefreshToken: 'true',
    scopes: ['Api', 'RefreshToken'],
  },
  oauthPolicy: { ipRelaxation: 'ENFORCE', refreshTokenPolicy: 'specific_inactivity:30:DAYS' },
  permissionSetName: ['DocuVault_Access'],
  sessionPolicy: { policyAction: 'Block', sessionTimeout: '60' },
};

export const cliFields: Fields = {
  contactEmail: owner,
  description: 'The command line of those who release',
  label: 'Salesforce CLI',
  oauthConfig: {
    callbackUrl: 'http://localhost:1717/OauthRedirect',
    isAdminApproved: 'true',
    isConsumerSecretOptional: 'true',
    isPkceRequired: 'true',
    isRefreshTokenRotationEnabled: 'true',
    isSecretRequiredForRefreshToken: 'false',
    scopes: ['Api', 'RefreshToken'],
  },
  oauthPolicy: { ipRelaxation: 'ENFORCE', refreshTokenPolicy: 'specific_inactivity:30:DAYS' },
  permissionSetName: ['SalesforceCLI_Access'],
  sessionPolicy: { policyAction: 'Block', sessionTimeout: '15' },
};

export const samlFields: Fields = {
  contactEmail: owner,
  description: 'Lets people into the HR system with their Salesforce login',
  label: 'HR single sign-on',
  permissionSetName: ['HrSso_Access'],
  samlConfig: {
    acsUrl: 'https://hr.acme.example/saml/acs',
    entityUrl: 'https://hr.acme.example',
    samlNameIdFormat: 'Unspecified',
    samlSubjectType: 'FederationId',
  },
};
