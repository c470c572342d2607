import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { catalogue } from '../../src/audit/catalogue.js';
import { defaultConfig } from '../../src/audit/auditConfig.js';
import { readForFix } from '../../src/audit/fixFiles.js';
import { fixSource } from '../../src/audit/fixSource.js';
import { ruleContext } from '../../src/audit/ruleContext.js';
import { audit } from '../../src/audit/run.js';
import { inventoryFromSource } from '../../src/inventory/fromSource.js';
import { fixProject, type FixOptions } from './fixProject.js';
import { lineDifference } from '../registration/edit/lineDifference.js';

const today = new Date('2026-11-23T12:00:00Z');

const connectedApp = `<?xml version="1.0" encoding="UTF-8"?>
<!-- kept by hand -->
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>a@acme.example</contactEmail>
    <label>Billing</label>
    <oauthConfig>
        <callbackUrl>https://acme.example/callback</callbackUrl>
        <consumerKey>3MVG9${'A1b2'.repeat(18)}</consumerKey> <!-- of production -->
        <consumerSecret>${'8A7F4E2B1C9D3E6F'.repeat(2)}</consumerSecret>
        <isAdminApproved>true</isAdminApproved>
        <!-- the vendor wants it off -->
        <isPkceRequired>false</isPkceRequired>
        <scopes>Api</scopes>
        <scopes>Full</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
    <oauthPolicy>
        <ipRelaxation>BYPASS</ipRelaxation>
        <refreshTokenPolicy>infinite</refreshTokenPolicy>
    </oauthPolicy>
    <permissionSetName>Billing_Access</permissionSetName>
</ConnectedApp>
`;

const satellite = (type: string, ...lines: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${lines.map((line) => `    ${line}\n`).join('')}</${type}>\n`;

const external = {
  'externalClientApps/Erp.eca-meta.xml': satellite(
    'ExternalClientApplication',
    '<contactEmail>a@acme.example</contactEmail>',
    '<distributionState>Local</distributionState>',
    '<label>ERP</label>',
    '<orgScopedExternalApp>00D000000000001EAA:Erp</orgScopedExternalApp>',
  ),
  'extlClntAppOauthSettings/Erp_oauth.ecaOauth-meta.xml': satellite(
    'ExtlClntAppOauthSettings',
    '<!-- as the vendor asked -->',
    '<commaSeparatedOauthScopes>Api, Full, RefreshToken</commaSeparatedOauthScopes>',
    '<externalClientApplication>Erp</externalClientApplication>',
    '<oauthLink>00D000000000001:888000000000001</oauthLink>',
  ),
  'extlClntAppGlobalOauthSets/Erp_glbloauth.ecaGlblOauth-meta.xml': satellite(
    'ExtlClntAppGlobalOauthSettings',
    '<callbackUrl>https://acme.example/callback</callbackUrl>',
    '<externalClientApplication>Erp</externalClientApplication>',
    '<isPkceRequired>false</isPkceRequired> <!-- old client -->',
    '<shouldRotateConsumerKey>true</shouldRotateConsumerKey>',
    '<shouldRotateConsumerSecret>true</shouldRotateConsumerSecret>',
  ),
  'extlClntAppOauthPolicies/Erp_oauthPlcy.ecaOauthPlcy-meta.xml': satellite(
    'ExtlClntAppOauthConfigurablePolicies',
    '<commaSeparatedPermissionSet>Erp_Access</commaSeparatedPermissionSet>',
    '<externalClientApplication>Erp</externalClientApplication>',
    '<ipRelaxationPolicyType>Bypass</ipRelaxationPolicyType>',
    '<permittedUsersPolicyType>AllSelfAuthorized</permittedUsersPolicyType>',
    '<refreshTokenPolicyType>Infinite</refreshTokenPolicyType>',
  ),
};

/** What Windows editors write. */
const windows = (text: string): Buffer => Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`);

