import { expect } from 'chai';
import { certificate } from './testCertificate.js';
import { createTestOrg, document, type TestOrg } from './testOrg.js';

/** Writes `element: value` pairs; nested objects nest, lists repeat. */
type Written = { [element: string]: string | number | boolean | Written | Array<string | Written> };

const write = (fields: Written): string =>
  Object.entries(fields)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map(
        (item) => `<${name}>${typeof item === 'object' ? write(item) : item}</${name}>`,
      ),
    )
    .join('');

const clean = (xml: string): string =>
  xml
    .replace(/\?>\s*/, '?>')
    .replace(/>\s+</g, '><')
    .trim();

const parent = { externalClientApplication: 'Acme' };
const range = { description: 'office', endIpAddress: '203.0.113.9', startIpAddress: '203.0.113.1' };
const attribute = { formula: '$User.Id', key: 'user' };

/** Every field that platform.md 1.2, 1.3 and 1.6 name, in the order of the schema. */
const connectedApp: Written = {
  attributes: [{ formula: '$User.Email', key: 'email' }],
  canvas: {
    accessMethod: 'Get',
    canvasOptions: 'HideShare',
    canvasUrl: 'https://c.example',
    lifecycleClass: 'OrderHandler',
    locationOptions: 'Chatter',
    samlInitiationMethod: 'None',
  },
  canvasConfig: {
    accessMethod: 'Post',
    canvasUrl: 'https://c.example',
    lifecycleClass: 'OrderHandler',
    locations: ['Chatter', 'Aura'],
    options: ['HideHeader'],
    samlInitiationMethod: 'IdpInitiated',
  },
  contactEmail: 'erp@acme.example',
  contactPhone: '123',
  description: 'Exports orders',
  iconUrl: 'https://acme.example/icon.png',
  infoUrl: 'https://acme.example/info',
  ipRanges: [{ description: 'office', end: '203.0.113.9', start: '203.0.113.1' }],
  label: 'Acme ERP',
  logoUrl: 'https://acme.example/logo.png',
  mobileAppConfig: {
    applicationBinaryFile: 'x',
    applicationBinaryFileName: 'x',
    applicationBundleIdentifier: 'x',
    applicationFileLength: 1,
    applicationIconFile: 'x',
    applicationIconFileName: 'x',
    applicationInstallUrl: 'x',
    devicePlatform: 'ios',
    deviceType: 'tablet',
    minimumOsVersion: '9',
    privateApp: true,
    version: '1',
  },
  mobileStartUrl: 'https://acme.example/m',
  oauthConfig: {
    assetTokenConfig: {
      assetAudiences: 'a',
      assetIncludeAttributes: true,
      assetIncludeCustomPerms: true,
      assetSigningCertId: 'Acme',
      assetValidityPeriod: 5,
    },
    callbackUrl: 'https://acme.example/cb\nhttp://localhost:1717/OauthRedirect',
    certificate,
    consumerKey: 'chosenKey1',
    idTokenConfig: {
      idTokenAudience: 'a',
      idTokenIncludeAttributes: true,
      idTokenIncludeCustomPerms: true,
      idTokenIncludeStandardClaims: true,
      idTokenValidity: 2,
    },
    isAdminApproved: true,
    isClientCredentialEnabled: true,
    isCodeCredentialEnabled: true,
    isCodeCredentialPostOnly: true,
    isConsumerSecretOptional: true,
    isDPopEnabled: true,
    isDeviceFlowEnabled: true,
    isEnforceRefreshTokenTTL: true,
    isIntrospectAllTokens: true,
    isIpBindingEnabled: true,
    isNamedUserJwtEnabled: true,
    isPKImTLSEnabled: true,
    isPkceRequired: true,
    isRefreshTokenRotationEnabled: true,
    isSecretRequiredForRefreshToken: false,
    isSecretRequiredForTokenExchange: true,
    isTokenExchangeEnabled: true,
    oauthClientCredentialUser: 'run-as@acme.example',
    scopes:
      'Basic Api Web Full Chatter CustomApplications RefreshToken OpenID CustomPermissions Wave Eclair Pardot Lightning Content CDPIngest CDPProfile CDPQuery Chatbot CDPSegment CDPIdentityResolution CDPCalculatedInsight ForgotPassword UserRegistration SFAP Interaction CDP EinsteinGPT PwdlessLogin MCP SCRT DataCloudUserClaims A2A CmdbDiscovery SemanticLayer'.split(
        ' ',
      ),
    singleLogoutUrl: 'https://acme.example/out',
  },
  oauthPolicy: {
    ipRelaxation: 'ENFORCE_RELAXREFRESH',
    isTokenExchangeFlowEnabled: true,
    refreshTokenPolicy: 'specific_inactivity:30:DAYS',
    singleLogoutUrl: 'https://acme.example/out',
  },
  permissionSetName: ['Acme_Access'],
  plugin: 'OrderHandler',
  pluginExecutionUser: 'run-as@acme.example',
  profileName: ['System Administrator'],
  samlConfig: {
    acsUrl: 'https://a.example',
    certificate: 'x',
    encryptionCertificate: 'Acme',
    encryptionType: 'AES_256',
    entityUrl: 'https://e.example',
    issuer: 'i',
    samlIdpSLOBindingEnum: 'PostBinding',
    samlNameIdFormat: 'Persistent',
    samlSigningAlgoType: 'SHA256',
    samlSloUrl: 'https://s.example',
    samlSubjectCustomAttr: 'x',
    samlSubjectType: 'CustomAttribute',
  },
  sessionPolicy: { policyAction: 'Block', sessionLevel: 'HIGH_ASSURANCE', sessionTimeout: 120 },
  startUrl: 'https://acme.example/start',
};

