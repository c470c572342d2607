import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { readManifest } from '../../src/manifest/read.js';
import { answersFor, createCertificate, createProject, generate, importProject } from './generated.js';

type Parts = { app?: string; oauth?: string; more?: string };

/** A connected app as an org gives it back, with a secret that must go nowhere. */
const connectedApp = ({
  app = '',
  oauth = '',
  more = '',
}: Parts = {}): string => `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>a@b.example</contactEmail>
    ${app}
    <label>Billing app</label>
    <oauthConfig>
        <callbackUrl>https://a.example/cb</callbackUrl>
        <consumerKey>3MVG9.key</consumerKey>
        <consumerSecret>TOPSECRET0123456789</consumerSecret>
        <scopes>Api</scopes>
        ${oauth}
    </oauthConfig>
    <oauthPolicy>
        <ipRelaxation>ENFORCE</ipRelaxation>
        <refreshTokenPolicy>specific_lifetime:12:HOURS</refreshTokenPolicy>
    </oauthPolicy>
    ${more}
</ConnectedApp>
`;

describe('import from a project', () => {
  let root: string;
  let dispose: () => void;

  beforeEach(() => ({ root, dispose } = createProject()));
  afterEach(() => dispose());

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const put = (name: string, parts?: Parts): void =>
    write(`force-app/main/default/connectedApps/${name}.connectedApp-meta.xml`, connectedApp(parts));
  const manifest = 'clientapps/Billing.clientapp.yaml';
  const text = (): string => readFileSync(join(root, manifest), 'utf8');

  it('says in order what flow and model rest on, what is open and what is lost', async () => {
    put('Billing', { more: '<samlConfig><entityUrl>https://a.example</entityUrl></samlConfig>' });
    const [imported] = await importProject(root);
    expect(imported).to.deep.equal({
      name: 'Billing',
      file: manifest,
      registration: 'connected-app',
      model: 'web',
      flow: 'authorization-code',
      status: 'created',
      reasons: [
        'flow authorization-code: it has a callback URL that a code is meant to come to',
        'model web: a person signs in and a server receives the code',
      ],
      todo: [
        'description: say what the app does',
        'scopes.api: say why the app needs it',
        'policies.session.timeoutMinutes: the app leaves it to profile and org; what stands there is the default',
      ],
      warnings: [
        'samlConfig: a manifest has no words for it (Billing.connectedApp-meta.xml)',
        ...['isPkceRequired', 'isRefreshTokenRotationEnabled'].map(
          (name) =>
            `oauthConfig.${name}: "false" in Billing.connectedApp-meta.xml, "true" when generated from the manifest`,
        ),
        'description, oauthConfig.isSecretRequiredForTokenExchange, sessionPolicy.sessionTimeout: not said in Billing.connectedApp-meta.xml, set when generated from the manifest',
      ],
      differences: [],
    });
    expect(text())
      .to.include('refreshToken: { rule: lifetime, hours: 12 }')
      .and.include('permittedUsers: self-authorize');
  });

  it('writes neither key nor secret, and shows none', async () => {
    put('Billing');
    const shown = JSON.stringify(await importProject(root)) + text();
    expect(shown).not.to.include('TOPSECRET').and.not.to.include('3MVG9');
  });

  it('writes nothing in a dry run', async () => {
    put('Billing', { oauth: `<certificate>${readFileSync(createCertificate(root), 'utf8')}</certificate>` });
    rmSync(join(root, 'acme.crt'));
    const [imported] = await importProject(root, { dryRun: true });
    expect(imported?.status).to.equal('created');
    expect(existsSync(join(root, 'clientapps'))).to.equal(false);
  });

  describe('a manifest that is there', () => {
    const edited = (): string => {
      const changed = text()
        .replace(/^ {2}api: .*$/m, '  api: Reads invoices # said by Ann')
        .replace(/^ {2}permittedUsers: .*$/m, '  permittedUsers: admin-approved');
      writeFileSync(join(root, manifest), changed);
      return changed;
    };

    beforeEach(async () => {
      put('Billing');
      await importProject(root);
    });

    it('is left alone when it says the same', async () => {
      const before = text();
      expect((await importProject(root, { overwrite: true }))[0]).to.include({ status: 'unchanged' });
      expect(text()).to.equal(before);
    });

    it('is not touched unasked, and the differences are named', async () => {
      const before = edited();
      const [imported] = await importProject(root);
      expect(imported).to.deep.include({ status: 'differs', differences: ['policies.permittedUsers'] });
      expect(text()).to.equal(before);
    });

    it('is changed where it differs when that is asked for; reasons, comments and dates stay', async () => {
      const before = edited();
      const [imported] = await importProject(root, { overwrite: true });
      expect(imported).to.deep.include({ status: 'updated', differences: ['policies.permittedUsers'] });
      expect(imported?.todo).not.to.include('scopes.api: say why the app needs it');
      expect(text()).to.equal(before.replace('permittedUsers: admin-approved', 'permittedUsers: self-authorize'));
    });

    it('that cannot be read is replaced only when that is asked for', async () => {
      writeFileSync(join(root, manifest), 'name: Billing\nmodel: nothing\n');
      const [imported] = await importProject(root);
      expect(imported?.status).to.equal('differs');
      expect(imported?.warnings[0]).to.match(/^clientapps\/Billing.clientapp.yaml has 2 problems/);
      expect(text()).to.equal('name: Billing\nmodel: nothing\n');
      expect((await importProject(root, { overwrite: true }))[0]?.status).to.equal('updated');
      expect(readManifest(text(), manifest).problems).to.deep.equal([]);
    });

    it('whose name differs in case only keeps its place', async () => {
      put('BILLING');
      rmSync(join(root, 'force-app/main/default/connectedApps/Billing.connectedApp-meta.xml'));
      const [imported] = await importProject(root, { overwrite: true });
      expect(imported).to.include({ status: 'skipped' });
      expect(readdirSync(join(root, 'clientapps'))).to.deep.equal(['Billing.clientapp.yaml']);
    });
  });

  describe('certificates', () => {
    const signing = (): { pem: string; parts: Parts } => {
      const pem = readFileSync(createCertificate(root), 'utf8');
      const body = pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
      const login = 'https://login.salesforce.com/services/oauth2/success';
      return {
        pem,
        parts: {
          app: '<description>Signs</description>',
          oauth: `<certificate>${body}</certificate><callbackUrl>${login}</callbackUrl>`,
        },
      };
    };
    const putSigner = (parts: Parts): void =>
      write(
        'force-app/Billing.connectedApp-meta.xml',
        connectedApp(parts).replace('<callbackUrl>https://a.example/cb</callbackUrl>', ''),
      );

    it('are found in the project', async () => {
      putSigner(signing().parts);
      const [imported] = await importProject(root);
      expect(imported).to.include({ flow: 'jwt-bearer' }).and.not.to.have.property('certificateFile');
      expect(text()).to.include('certificateFile: acme.crt');
      expect(imported?.warnings.join('\n')).not.to.include('certificate');
    });

    it('are saved beside the manifest where no file has them', async () => {
      const { pem, parts } = signing();
      rmSync(join(root, 'acme.crt'));
      putSigner(parts);
      const [imported] = await importProject(root);
      expect(imported).to.include({ certificateFile: 'clientapps/Billing.crt' });
      expect(readFileSync(join(root, 'clientapps/Billing.crt'), 'utf8')).to.equal(pem);
      expect(text()).to.include('certificateFile: clientapps/Billing.crt');
      expect((await importProject(root))[0]).to.include({ status: 'unchanged' });
    });

    it('never replace a file that is there', async () => {
      const { parts } = signing();
      rmSync(join(root, 'acme.crt'));
      putSigner(parts);
      write('clientapps/Billing.crt', 'mine');
      const [imported] = await importProject(root);
      expect(readFileSync(join(root, 'clientapps/Billing.crt'), 'utf8')).to.equal('mine');
      expect(imported?.todo.join('\n')).to.match(/credentials.certificateFile: /);
      expect(imported?.warnings.join('\n')).to.include('oauthConfig.certificate: a certificate in');
    });
  });

  describe('hostile input', () => {
    it('gets no file outside the folder of manifests, whatever an app is called', async () => {
      for (const name of ['..%2F..%2Fevil', '%2Fetc%2Fevil', 'a%00b', 'CON%2E', `x${'y'.repeat(90)}`]) put(name);
      const imported = await importProject(root);
      expect(imported.map(({ status }) => status)).to.deep.equal(Array<string>(5).fill('skipped'));
      expect(existsSync(join(root, 'clientapps'))).to.equal(false);
    });

    it('does not follow a link out of the project', async () => {
      const { root: outside, dispose: remove } = createProject();
      try {
        put('Billing');
        symlinkSync(outside, join(root, 'clientapps'));
        const error: unknown = await importProject(root).catch((reason: unknown) => reason);
        expect(error).to.have.property('name', 'OutsideProjectError');
        expect(readdirSync(outside)).to.have.members(['force-app', 'sfdx-project.json']);
      } finally {
        remove();
      }
    });

    it('leaves a valid manifest, whatever its texts hold', async () => {
      const texts = [
        'a: b # c',
        '- x',
        '{ y',
        '"',
        "'",
        '|',
        '&a *a !!js/function',
        `z${'y'.repeat(400)}`,
        '\u202Eevil',
        '   ',
      ];
      for (const [index, text] of texts.entries()) {
        const escaped = text.replaceAll('&', '&amp;');
        put(`App${index}`, {
          app: `<description>${escaped}\nmodel: cli\n---\n</description>`,
          oauth: `<scopes>Custom ${index}</scopes><oauthClientCredentialUser>x: [</oauthClientCredentialUser>`,
        });
      }
      const imported = await importProject(root);
      expect(imported.map(({ status }) => status)).to.deep.equal(texts.map(() => 'created'));
      for (const { file = '', warnings } of imported) {
        const { app, problems } = readManifest(readFileSync(join(root, file), 'utf8'), file);
        expect(problems).to.deep.equal([]);
        expect(app?.model).to.equal('web');
        expect(warnings.every((warning) => warning.length < 1000)).to.equal(true);
        expect(warnings.join('\n')).to.include('oauthConfig.scopes: "Api, Custom');
      }
    });

    it('names a file that cannot be read, and imports the others', async () => {
      put('Billing');
      write('force-app/Broken.connectedApp-meta.xml', '<ConnectedApp><label>');
      write('force-app/Empty.eca-meta.xml', '');
      const imported = await importProject(root);
      expect(imported.map(({ name, status }) => [name, status])).to.deep.equal([
        ['Empty', 'skipped'],
        ['Billing', 'created'],
        ['Broken', 'skipped'],
      ]);
      expect(imported[0]?.reason).to.match(/^force-app\/Empty.eca-meta.xml cannot be read: /);
      expect(imported[2]?.reason).to.match(/^force-app\/Broken.connectedApp-meta.xml cannot be read: /);
    });
  });

  it('reads one directory when it is told to', async () => {
    put('Billing');
    write('other/Other.connectedApp-meta.xml', connectedApp());
    const names = async (...paths: string[]): Promise<string[]> =>
      (await importProject(root, { dryRun: true, paths: paths.map((path) => join(root, path)) })).map(
        ({ name }) => name,
      );
    expect(await names('other')).to.deep.equal(['Other']);
    expect(await names()).to.deep.equal(['Billing']);
  });

  it('takes what a person changed in generated files, and says that reasons are open', async () => {
    const { manifest: file } = await generate(
      root,
      answersFor({ registration: 'external-client-app', model: 'web', flow: 'authorization-code' }),
    );
    rmSync(join(root, file));
    const policies = 'force-app/main/default/extlClntAppOauthPolicies/AcmeErp_oauthPlcy.ecaOauthPlcy-meta.xml';
    const before = readFileSync(join(root, policies), 'utf8');
    writeFileSync(join(root, policies), before.replace('AdminApprovedPreAuthorized', 'AllSelfAuthorized'));
    const [imported] = await importProject(root);
    expect(imported?.todo).to.include('scopes.refresh_token: say why the app needs it');
    expect(imported?.warnings).to.deep.equal([
      'commaSeparatedPermissionSet: "AcmeErp_Access" in AcmeErp_oauthPlcy.ecaOauthPlcy-meta.xml, nothing when generated from the manifest',
    ]);
    expect(readFileSync(join(root, file), 'utf8')).to.include('permittedUsers: self-authorize');
  });
});
