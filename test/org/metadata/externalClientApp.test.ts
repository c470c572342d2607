import { expect } from 'chai';
import { type Caller, findComponent, findComponents } from './index.js';
import { certificate } from './testCertificate.js';
import { admin, createTestOrg, document, type DeployResult, manifest, type TestOrg } from './testOrg.js';

const parent = '<externalClientApplication>Acme</externalClientApplication>';
const eca = (...children: string[]): string => document('ExternalClientApplication', ...children);
const oauth = (scopes = 'Api, RefreshToken', after = ''): string =>
  document(
    'ExtlClntAppOauthSettings',
    `<commaSeparatedOauthScopes>${scopes}</commaSeparatedOauthScopes>`,
    parent,
    after,
  );
const global = (before = '', after = ''): string => document('ExtlClntAppGlobalOauthSettings', before, parent, after);
const policy = (before = '', after = ''): string =>
  document('ExtlClntAppOauthConfigurablePolicies', before, parent, after);

const bundle = { 'Acme.eca': eca(), 'Acme_oauth.ecaOauth': oauth(), 'Acme_glbl.ecaGlblOauth': global() };

describe('External Client Apps of the loopback org', () => {
  let org: TestOrg;
  const deployed = async (files: Record<string, string>, options = {}): Promise<DeployResult> => {
    const result = await org.deploy(files, options);
    expect(result.details.componentFailures).to.deep.equal([]);
    return result;
  };
  beforeEach(() => {
    org = createTestOrg();
  });

  describe('header', () => {
    it('gets its org-scoped name and its defaults', async () => {
      await deployed({ 'Acme.eca': eca() });
      const xml = await org.retrieve('ExternalClientApplication', 'Acme');
      expect(xml).to.contain('<orgScopedExternalApp>00DQy00000ELR0T:Acme</orgScopedExternalApp>');
      expect(xml)
        .to.contain('<distributionState>Local</distributionState>')
        .and.contain('<isProtected>false</isProtected>');
    });

    it('takes its own org-scoped name and refuses a foreign one', async () => {
      const scoped = (id: string): string => eca(`<orgScopedExternalApp>${id}:Acme</orgScopedExternalApp>`);
      await deployed({ 'Acme.eca': scoped('00DQy00000ELR0T') });
      expect(await org.refusal({ 'Acme.eca': scoped('00DWA000005oe93') })).to.contain('org scoped external app');
    });

    it('refuses the name of a connected app', async () => {
      const app = document('ConnectedApp', '<contactEmail>a@acme.example</contactEmail>', '<label>Acme</label>');
      await deployed({ 'Acme.connectedApp': app });
      expect(await org.refusal({ 'Acme.eca': eca() })).to.contain('already used by a connected app');
    });

    it('refuses internal distribution states', async () => {
      const managed = eca('<distributionState>Managed</distributionState>');
      expect(await org.refusal({ 'Acme.eca': managed })).to.equal("Distribution state Managed can't be set.");
    });
  });

  describe('family', () => {
    it('deploys in one call, whatever the order of the files', async () => {
      const reversed = Object.fromEntries(Object.entries(bundle).reverse());
      await deployed(reversed);
    });

    it('refuses a member whose parent is not there', async () => {
      expect(await org.refusal({ 'Acme_oauth.ecaOauth': oauth() })).to.contain('INVALID_CROSS_REFERENCE_KEY');
    });

    it('drops elements out of order without a word, and then misses the parent', async () => {
      await deployed({ 'Acme.eca': eca() });
      const swapped = document('ExtlClntAppOauthSettings', '<label>Acme</label>', parent);
      expect(await org.refusal({ 'Acme_oauth.ecaOauth': swapped })).to.equal(
        'Enter the name of the parent external client app',
      );
      const ordered = document(
        'ExtlClntAppOauthSettings',
        parent,
        '<label>Acme</label>',
        '<commaSeparatedOauthScopes>Api</commaSeparatedOauthScopes>',
      );
      await deployed({ 'Acme_oauth.ecaOauth': ordered });
      expect(await org.retrieve('ExtlClntAppOauthSettings', 'Acme_oauth')).not.to.contain('commaSeparatedOauthScopes');
    });

    it('refuses global settings without OAuth settings', async () => {
      expect(await org.refusal({ 'Acme.eca': eca(), 'Acme_glbl.ecaGlblOauth': global() })).to.equal(
        "The external client app configured in your global OAuth Settings doesn't have a valid OAuth settings configuration.",
      );
      expect(org.store.components).to.deep.equal([]);
    });

    it('refuses second settings for an app', async () => {
      await deployed(bundle);
      expect(await org.refusal({ 'Other_oauth.ecaOauth': oauth() })).to.contain('duplicate value found');
    });

    it('refuses to move a member to another app', async () => {
      await deployed({ ...bundle, 'Other.eca': eca() });
      const moved = oauth().replace('>Acme<', '>Other<');
      expect(await org.refusal({ 'Acme_oauth.ecaOauth': moved })).to.contain('already used by another');
    });

    it('goes with its parent, consumers and all', async () => {
      await deployed({ ...bundle, 'Acmeville.eca': eca() });
      const named = '<types><members>Acme</members><name>ExternalClientApplication</name></types>';
      await deployed({ 'package.xml': manifest(''), 'destructiveChanges.xml': manifest(named) });
      expect(org.store.components.map(({ fullName }) => fullName)).to.deep.equal([
        'Acmeville',
        'Acmeville_defaultPolicy',
      ]);
      expect(org.store.consumers).to.deep.equal([]);
    });

    for (const [type, file, xml, version] of [
      ['ExternalClientApplication', 'Acme.eca', eca(), '58.0'],
      [
        'ExtlClntAppConfigurablePolicies',
        'Acme.ecaPlcy',
        document('ExtlClntAppConfigurablePolicies', parent, '<isEnabled>true</isEnabled>'),
        '59.0',
      ],
    ] as const) {
      it(`does not exist as ${type} in API ${version}`, async () => {
        const types = `<types><members>Acme</members><name>${type}</name></types>`;
        const files = { [file]: xml, 'package.xml': manifest(types, version) };
        expect(await org.refusal(files)).to.equal('Not available for deploy for this API version');
      });
    }
  });

  describe('OAuth settings', () => {
    beforeEach(() => deployed(bundle));

    for (const scope of ['SFAP', 'A2A', 'api']) {
      it(`refuses the scope ${scope} and lists what there is`, async () => {
        const problem = await org.refusal({ 'Acme_oauth.ecaOauth': oauth(`Api, ${scope}`) });
        expect(problem).to.contain(`: ${scope}.`).and.contain('Basic, OfflineAccess, DataCloudUserClaims, Email');
      });
    }

    it('takes SFApiPlatform', () => deployed({ 'Acme_oauth.ecaOauth': oauth('Api,SFApiPlatform') }));

    it('links to the consumer, with ids of 15 characters', async () => {
      const { id } = org.consumerOf('ExternalClientApplication', 'Acme');
      const link = `<oauthLink>00DQy00000ELR0T:${id.slice(0, 15)}</oauthLink>`;
      expect(await org.retrieve('ExtlClntAppOauthSettings', 'Acme_oauth')).to.contain(link);
      await deployed({ 'Acme_oauth.ecaOauth': oauth('Api', link) });
    });

    it('refuses a foreign link unless the app is packaged', async () => {
      const foreign = oauth('Api', '<oauthLink>00DWA000005oe93:888WA000000oSp7</oauthLink>');
      expect(await org.refusal({ 'Acme_oauth.ecaOauth': foreign }))
        .to.contain("couldn't update your OAuth link")
        .and.contain("doesn't have distribution state PACKAGED");
      await deployed({
        'Acme.eca': eca('<distributionState>Packaged</distributionState>'),
        'Acme_oauth.ecaOauth': foreign,
      });
    });

    it('refuses address ranges that do not parse, and more than 128', async () => {
      const range = (start: string, end: string): string =>
        `<trustedIpRanges><endIpAddress>${end}</endIpAddress><startIpAddress>${start}</startIpAddress></trustedIpRanges>`;
      expect(
        await org.refusal({ 'Acme_oauth.ecaOauth': oauth('Api', range('203.0.113.0/24', '203.0.113.9')) }),
      ).to.equal('Invalid IP address: 203.0.113.0/24');
      expect(
        await org.refusal({ 'Acme_oauth.ecaOauth': oauth('Api', range('203.0.113.9', '203.0.113.1')) }),
      ).to.contain('Invalid IP range');
      const many = range('203.0.113.1', '203.0.113.9').repeat(129);
      expect(await org.refusal({ 'Acme_oauth.ecaOauth': oauth('Api', many) })).to.contain('at most 128');
    });
  });

  describe('global OAuth settings', () => {
    const keyed = (key: string): Record<string, string> => ({
      'Acme_glbl.ecaGlblOauth': global(`<consumerKey>${key}</consumerKey>`),
    });

    it('make a consumer with a key and a secret of its own', async () => {
      await deployed(bundle);
      const consumer = org.consumerOf('ExternalClientApplication', 'Acme');
      expect(consumer.key).to.match(/^3MVG9/);
      expect(consumer.usableFrom.getTime() - org.directory.now().getTime()).to.equal(120_000);
    });

    it('come back with the key and the flags of the platform, without a secret', async () => {
      await deployed(bundle);
      const xml = await org.retrieve('ExtlClntAppGlobalOauthSettings', 'Acme_glbl');
      expect(xml).to.contain(`<consumerKey>${org.consumerOf('ExternalClientApplication', 'Acme').key}</consumerKey>`);
      expect(xml).to.contain('<isPkceRequired>true</isPkceRequired>').and.contain('<isDeviceFlowEnabled>false<');
      expect(xml).not.to.contain('consumerSecret');
    });

    it('take the key of the file at creation, and keep it against a later one without a word', async () => {
      await deployed({ ...bundle, ...keyed('chosenKey1') });
      expect(org.consumerOf('ExternalClientApplication', 'Acme').key).to.equal('chosenKey1');
      for (const key of ['chosenKey1', 'anotherKey1', 'takenSomewhereElse', 'short']) {
        expect((await deployed(keyed(key))).status).to.equal('Succeeded');
      }
      expect(org.consumerOf('ExternalClientApplication', 'Acme').key).to.equal('chosenKey1');
      expect(await org.retrieve('ExtlClntAppGlobalOauthSettings', 'Acme_glbl')).to.contain('>chosenKey1<');
    });

    it('refuse a first key that is taken or too short', async () => {
      expect(await org.refusal({ ...bundle, ...keyed('takenSomewhereElse') })).to.equal(
        'The consumer key is already taken.',
      );
      expect(await org.refusal({ ...bundle, ...keyed('short') })).to.contain('between 8 and 256');
    });

    it('ignore a secret in the file unless the organisation is told to honour it', async () => {
      const files = { ...bundle, 'Acme_glbl.ecaGlblOauth': global('<consumerSecret>chosenSecret1</consumerSecret>') };
      await deployed(files);
      expect(org.consumerOf('ExternalClientApplication', 'Acme').secret).not.to.equal('chosenSecret1');
      org = createTestOrg({}, { honourEcaConsumerSecret: true });
      await deployed(files);
      expect(org.consumerOf('ExternalClientApplication', 'Acme').secret).to.equal('chosenSecret1');
      expect(await org.retrieve('ExtlClntAppGlobalOauthSettings', 'Acme_glbl')).not.to.contain('chosenSecret1');
    });

    it('rotate only when warnings are ignored', async () => {
      await deployed(bundle);
      const before = org.consumerOf('ExternalClientApplication', 'Acme');
      const rotating = {
        'Acme_glbl.ecaGlblOauth': global('', '<shouldRotateConsumerSecret>true</shouldRotateConsumerSecret>'),
      };
      for (const rollbackOnError of [true, false]) {
        const failed = await org.deploy(rotating, { rollbackOnError });
        expect(failed.status).to.equal('Failed');
        expect(failed.details.componentFailures[0]).to.include({ problemType: 'Warning', success: false });
        expect(org.consumerOf('ExternalClientApplication', 'Acme')).to.equal(before);
      }
      const result = await deployed(rotating, { ignoreWarnings: true });
      expect(result.details.componentSuccesses[0]).to.include({ problemType: 'Warning', success: true });
      const after = org.consumerOf('ExternalClientApplication', 'Acme');
      expect(after.key).to.equal(before.key);
      expect(after.secret).not.to.equal(before.secret);
      expect(await org.retrieve('ExtlClntAppGlobalOauthSettings', 'Acme_glbl')).to.contain(
        '<shouldRotateConsumerSecret>false<',
      );
    });

    it('rotate the key too when asked', async () => {
      await deployed(bundle);
      const before = org.consumerOf('ExternalClientApplication', 'Acme');
      const rotating = global('', '<shouldRotateConsumerKey>true</shouldRotateConsumerKey>');
      await deployed({ 'Acme_glbl.ecaGlblOauth': rotating }, { ignoreWarnings: true });
      const after = org.consumerOf('ExternalClientApplication', 'Acme');
      expect(after.key).not.to.equal(before.key);
      expect(after.secret).to.equal(before.secret);
    });

    it('refuse broken callback URLs, certificates and ID token times', async () => {
      await deployed(bundle);
      const refusal = (before: string, after = ''): Promise<string> =>
        org.refusal({ 'Acme_glbl.ecaGlblOauth': global(before, after) });
      expect(await refusal('<callbackUrl>nowhere</callbackUrl>')).to.equal('Invalid callback URL: nowhere');
      expect(await refusal('<certificate>-----BEGIN CERTIFICATE-----</certificate>')).to.contain('Invalid certificate');
      const idToken = '<idTokenConfig><idTokenValidityInMinutes>0</idTokenValidityInMinutes></idTokenConfig>';
      expect(await refusal('', idToken)).to.contain('between 1 and 720 minutes');
      await deployed({ 'Acme_glbl.ecaGlblOauth': global(`<certificate>${certificate}</certificate>`) });
    });
  });

  describe('policies', () => {
    const plugins = (...children: string[]): string => document('ExtlClntAppConfigurablePolicies', parent, ...children);

    it('are made by themselves, open to everyone for a year', async () => {
      await deployed(bundle);
      const policies = findComponent(org.store, 'ExtlClntAppOauthConfigurablePolicies', 'Acme_defaultPolicy');
      expect(policies?.fields).to.include({
        permittedUsersPolicyType: 'AllSelfAuthorized',
        ipRelaxationPolicyType: 'Enforce',
        refreshTokenPolicyType: 'SpecificLifetime',
        refreshTokenValidityPeriod: '365',
        refreshTokenValidityUnit: 'Days',
        requiredSessionLevel: 'STANDARD',
        isClientCredentialsFlowEnabled: 'false',
        isGuestCodeCredFlowEnabled: 'false',
        isTokenExchangeFlowEnabled: 'false',
      });
      expect(
        findComponent(org.store, 'ExtlClntAppConfigurablePolicies', 'Acme_defaultPolicy')?.fields.isEnabled,
      ).to.equal('true');
    });

    it('are not made for an app that brings its own', async () => {
      await deployed({
        ...bundle,
        'Acme_plcy.ecaOauthPlcy': policy(),
        'Acme_own.ecaPlcy': plugins('<isEnabled>true</isEnabled>'),
      });
      const names = ['ExtlClntAppOauthConfigurablePolicies', 'ExtlClntAppConfigurablePolicies'].map((type) =>
        findComponents(org.store, type).map(({ fullName }) => fullName),
      );
      expect(names).to.deep.equal([['Acme_plcy'], ['Acme_own']]);
    });

    it('stay one record an app: a file of another name updates it', async () => {
      await deployed(bundle);
      const result = await deployed({
        'Acme_plcy.ecaOauthPlcy': policy('', '<ipRelaxationPolicyType>Bypass</ipRelaxationPolicyType>'),
      });
      expect(result.details.componentSuccesses[0]).to.include({ fullName: 'Acme_plcy', created: false, changed: true });
      const records = findComponents(org.store, 'ExtlClntAppOauthConfigurablePolicies');
      expect(records.map(({ fullName }) => fullName)).to.deep.equal(['Acme_defaultPolicy']);
      expect(records[0]?.fields.ipRelaxationPolicyType).to.equal('Bypass');
    });

    it('refuse a run-as user that is not there', async () => {
      const user = (name: string): string => policy(`<clientCredentialsFlowUser>${name}</clientCredentialsFlowUser>`);
      expect(await org.refusal({ ...bundle, 'Acme_plcy.ecaOauthPlcy': user('nobody@acme.example') })).to.equal(
        'Enter a valid execution user for the OAuth client credentials flow.',
      );
      await deployed({ ...bundle, 'Acme_plcy.ecaOauthPlcy': user('run-as@acme.example') });
    });

    describe('and permission sets', () => {
      const files = (names: string): Record<string, string> => ({
        ...bundle,
        'Acme_Access.permissionset': document('PermissionSet', '<label>Acme ERP Access</label>'),
        'Acme_plcy.ecaOauthPlcy': policy(`<commaSeparatedPermissionSet>${names}</commaSeparatedPermissionSet>`),
      });

      it('are found by API name, also of the same package, and by id', async () => {
        await deployed(files('Acme_Access'));
        const id = findComponent(org.store, 'PermissionSet', 'Acme_Access')?.id ?? '';
        await deployed(files(id));
        await deployed(files(id.slice(0, 15)));
      });

      it('are refused when unknown, and not found by label', async () => {
        expect(await org.refusal(files('Nobody'))).to.equal(
          'In field: commaSeparatedPermissionSet - no PermissionSet named Nobody found',
        );
        expect(await org.refusal(files('Acme ERP Access'))).to.contain('no PermissionSet named Acme ERP Access');
      });

      it('may be known by id only', async () => {
        org = createTestOrg({}, { permissionSetIdsOnly: true });
        expect(await org.refusal(files('Acme_Access'))).to.contain('no PermissionSet named Acme_Access');
        await deployed({ 'Acme_Access.permissionset': document('PermissionSet', '<label>Acme ERP Access</label>') });
        await deployed(files(findComponent(org.store, 'PermissionSet', 'Acme_Access')?.id ?? ''));
      });

      it('and profiles are refused when unknown', async () => {
        const profile = policy('<commaSeparatedProfile>System Administrator, Nobody</commaSeparatedProfile>');
        expect(await org.refusal({ ...bundle, 'Acme_plcy.ecaOauthPlcy': profile })).to.contain(
          'no Profile named Nobody',
        );
      });
    });

    for (const [element, value] of [
      ['permittedUsersPolicyType', 'AdminApproved'],
      ['ipRelaxationPolicyType', 'ENFORCE'],
      ['refreshTokenPolicyType', 'infinite'],
      ['refreshTokenValidityUnit', 'DAYS'],
      ['requiredSessionLevel', 'Standard'],
      ['policyAction', 'block'],
    ] as const) {
      it(`refuse ${value} for ${element}`, async () => {
        const written = policy('', `<${element}>${value}</${element}>`);
        expect(await org.refusal({ ...bundle, 'Acme_plcy.ecaOauthPlcy': written })).to.contain(
          `'${value}' is not a valid value for the enum`,
        );
      });
    }

    it('need a period and a unit for a refresh token that ends', async () => {
      const open = policy('', '<refreshTokenPolicyType>SpecificInactivity</refreshTokenPolicyType>');
      expect(await org.refusal({ ...bundle, 'Acme_plcy.ecaOauthPlcy': open })).to.contain('validity period and unit');
      const infinite = policy('', '<refreshTokenPolicyType>Infinite</refreshTokenPolicyType>');
      await deployed({ ...bundle, 'Acme_plcy.ecaOauthPlcy': infinite });
      expect(await org.retrieve('ExtlClntAppOauthConfigurablePolicies', 'Acme_plcy')).not.to.contain(
        'refreshTokenValidity',
      );
    });

    it('know the timeouts of JWT tokens by API version', async () => {
      const timeout = (minutes: number, type = ''): string =>
        policy('', `${type}<namedUserJwtTimeout>${minutes}</namedUserJwtTimeout>`);
      const custom = '<namedUserJwtSessionTimeoutType>Custom</namedUserJwtSessionTimeoutType>';
      const refusal = (xml: string): Promise<string> => org.refusal({ ...bundle, 'Acme_plcy.ecaOauthPlcy': xml });
      expect(await refusal(timeout(7, custom))).to.contain('Invalid value for namedUserJwtTimeout: 7');
      expect(await refusal(timeout(60))).to.contain('only when namedUserJwtSessionTimeoutType is Custom');
      await deployed({ ...bundle, 'Acme_plcy.ecaOauthPlcy': timeout(60, custom) });
    });

    it('turn plug-ins off', async () => {
      await deployed(bundle);
      await deployed({
        'Acme_defaultPolicy.ecaPlcy': plugins(
          '<isEnabled>true</isEnabled>',
          '<isOauthPluginEnabled>false</isOauthPluginEnabled>',
        ),
      });
      expect(await org.retrieve('ExtlClntAppConfigurablePolicies', 'Acme_defaultPolicy')).to.contain(
        '<isOauthPluginEnabled>false<',
      );
    });

    it('say whether the app is enabled at all', async () => {
      expect(await org.refusal({ ...bundle, 'Acme_p.ecaPlcy': plugins() })).to.equal(
        'Required field is missing: isEnabled',
      );
    });

    it('for SAML need a local app with the SAML plug-in', async () => {
      const saml = document(
        'ExtlClntAppSamlConfigurablePolicies',
        '<acsUrl>https://a.example</acsUrl>',
        '<entityUrl>https://e.example</entityUrl>',
        parent,
      );
      expect(await org.refusal({ ...bundle, 'Acme_saml.ecaSamlPlcy': saml })).to.contain('SAML plugin enabled');
      const enabled = plugins('<isEnabled>true</isEnabled>', '<isSamlPluginEnabled>true</isSamlPluginEnabled>');
      await deployed({ ...bundle, 'Acme_p.ecaPlcy': enabled, 'Acme_saml.ecaSamlPlcy': saml });
    });
  });

  describe('permissions of the caller', () => {
    const holding = (...permissions: string[]): Caller => ({
      ...admin,
      permissions: new Set(['ModifyMetadata', ...permissions]),
    });
    const files = { 'Acme.eca': eca() };

    for (const permissions of [[], ['ExternalClientAppViewer'], ['ExternalClientAppAdmin']]) {
      it(`do not create an app with ${permissions.join() || 'none'}`, async () => {
        expect(await org.refusal(files, {}, holding(...permissions))).to.contain('INSUFFICIENT_ACCESS');
      });
    }

    it('let a developer do all and an admin edit policies', async () => {
      const developed = await org.deploy(bundle, {}, holding('ExternalClientAppDeveloper'));
      expect(developed.status).to.equal('Succeeded');
      const edited = await org.deploy({ 'Acme_plcy.ecaOauthPlcy': policy() }, {}, holding('ExternalClientAppAdmin'));
      expect(edited.status).to.equal('Succeeded');
    });
  });
});
