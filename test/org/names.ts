/** Names that the platform gives to what integration users need (platform.md 7.1). */
export const integrationProfile = 'Minimum Access - API Only Integrations';
export const integrationLicense = 'Salesforce Integration';
export const integrationPermissionSetLicense = 'SalesforceAPIIntegrationPsl';