describe('fixes of a project', () => {
  let root: string;
  const billing = 'force-app/connectedApps/Billing.connectedApp-meta.xml';
  const write = (file: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  };
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');
  const changed = (file: string, before: string | Buffer) => {
    const { gone, come } = lineDifference(before.toString(), read(file));
    return { gone: gone.map((line) => line.trim()), come: come.map((line) => line.trim()) };
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'fixes-'));
    write('sfdx-project.json', '{"packageDirectories": [{"path": "force-app", "default": true}]}');
    write('.forceignore', '');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  for (const [what, encode] of [
    ['as they are', (text: string) => Buffer.from(text)],
    ['with a byte order mark and CRLF', windows],
  ] as const) {
    it(`are safe unless asked otherwise, files ${what}`, async () => {
      write(billing, encode(connectedApp));
      for (const [file, text] of Object.entries(external)) write(`force-app/${file}`, encode(text));
      const { fixed, failed, files } = await fixProject(root);
      expect(failed).to.deep.equal([]);
      expect(fixed.map(({ rule }) => rule).sort()).to.deep.equal([
        'org-bound-metadata',
        'org-bound-metadata',
        'rotate-on-deploy',
        'rotate-on-deploy',
      ]);
      expect(new Set(fixed.map(({ fix }) => `${fix?.kind} ${fix?.status}`))).to.deep.equal(new Set(['safe applied']));
      expect(files).to.have.length(3);
      expect(read(billing)).to.equal(encode(connectedApp).toString());
      const header = 'externalClientApps/Erp.eca-meta.xml' as const;
      expect(changed(`force-app/${header}`, encode(external[header]))).to.deep.equal({
        gone: ['<orgScopedExternalApp>00D000000000001EAA:Erp</orgScopedExternalApp>'],
        come: [],
      });
      const global = 'extlClntAppGlobalOauthSets/Erp_glbloauth.ecaGlblOauth-meta.xml' as const;
      expect(read(`force-app/${global}`)).to.equal(
        encode(external[global])
          .toString()
          .replaceAll(/(<should.*?>)true/g, '$1false'),
      );
    });

    it(`are unsafe when asked, two families, files ${what}`, async () => {
      write(billing, encode(connectedApp));
      for (const [file, text] of Object.entries(external)) write(`force-app/${file}`, encode(text));
      const { failed, introduced, result } = await fixProject(root, { unsafe: true });
      expect(failed).to.deep.equal([]);
      expect(introduced).to.deep.equal([]);
      expect(changed(billing, encode(connectedApp))).to.deep.equal({
        gone: [
          `<consumerKey>3MVG9${'A1b2'.repeat(18)}</consumerKey> <!-- of production -->`,
          `<consumerSecret>${'8A7F4E2B1C9D3E6F'.repeat(2)}</consumerSecret>`,
          '<isPkceRequired>false</isPkceRequired>',
          '<scopes>Full</scopes>',
          '<ipRelaxation>BYPASS</ipRelaxation>',
          '<refreshTokenPolicy>infinite</refreshTokenPolicy>',
        ],
        come: [
          '<!-- of production -->',
          '<isPkceRequired>true</isPkceRequired>',
          '<isRefreshTokenRotationEnabled>true</isRefreshTokenRotationEnabled>',
          '<ipRelaxation>ENFORCE</ipRelaxation>',
          '<refreshTokenPolicy>specific_inactivity:30:DAYS</refreshTokenPolicy>',
          '<sessionPolicy>',
          '<sessionTimeout>120</sessionTimeout>',
          '</sessionPolicy>',
        ],
      });
      const policies = 'extlClntAppOauthPolicies/Erp_oauthPlcy.ecaOauthPlcy-meta.xml' as const;
      expect(changed(`force-app/${policies}`, encode(external[policies]))).to.deep.equal({
        gone: [
          '<ipRelaxationPolicyType>Bypass</ipRelaxationPolicyType>',
          '<permittedUsersPolicyType>AllSelfAuthorized</permittedUsersPolicyType>',
          '<refreshTokenPolicyType>Infinite</refreshTokenPolicyType>',
        ],
        come: [
          '<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>',
          '<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>',
          '<refreshTokenPolicyType>SpecificInactivity</refreshTokenPolicyType>',
          '<refreshTokenValidityPeriod>30</refreshTokenValidityPeriod>',
          '<refreshTokenValidityUnit>Days</refreshTokenValidityUnit>',
          '<sessionTimeoutInMinutes>120</sessionTimeoutInMinutes>',
        ],
      });
      const settings = 'extlClntAppOauthSettings/Erp_oauth.ecaOauth-meta.xml' as const;
      expect(changed(`force-app/${settings}`, encode(external[settings]))).to.deep.equal({
        gone: [
          '<commaSeparatedOauthScopes>Api, Full, RefreshToken</commaSeparatedOauthScopes>',
          '<oauthLink>00D000000000001:888000000000001</oauthLink>',
        ],
        come: ['<commaSeparatedOauthScopes>Api, RefreshToken</commaSeparatedOauthScopes>'],
      });
      expect(result.findings.filter(({ fix }) => fix?.status === 'available')).to.deep.equal([]);
      expect(result.summary.high).to.equal(
        result.findings.filter(({ severity, fix }) => severity === 2 && fix?.status !== 'applied').length,
      );
    });
  }

  it('touch only what is selected and not waived', async () => {
    write(billing, connectedApp);
    const { fixed } = await fixProject(root, {
      unsafe: true,
      selectors: ['ip-relaxation', 'pkce-not-required'],
      config: {
        waivers: [{ rule: 'ip-relaxation', app: 'Billing', owner: 'a', reason: 'b', expires: '2027-01-01' }],
      },
    });
    expect(fixed.map(({ rule }) => rule)).to.deep.equal(['pkce-not-required']);
    expect(changed(billing, connectedApp).come).to.deep.equal(['<isPkceRequired>true</isPkceRequired>']);
  });

  it('never let users in whom nothing approves, nor guess what stands in for the full scope', async () => {
    const before = connectedApp
      .replace(/ {4}<permissionSetName>.*\n/, '')
      .replace('<isAdminApproved>true', '<isAdminApproved>false')
      .replace(/ {8}<scopes>Api.*\n/, '');
    write(billing, before);
    const { result } = await fixProject(root, {
      unsafe: true,
      selectors: ['self-authorization-allowed', 'full-scope'],
    });
    expect(result.findings.map(({ rule, fix }) => [rule, fix])).to.deep.equal([
      ['self-authorization-allowed', undefined],
      ['full-scope', undefined],
    ]);
    expect(read(billing)).to.equal(before);
  });

  it('put elements in order: safely for a connected app', async () => {
    const label = '    <label>Billing</label>\n';
    const before = connectedApp.replace(label, '').replace('</ConnectedApp>', `${label}</ConnectedApp>`);
    write(billing, before);
    const { fixed } = await fixProject(root, { selectors: ['metadata-invalid'] });
    expect(fixed.map(({ fix }) => fix?.kind)).to.deep.equal(['safe']);
    expect(read(billing)).to.equal(connectedApp);
  });

  it('keep the mode of a file', async () => {
    write(billing, connectedApp);
    chmodSync(join(root, billing), 0o640);
    const { files } = await fixProject(root, { unsafe: true, selectors: ['pkce-not-required'] });
    expect(files).to.deep.equal([billing]);
    expect((statSync(join(root, billing)).mode & 0o777).toString(8)).to.equal('640');
  });

  describe('are refused', () => {
    const refused = async (options: FixOptions, before = connectedApp) => {
      write(billing, before);
      const { failed, fixed, result, files } = await fixProject(root, {
        selectors: ['pkce-not-required'],
        unsafe: true,
        ...options,
      });
      expect([fixed, files]).to.deep.equal([[], []]);
      expect(result.findings.map(({ fix }) => [fix?.status, fix?.reason])).to.deep.equal(
        failed.map(({ reason }) => ['failed', reason]),
      );
      return failed.map(({ reason }) => reason);
    };

    it('when the file has changed since', async () => {
      const other = connectedApp.replace('Billing', 'Selling');
      expect(await refused({ meanwhile: () => write(billing, other) })).to.deep.equal([
        `${billing} has changed since it was audited`,
      ]);
      expect(read(billing)).to.equal(other);
    });

    it('when the file or a directory above it became a link', async () => {
      const folder = dirname(join(root, billing));
      const outside = mkdtempSync(join(tmpdir(), 'outside-'));
      const target = join(outside, 'Billing.connectedApp-meta.xml');
      const move = (): void => {
        writeFileSync(target, connectedApp);
        rmSync(folder, { recursive: true });
        symlinkSync(outside, folder);
      };
      expect(await refused({ meanwhile: move })).to.deep.equal([`${billing} is reached through a symbolic link`]);
      expect(readFileSync(target, 'utf8')).to.equal(connectedApp);
      rmSync(folder);
      const link = (): void => {
        renameSync(join(root, billing), join(root, 'moved.xml'));
        symlinkSync(join(root, 'moved.xml'), join(root, billing));
      };
      expect(await refused({ meanwhile: link })).to.deep.equal([`${billing} is reached through a symbolic link`]);
      rmSync(outside, { recursive: true });
    });

    it('when the file is gone, or is outside the project', async () => {
      expect(await refused({ meanwhile: () => rmSync(join(root, billing)) })).to.deep.equal([
        `${billing} cannot be read (ENOENT)`,
      ]);
      const outside = mkdtempSync(join(tmpdir(), 'outside-'));
      const file = join(outside, 'Out.connectedApp-meta.xml');
      writeFileSync(file, connectedApp);
      const [reason] = await refused({ paths: [outside] });
      expect(reason).to.match(/is outside the project$/);
      expect(readFileSync(file, 'utf8')).to.equal(connectedApp);
      rmSync(outside, { recursive: true });
    });

    it('when the file is in the project but not in an audited directory', async () => {
      write(billing, connectedApp);
      mkdirSync(join(root, 'other'));
      const inventory = await inventoryFromSource({ root });
      const read = await readForFix(billing, inventory, { root, audited: [join(root, 'other')] });
      expect(read.reason).to.equal(`${billing} is outside the audited directories`);
      const right = await readForFix(billing, inventory, { root, audited: [join(root, 'force-app')] });
      expect(right.bytes?.toString()).to.equal(connectedApp);
    });

    it('when an edit cannot be made', async () => {
      const twice = connectedApp.replace(/( {8}<isPkceRequired>.*\n)/, '$1$1');
      expect(await refused({}, twice)).to.deep.equal(['oauthConfig.isPkceRequired stands more than once']);
      expect(read(billing)).to.equal(twice);
    });
  });

  it('put elements in order: not safely for an External Client App, which dropped them', async () => {
    for (const [file, text] of Object.entries(external)) write(`force-app/${file}`, text);
    const policies = 'force-app/extlClntAppOauthPolicies/Erp_oauthPlcy.ecaOauthPlcy-meta.xml';
    const right = external['extlClntAppOauthPolicies/Erp_oauthPlcy.ecaOauthPlcy-meta.xml'];
    write(policies, right.replace(/( {4}<commaSep.*\n)( {4}<external.*\n)/, '$2$1'));
    const safe = await fixProject(root, { selectors: ['metadata-invalid'] });
    expect([safe.fixed, safe.failed]).to.deep.equal([[], []]);
    const { fixed } = await fixProject(root, { selectors: ['metadata-invalid'], unsafe: true });
    expect(fixed.map(({ fix }) => fix?.kind)).to.deep.equal(['unsafe']);
    expect(read(policies)).to.equal(right);
  });

  it('are taken back when the files cannot be audited again', async () => {
    write(billing, connectedApp);
    const rules = catalogue.filter(({ id }) => id === 'pkce-not-required');
    const context = ruleContext(defaultConfig, today);
    const inventory = await inventoryFromSource({ root });
    const result = audit(inventory, rules, context, defaultConfig);
    let during = '';
    const again = () => {
      during = read(billing);
      return Promise.reject(new Error('no more memory'));
    };
    const request = { inventory, result, rules, context, config: defaultConfig, root, paths: [], unsafe: true };
    const error: unknown = await fixSource({ ...request, audit: again }).catch((reason: unknown) => reason);
    expect(error).to.have.property('message', 'no more memory');
    expect(during).to.include('<isPkceRequired>true');
    expect(read(billing)).to.equal(connectedApp);
  });

  it('are taken back when the finding does not go away, and the others stay', async () => {
    write(billing, connectedApp);
    const rules = catalogue.filter(({ id }) => ['ip-relaxation', 'pkce-not-required'].includes(id));
    const context = ruleContext(defaultConfig, today);
    const inventory = await inventoryFromSource({ root });
    const result = audit(inventory, rules, context, defaultConfig);
    let audits = 0;
    const again = async () => {
      audits += 1;
      const next = audit(await inventoryFromSource({ root }), rules, context, defaultConfig);
      // As if the finding had a second cause that the edit does not reach.
      const kept = result.findings.filter(({ rule }) => rule === 'ip-relaxation');
      return { ...next, findings: [...next.findings.filter(({ rule }) => rule !== 'ip-relaxation'), ...kept] };
    };
    const { failed, fixed, files } = await fixSource({
      inventory,
      result,
      rules,
      context,
      config: defaultConfig,
      root,
      paths: [],
      unsafe: true,
      audit: again,
    });
    expect(audits).to.equal(2);
    expect(failed.map(({ finding, reason }) => [finding.rule, reason])).to.deep.equal([
      ['ip-relaxation', 'the finding did not go away, so the edit was taken back'],
    ]);
    expect(fixed.map(({ rule }) => rule)).to.deep.equal(['pkce-not-required']);
    expect(files).to.deep.equal([billing]);
    expect(changed(billing, connectedApp).come).to.deep.equal(['<isPkceRequired>true</isPkceRequired>']);
  });
});