/** Every field of platform.md 2.2 to 2.6, type by type; in the order in which they can be deployed one after the other. */
const family: Array<[file: string, type: string, fields: Written]> = [
  [
    'Acme.eca',
    'ExternalClientApplication',
    {
      contactEmail: 'erp@acme.example',
      contactPhone: '123',
      description: 'd',
      distributionState: 'Local',
      iconUrl: 'x',
      infoUrl: 'x',
      isProtected: true,
      label: 'Acme ERP',
      logoUrl: 'x',
      managedType: 'Local',
      orgScopedExternalApp: '00DQy00000ELR0T:Acme',
    },
  ],
  [
    'Acme_oauth.ecaOauth',
    'ExtlClntAppOauthSettings',
    {
      areAttributesIncludedInAssetToken: true,
      areCustomPermsIncludedInAssetToken: true,
      assetTokenAudiences: 'a',
      assetTokenSigningCertificate: 'Acme',
      assetTokenValidity: 5,
      clientAssertionCertificate: 'Acme',
      commaSeparatedCustomScopes: 'Orders',
      commaSeparatedOauthScopes: 'Api, RefreshToken',
      customAttributes: [attribute],
      ...parent,
      isFirstPartyAppEnabled: true,
      label: 'Acme',
      singleLogoutUrl: 'https://acme.example/out',
      trustedIpRanges: [range, range],
    },
  ],
  [
    'Acme_glbl.ecaGlblOauth',
    'ExtlClntAppGlobalOauthSettings',
    {
      callbackUrl: 'https://acme.example/cb\ncom.acme:/done',
      certificate,
      consumerKey: 'chosenKey1',
      ...parent,
      idTokenConfig: {
        idTokenAudience: 'a',
        idTokenIncludeAttributes: true,
        idTokenIncludeCustomPermissions: true,
        idTokenIncludeStandardClaims: true,
        idTokenValidityInMinutes: 2,
      },
      isClientCredentialsFlowEnabled: true,
      isCodeCredFlowEnabled: true,
      isCodeCredPostOnly: true,
      isConsumerSecretOptional: true,
      isDPopEnabled: true,
      isDeviceFlowEnabled: true,
      isEnforceRefreshTokenTTL: true,
      isIntrospectAllTokens: true,
      isMtlsEnabled: true,
      isNamedUserJwtEnabled: true,
      isPkceRequired: false,
      isRefreshTokenRotationEnabled: true,
      isSecretRequiredForRefreshToken: false,
      isSecretRequiredForTokenExchange: true,
      isTokenExchangeEnabled: true,
      label: 'Acme',
      shouldRotateConsumerKey: false,
      shouldRotateConsumerSecret: false,
    },
  ],
  [
    'Acme_plcy.ecaPlcy',
    'ExtlClntAppConfigurablePolicies',
    {
      ...parent,
      isAttestPluginEnabled: true,
      isCanvasPluginEnabled: true,
      isEnabled: true,
      isMobilePluginEnabled: true,
      isNotificationPluginEnabled: true,
      isOauthPluginEnabled: true,
      isPushPluginEnabled: true,
      isSamlPluginEnabled: true,
      label: 'Acme',
      startPage: 'Custom',
      startUrl: 'https://acme.example',
    },
  ],
  [
    'Acme_oplcy.ecaOauthPlcy',
    'ExtlClntAppOauthConfigurablePolicies',
    {
      apexHandler: 'OrderHandler',
      clientCredentialsFlowUser: 'run-as@acme.example',
      commaSeparatedCustomScopes: 'Orders',
      commaSeparatedPermissionSet: 'Acme_Access',
      commaSeparatedProfile: 'System Administrator',
      customAttributes: [attribute],
      executeHandlerAs: 'run-as@acme.example',
      ...parent,
      guestJwtSessionTimeoutType: 'Custom',
      guestJwtTimeout: 30,
      ipRelaxationPolicyType: 'Enforce_RelaxRefresh',
      isClientCredentialsFlowEnabled: true,
      isGuestCodeCredFlowEnabled: true,
      isTokenExchangeFlowEnabled: true,
      label: 'Acme',
      namedUserJwtSessionTimeoutType: 'Custom',
      namedUserJwtTimeout: 720,
      permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
      policyAction: 'RaiseSessionLevel',
      refreshTokenPolicyType: 'SpecificInactivity',
      refreshTokenValidityPeriod: 30,
      refreshTokenValidityUnit: 'Days',
      requiredSessionLevel: 'HIGH_ASSURANCE',
      sessionTimeoutInMinutes: 120,
      singleLogoutUrl: 'https://acme.example/out',
      startUrl: 'https://acme.example',
    },
  ],
  [
    'Acme_sec.ecaOauthSecurity',
    'ExtlClntAppOauthSecuritySettings',
    {
      ...parent,
      label: 'Acme',
      tlsClientAuthCertParamType: 'tls_client_auth_san_dns',
      tlsClientAuthCertParamValue: 'erp.acme.example',
      tokenIpRanges: [range],
    },
  ],
  [
    'Acme_saml.ecaSamlPlcy',
    'ExtlClntAppSamlConfigurablePolicies',
    {
      acsUrl: 'https://a.example',
      certificate: 'x',
      commaSeparatedPermissionSet: 'Acme_Access',
      commaSeparatedProfile: 'System Administrator',
      customAttributes: [attribute],
      encryptionCertificate: 'Acme',
      encryptionType: 'AES_128',
      entityUrl: 'https://e.example',
      ...parent,
      issuer: 'i',
      label: 'Acme',
      nameIdFormat: 'Transient',
      signingAlgorithmType: 'SHA256',
      singleLogoutBindingType: 'PostBinding',
      singleLogoutUrl: 'https://s.example',
      subjectCustomAttribute: 'x',
      subjectType: 'SpokeId',
    },
  ],
  ['Acme_mob.ecaMobile', 'ExtlClntAppMobileSettings', { ...parent, isScreenLockEnabled: true, label: 'Acme' }],
  [
    'Acme_mobp.ecaMobilePlcy',
    'ExtlClntAppMobileConfigurablePolicies',
    { ...parent, label: 'Acme', screenLockTimeout: 'OneTwenty' },
  ],
  [
    'Acme_not.ecaNotifications',
    'ExtlClntAppNotificationSettings',
    { ...parent, label: 'Acme', notificationTypes: [{ notificationType: 'x', pushByDefault: true }] },
  ],
  [
    'Acme_push.ecaPush',
    'ExtlClntAppPushSettings',
    {
      androidPushConfig: { fcmProject: 'p', serviceAccount: 's' },
      applePushConfig: {
        applicationBundle: 'b',
        certificate: 'c',
        environment: 'Sandbox',
        keyIdentifier: 'k',
        password: 'p',
        signingKey: 's',
        teamIdentifier: 't',
      },
      ...parent,
      label: 'Acme',
      pushConfigLink: 'x',
      pushServiceType: 'Android',
    },
  ],
  ['Acme_pushp.ecaPushPlcy', 'ExtlClntAppPushConfigurablePolicies', { ...parent, isFullContent: true, label: 'Acme' }],
  [
    'Acme_can.ecaCanvas',
    'ExtlClntAppCanvasSettings',
    {
      accessMethod: 'Get',
      canvasLocationOptions: ['Aura'],
      canvasOptions: ['PersonalEnabled'],
      canvasUrl: 'https://c.example',
      ...parent,
      label: 'Acme',
      lifeCycleHandler: 'OrderHandler',
      samlInitiationMethod: 'SpInitiated',
    },
  ],
];

