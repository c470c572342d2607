import { expect } from 'chai';
import { findComponent } from './index.js';
import { certificate } from './testCertificate.js';
import { admin, createTestOrg, document, type TestOrg } from './testOrg.js';

type Parts = { oauth?: string; policy?: string; more?: string };

const app = ({ oauth = '', policy = '', more = '' }: Parts = {}): string =>
  document(
    'ConnectedApp',
    '<contactEmail>erp@acme.example</contactEmail>',
    '<label>Acme ERP</label>',
    `<oauthConfig><callbackUrl>https://erp.acme.example/cb</callbackUrl>${oauth}</oauthConfig>`,
    policy,
    more,
  );

const deployed = async (org: TestOrg, xml: string): Promise<void> => {
  const result = await org.deploy({ 'Acme.connectedApp': xml });
  expect(result.details.componentFailures).to.deep.equal([]);
};

const label = document('PermissionSet', '<label>Acme ERP Access</label>');
const approved = '<isAdminApproved>true</isAdminApproved>';

describe('connected apps of the loopback org', () => {
  let org: TestOrg;
  const refusal = (parts: Parts): Promise<string> => org.refusal({ 'Acme.connectedApp': app(parts) });
  beforeEach(() => {
    org = createTestOrg();
  });

  describe('creation', () => {
    it('is blocked unless Salesforce allowed it', async () => {
      org = createTestOrg({ connectedAppCreationAllowed: () => false });
      expect(await refusal({})).to.equal(
        "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
      );
    });

    it('leaves the update of an app alone when blocked', async () => {
      let isAllowed = true;
      org = createTestOrg({ connectedAppCreationAllowed: () => isAllowed });
      await deployed(org, app());
      isAllowed = false;
      await deployed(org, app({ oauth: '<scopes>Api</scopes>' }));
    });

    it('refuses the name of an External Client App', async () => {
      await org.deploy({ 'Acme.eca': document('ExternalClientApplication') });
      expect(await refusal({})).to.contain('already used by an external client app');
    });

    for (const element of ['contactEmail', 'label']) {
      it(`requires ${element}`, async () => {
        const xml = app().replace(new RegExp(`<${element}>[^<]*</${element}>`), '');
        expect(await org.refusal({ 'Acme.connectedApp': xml })).to.equal(`Required field is missing: ${element}`);
      });
    }

    it('requires a callback URL in an OAuth configuration', async () => {
      const xml = app().replace(/<callbackUrl>.*<\/callbackUrl>/, '<scopes>Api</scopes>');
      expect(await org.refusal({ 'Acme.connectedApp': xml })).to.equal('Required field is missing: callbackUrl');
    });

    it('takes an app without OAuth and gives it no consumer', async () => {
      await deployed(org, app().replace(/<oauthConfig>.*<\/oauthConfig>/, ''));
      expect(org.store.consumers).to.deep.equal([]);
    });
  });

  describe('consumer key and secret', () => {
    it('are generated when absent, and accepted only after propagation', async () => {
      await deployed(org, app());
      const consumer = org.consumerOf('ConnectedApp', 'Acme');
      expect(consumer.id).to.match(/^888/);
      expect(consumer.key).to.match(/^3MVG9\w{80}$/);
      expect(consumer.secret).to.match(/^[0-9A-F]{64}$/);
      expect(consumer.usableFrom.getTime() - org.directory.now().getTime()).to.equal(120_000);
    });

    it('may be chosen at creation; the key comes back, the secret never', async () => {
      await deployed(
        org,
        app({ oauth: '<consumerKey>chosenKey1</consumerKey><consumerSecret>chosenSecret1</consumerSecret>' }),
      );
      expect(org.consumerOf('ConnectedApp', 'Acme')).to.include({ key: 'chosenKey1', secret: 'chosenSecret1' });
      const xml = await org.retrieve('ConnectedApp', 'Acme');
      expect(xml).to.contain('<consumerKey>chosenKey1</consumerKey>');
      expect(xml).not.to.contain('chosenSecret1').and.not.to.contain('consumerSecret');
    });

    it('are not provided for an existing app, not even the same key', async () => {
      await deployed(org, app({ oauth: '<consumerKey>chosenKey1</consumerKey>' }));
      expect(await refusal({ oauth: '<consumerKey>chosenKey1</consumerKey>' })).to.equal(
        'You cannot provide a Consumer Key',
      );
      expect(await refusal({ oauth: '<consumerSecret>anotherSecret</consumerSecret>' })).to.equal(
        'You cannot provide a Consumer Secret',
      );
    });

    it('stay what they were when the file leaves them out', async () => {
      await deployed(org, app());
      const { key, secret } = org.consumerOf('ConnectedApp', 'Acme');
      await deployed(org, app({ oauth: '<scopes>Api</scopes>' }));
      expect(org.consumerOf('ConnectedApp', 'Acme')).to.include({ key, secret });
    });

    it('refuses a key that is taken in this or any other organisation', async () => {
      await deployed(org, app({ oauth: '<consumerKey>chosenKey1</consumerKey>' }));
      const other = app({ oauth: '<consumerKey>chosenKey1</consumerKey>' });
      expect(await org.refusal({ 'Other.connectedApp': other })).to.equal('The consumer key is already taken.');
      const elsewhere = app({ oauth: '<consumerKey>takenSomewhereElse</consumerKey>' });
      expect(await org.refusal({ 'Other.connectedApp': elsewhere })).to.equal('The consumer key is already taken.');
    });

    it('refuses the secret of another app', async () => {
      await deployed(org, app({ oauth: '<consumerSecret>chosenSecret1</consumerSecret>' }));
      const other = app({ oauth: '<consumerSecret>chosenSecret1</consumerSecret>' });
      expect(await org.refusal({ 'Other.connectedApp': other })).to.equal('The consumer secret is already taken.');
    });

    for (const [what, value] of [
      ['short', 'seven77'],
      ['long', 'x'.repeat(257)],
      ['spaced', 'with space'],
    ] as const) {
      it(`refuses a ${what} key and secret`, async () => {
        expect(await refusal({ oauth: `<consumerKey>${value}</consumerKey>` })).to.contain(
          'between 8 and 256 characters',
        );
        expect(await refusal({ oauth: `<consumerSecret>${value}</consumerSecret>` })).to.contain('between 8 and 256');
      });
    }

    it('takes the looser characters that real deploys carry', async () => {
      await deployed(org, app({ oauth: '<consumerKey>a_b-c+d/e_0123</consumerKey>' }));
    });
  });

  describe('client credentials user', () => {
    const user = '<oauthClientCredentialUser>run-as@acme.example</oauthClientCredentialUser>';

    it('needs the consumer key at creation', async () => {
      expect(await refusal({ oauth: user })).to.contain('consumerKey must be specified too when using th');
      await deployed(org, app({ oauth: `<consumerKey>chosenKey1</consumerKey>${user}` }));
    });

    it('comes without the key on an existing app', async () => {
      await deployed(org, app());
      await deployed(org, app({ oauth: user }));
    });

    it('must exist', async () => {
      const nobody = '<oauthClientCredentialUser>nobody@acme.example</oauthClientCredentialUser>';
      expect(await refusal({ oauth: `<consumerKey>chosenKey1</consumerKey>${nobody}` })).to.equal(
        'Enter a valid execution user for the OAuth client credentials flow.',
      );
    });
  });

  describe('grants', () => {
    const opened = (...names: string[]): string =>
      app({ oauth: approved, more: names.map((name) => `<permissionSetName>${name}</permissionSetName>`).join('') });
    beforeEach(() => org.deploy({ 'Acme_Access.permissionset': label }));

    it('need admin approval', async () => {
      expect(await refusal({ more: '<permissionSetName>Acme_Access</permissionSetName>' })).to.contain(
        'isAdminApproved',
      );
      expect(await refusal({ more: '<profileName>System Administrator</profileName>' })).to.contain('isAdminApproved');
    });

    for (const name of ['Acme_Access', 'Acme ERP Access']) {
      it(`find the permission set by ${name} and come back by its label`, async () => {
        await deployed(org, opened(name));
        expect(findComponent(org.store, 'ConnectedApp', 'Acme')?.fields.permissionSetName).to.deep.equal([
          'Acme_Access',
        ]);
        const xml = await org.retrieve('ConnectedApp', 'Acme');
        expect(xml).to.contain('<permissionSetName>Acme ERP Access</permissionSetName>');
      });
    }

    it('refuse what is unknown', async () => {
      expect(await org.refusal({ 'Acme.connectedApp': opened('Nobody') })).to.equal(
        'In field: permissionSetName - no PermissionSet named Nobody found',
      );
      expect(await refusal({ oauth: approved, more: '<profileName>Admin</profileName>' })).to.equal(
        'In field: profileName - no Profile named Admin found',
      );
    });

    it('refuse duplicates', async () => {
      expect(await org.refusal({ 'Acme.connectedApp': opened('Acme_Access', 'Acme_Access') })).to.contain('Duplicate');
    });

    it('stay when the file is silent and go with an empty element', async () => {
      await deployed(org, opened('Acme_Access'));
      await deployed(org, app({ oauth: approved }));
      expect(await org.retrieve('ConnectedApp', 'Acme')).to.contain('<permissionSetName>');
      await deployed(org, opened(''));
      expect(await org.retrieve('ConnectedApp', 'Acme')).not.to.contain('permissionSetName');
    });

    it('may be none at all: the app is then closed to everyone', async () => {
      await deployed(org, app({ oauth: approved }));
    });
  });

  describe('values', () => {
    it('knows the scopes of connected apps only', async () => {
      expect(await refusal({ oauth: '<scopes>SFApiPlatform</scopes>' })).to.equal(
        "'SFApiPlatform' is not a valid value for the enum 'ConnectedAppOauthAccessScope'",
      );
      await deployed(org, app({ oauth: '<scopes>SFAP</scopes>' }));
    });

    it('normalises scopes on retrieve', async () => {
      const scopes = ['Api', 'OfflineAccess', 'RefreshToken', 'Profile', 'Email', 'Address', 'Phone'];
      await deployed(org, app({ oauth: scopes.map((scope) => `<scopes>${scope}</scopes>`).join('') }));
      const xml = await org.retrieve('ConnectedApp', 'Acme');
      expect([...xml.matchAll(/<scopes>(\w+)</g)].map(([, scope]) => scope)).to.deep.equal([
        'Api',
        'RefreshToken',
        'Basic',
      ]);
    });

    it('refuses a scope that stands twice', async () => {
      expect(await refusal({ oauth: '<scopes>Api</scopes><scopes>Api</scopes>' })).to.contain('Duplicate scope');
    });

    it('takes several callback URLs on lines of one element', async () => {
      const several = app().replace('/cb<', '/cb\nhttp://localhost:1717/OauthRedirect\ncom.acme:/done<');
      await deployed(org, several);
    });

    it('refuses callback URLs that are none, or too long together', async () => {
      const broken = app().replace('https://erp', 'erp');
      expect(await org.refusal({ 'Acme.connectedApp': broken })).to.equal('Invalid callback URL: erp.acme.example/cb');
      const second = app().replace('/cb<', '/cb\nnowhere<');
      expect(await org.refusal({ 'Acme.connectedApp': second })).to.equal('Invalid callback URL: nowhere');
      const long = app().replace('/cb<', `/${'c'.repeat(2000)}<`);
      expect(await org.refusal({ 'Acme.connectedApp': long })).to.contain('max length=2000');
    });

    it('takes certificates as PEM and as bare base64', async () => {
      await deployed(org, app({ oauth: `<certificate>${certificate}</certificate>` }));
      const bare = certificate.replace(/-----.*-----/g, '').replace(/\s/g, '');
      await deployed(org, app({ oauth: `<certificate>${bare}</certificate>` }));
    });

    it('refuses certificates that are none, or over 4 KB', async () => {
      expect(await refusal({ oauth: '<certificate>MIIB</certificate>' })).to.contain('Invalid certificate');
      const large = `${certificate}\n${certificate}\n${certificate}\n${certificate}`;
      expect(await refusal({ oauth: `<certificate>${large}</certificate>` })).to.contain('4 KB');
    });

    for (const [start, end, text] of [
      ['203.0.113.256', '203.0.113.9', 'Invalid IP address: 203.0.113.256'],
      ['203.0.113.9', '203.0.113.1', 'Invalid IP range: 203.0.113.9 - 203.0.113.1'],
      ['203.0.113.9', '2001:db8::1', 'Invalid IP range: 203.0.113.9 - 2001:db8::1'],
    ] as const) {
      it(`refuses the addresses ${start} to ${end}`, async () => {
        expect(await refusal({ more: `<ipRanges><end>${end}</end><start>${start}</start></ipRanges>` })).to.equal(text);
      });
    }

    it('takes addresses of both families', async () => {
      const ranges = [
        ['203.0.113.1', '203.0.113.1'],
        ['2001:db8::1', '2001:db8::ff'],
      ].map(([start, end]) => `<ipRanges><end>${end}</end><start>${start}</start></ipRanges>`);
      await deployed(org, app({ more: ranges.join('') }));
    });

    for (const [relaxation, refresh] of [
      ['Enforce', 'zero'],
      ['ENFORCE', 'SpecificLifetime'],
      ['ENFORCE', 'specific_lifetime:30:Days'],
      ['ENFORCE', 'specific_inactivity:0:DAYS'],
    ] as const) {
      it(`refuses the policy ${relaxation}, ${refresh}`, async () => {
        const policy = `<oauthPolicy><ipRelaxation>${relaxation}</ipRelaxation><refreshTokenPolicy>${refresh}</refreshTokenPolicy></oauthPolicy>`;
        expect(await refusal({ policy })).to.match(
          /^Invalid value for (ipRelaxation: Enforce|refreshTokenPolicy: [sS]pecific)/,
        );
      });
    }

    it('refuses an unknown session action, an insecure logout URL and an ID token of no length', async () => {
      const session = '<sessionPolicy><policyAction>StepUpMFA</policyAction></sessionPolicy>';
      expect(await refusal({ more: session })).to.equal('Invalid value for policyAction: StepUpMFA');
      expect(await refusal({ more: '<logoUrl>http://acme.example/logo.png</logoUrl>' })).to.contain('logoUrl must be');
      const idToken = '<idTokenConfig><idTokenValidity>721</idTokenValidity></idTokenConfig>';
      expect(await refusal({ oauth: idToken })).to.contain('between 1 and 720 minutes');
    });

    it('refuses an unknown plug-in class and drops an unknown plug-in user without a word', async () => {
      expect(await refusal({ more: '<plugin>Missing</plugin>' })).to.equal(
        'In field: plugin - no ApexClass named Missing found',
      );
      await deployed(org, app({ more: '<pluginExecutionUser>nobody@acme.example</pluginExecutionUser>' }));
      expect(await org.retrieve('ConnectedApp', 'Acme')).not.to.contain('pluginExecutionUser');
      await deployed(org, app({ more: '<pluginExecutionUser>run-as@acme.example</pluginExecutionUser>' }));
      expect(await org.retrieve('ConnectedApp', 'Acme')).to.contain('<pluginExecutionUser>run-as@');
    });
  });

  it('goes with its consumer when deleted', async () => {
    await deployed(org, app());
    const names = '<types><members>Acme</members><name>ConnectedApp</name></types>';
    const empty = (types: string): string =>
      `<Package xmlns="http://soap.sforce.com/2006/04/metadata">${types}<version>67.0</version></Package>`;
    const result = await org.deploy({ 'package.xml': empty(''), 'destructiveChanges.xml': empty(names) }, {}, admin);
    expect(result.status).to.equal('Succeeded');
    expect(org.store).to.deep.equal({ components: [], consumers: [] });
  });
});