/** Every field of platform.md 7.3. */
const permissionSet: Written = {
  agentAccesses: [{ agentName: 'A', enabled: true }],
  applicationVisibilities: [{ application: 'standard__Sales', visible: true }],
  classAccesses: [{ apexClass: 'OrderHandler', enabled: true }],
  customMetadataTypeAccesses: [{ enabled: true, name: 'A__mdt' }],
  customPermissions: [{ enabled: true, name: 'A' }],
  customSettingAccesses: [{ enabled: true, name: 'A__c' }],
  description: 'd',
  emailRoutingAddressAccesses: [{ enabled: true, name: 'A' }],
  externalCredentialPrincipalAccesses: [{ enabled: true, externalCredentialPrincipal: 'Acme-Principal' }],
  externalDataSourceAccesses: [{ enabled: true, externalDataSource: 'A' }],
  fieldPermissions: [{ editable: true, field: 'Order.ExternalId__c', readable: true }],
  flowAccesses: [{ enabled: true, flow: 'A' }],
  genComputingSummaryDefAccesses: [{ configName: 'A', enabled: true }],
  hasActivationRequired: true,
  label: 'Acme',
  license: 'Salesforce API Integration',
  objectPermissions: [
    {
      allowCreate: true,
      allowDelete: true,
      allowEdit: true,
      allowRead: true,
      modifyAllRecords: true,
      object: 'Order',
      viewAllFields: true,
      viewAllRecords: true,
    },
  ],
  pageAccesses: [{ apexPage: 'A', enabled: true }],
  recordTypeVisibilities: [{ recordType: 'Account.A', visible: true }],
  servicePresenceStatusAccesses: [{ enabled: true, servicePresenceStatus: 'A' }],
  tabSettings: [{ tab: 'standard-Order', visibility: 'Visible' }],
  userPermissions: [{ enabled: true, name: 'ApiEnabled' }],
};

describe('what goes into the loopback org comes out of it', () => {
  let org: TestOrg;
  beforeEach(async () => {
    org = createTestOrg();
    await org.deploy({ 'Acme_Access.permissionset': document('PermissionSet', '<label>Acme_Access</label>') });
  });

  const roundTrip = async (file: string, type: string, fields: Written): Promise<void> => {
    const xml = document(type, write(fields));
    const { details } = await org.deploy({ [file]: xml });
    expect(details.componentFailures).to.deep.equal([]);
    expect(clean(await org.retrieve(type, file.replace(/\.\w+$/, '')))).to.equal(clean(xml));
  };

  it('as a connected app with every field', () => roundTrip('Acme.connectedApp', 'ConnectedApp', connectedApp));

  it('as a permission set with every field', () => roundTrip('Acme.permissionset', 'PermissionSet', permissionSet));

  it('as an External Client App family with every field', async () => {
    const files = family.map(([file, type, fields]): [string, string] => [file, document(type, write(fields))]);
    const { details } = await org.deploy(Object.fromEntries(files));
    expect(details.componentFailures).to.deep.equal([]);
    const { id } = org.consumerOf('ExternalClientApplication', 'Acme');
    for (const [file, type, fields] of family) {
      const xml = clean(await org.retrieve(type, file.replace(/\.\w+$/, '')));
      const link = `<oauthLink>00DQy00000ELR0T:${id.slice(0, 15)}</oauthLink>`;
      expect(xml.replace(link, '')).to.equal(clean(document(type, write(fields))));
    }
  });

  const settings: Array<[file: string, type: string, fields: Written]> = [
    [
      'ExternalClientApp.settings',
      'ExternalClientAppSettings',
      {
        enableClientSecretInRestApiAccess: true,
        enableConsumerSecretApiAccess: true,
        enablePackageEcaOauthFromDevOrg: true,
      },
    ],
    [
      'OauthOidc.settings',
      'OauthOidcSettings',
      {
        agentAuthLinking: true,
        blockOAuthUnPwFlow: false,
        blockOAuthUsrAgtFlow: true,
        isPkceRequired: true,
        oAuthCdCrdtFlowEnable: true,
      },
    ],
    [
      'ConnectedApp.settings',
      'ConnectedAppSettings',
      {
        enableAdminApprovedAppsOnly: true,
        enableAdminApprovedAppsOnlyForExternalUser: true,
        enableSkipUserProvisioningWizardWelcomePage: true,
      },
    ],
  ];

  for (const [file, type, fields] of settings) {
    it(`as ${type}`, async () => {
      org = createTestOrg({}, { apiAccessControl: true });
      const xml = document(type, write(fields));
      const { details } = await org.deploy({ [file]: xml });
      expect(details.componentFailures).to.deep.equal([]);
      expect(clean(await org.retrieve('Settings', file.replace(/\.\w+$/, '')))).to.equal(clean(xml));
    });
  }

  const others: Array<[file: string, type: string, fields: Written]> = [
    [
      'oauthcustomscopes/Orders.oauthcustomscope',
      'OauthCustomScope',
      {
        assignedTo: [{ connectedApp: 'Acme' }],
        description: 'd',
        developerName: 'Orders',
        isProtected: true,
        isPublic: true,
        masterLabel: 'Orders',
      },
    ],
    [
      'blacklistedConsumers/Bad.blacklistedConsumer',
      'BlacklistedConsumer',
      { blockedByApiWhitelisting: false, consumerKey: 'k', consumerName: 'Bad', masterLabel: 'Bad' },
    ],
  ];

  for (const [path, type, fields] of others) {
    it(`as ${type}`, async () => {
      const fullName = path.replace(/^.*\/|\.\w+$/g, '');
      const xml = document(type, write(fields));
      const named = `<types><members>${fullName}</members><name>${type}</name></types>`;
      const { details } = await org.deploy({
        [path]: xml,
        'package.xml': document('Package', named, '<version>67.0</version>'),
      });
      expect(details.componentFailures).to.deep.equal([]);
      expect(clean(await org.retrieve(type, fullName))).to.equal(clean(xml));
    });
  }

  it('as a certificate beside its metadata', async () => {
    const meta = document(
      'Certificate',
      '<caSigned>false</caSigned><keySize>2048</keySize><masterLabel>Acme</masterLabel>',
    );
    const { details } = await org.deploy({ 'Acme.crt': certificate, 'Acme.crt-meta.xml': meta });
    expect(details.componentFailures).to.deep.equal([]);
    expect(await org.retrieve('Certificate', 'Acme')).to.equal(`${certificate}\n`);
    expect(await org.refusal({ 'Acme.crt': 'none', 'Acme.crt-meta.xml': meta })).to.contain('Invalid certificate');
  });
});
