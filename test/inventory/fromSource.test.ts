import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'chai';
import { inventoryFromSource } from '../../src/inventory/fromSource.js';
import type { Inventory } from '../../src/inventory/types.js';

const corpus = resolve('../shared/corpus');

const connectedApp = (label: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>a@acme.example</contactEmail>
    <label>${label}</label>
    <oauthConfig>
        <callbackUrl>https://acme.example/callback</callbackUrl>
        <scopes>Api</scopes>
    </oauthConfig>
</ConnectedApp>
`;

const appFile = 'force-app/main/default/connectedApps/Billing.connectedApp-meta.xml';
const secret = `CLIENT_SECRET=${'8A7F4E2B1C9D3E6F'.repeat(2)}\n`;

describe('an inventory of source', () => {
  let root: string;
  const write = (file: string, text: string | Buffer): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const coverage = (inventory: Inventory, source: string) =>
    inventory.coverage.find((entry) => entry.source === source);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'source-'));
    write('sfdx-project.json', '{"packageDirectories": [{"path": "force-app", "default": true}]}');
    write(appFile, connectedApp('Billing'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('has the apps of the package directories, with paths relative to the project', async () => {
    write('elsewhere/Other.connectedApp-meta.xml', connectedApp('Other'));
    const inventory = await inventoryFromSource({ root });
    expect(inventory.apps.map(({ name, origin }) => [name, origin])).to.deep.equal([
      ['Billing', { kind: 'source', file: appFile }],
    ]);
    expect(coverage(inventory, 'source:force-app')).to.deep.equal({
      source: 'source:force-app',
      status: 'complete',
      rows: 1,
    });
  });

  it('has what is in the named paths, directories or files', async () => {
    write('elsewhere/Other.connectedApp-meta.xml', connectedApp('Other'));
    const paths = [join(root, 'elsewhere'), join(root, appFile)];
    const { apps } = await inventoryFromSource({ root, paths });
    expect(apps.map(({ name }) => name).sort()).to.deep.equal(['Billing', 'Other']);
  });

  it('reads nothing twice when paths overlap', async () => {
    const paths = [join(root, 'force-app'), join(root, 'force-app/main'), join(root, appFile)];
    const { apps } = await inventoryFromSource({ root, paths });
    expect(apps).to.have.length(1);
  });

  it('reads no dependencies, no hidden state of tools, and files that .forceignore names', async () => {
    write('.forceignore', '**/Ignored.connectedApp-meta.xml\n');
    for (const folder of ['node_modules/x', '.sf', '.sfdx', '.git/x', 'kept']) {
      write(`force-app/${folder}/${folder.replace(/\W/g, '')}.connectedApp-meta.xml`, connectedApp('x'));
    }
    write('force-app/Ignored.connectedApp-meta.xml', connectedApp('Ignored'));
    const { apps } = await inventoryFromSource({ root });
    expect(apps.map(({ name }) => name).sort()).to.deep.equal(['Billing', 'Ignored', 'kept']);
  });

  it('follows no symbolic link, and says so', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    writeFileSync(join(outside, 'Foreign.connectedApp-meta.xml'), connectedApp('Foreign'));
    symlinkSync(outside, join(root, 'force-app/linked'));
    symlinkSync('..', join(root, 'force-app/circle'));
    const { apps, skipped } = await inventoryFromSource({ root });
    rmSync(outside, { recursive: true });
    expect(apps.map(({ name }) => name)).to.deep.equal(['Billing']);
    expect(skipped.map(({ file }) => file)).to.have.members(['force-app/linked', 'force-app/circle']);
  });

  it('does not let a project send it elsewhere', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    writeFileSync(join(outside, 'Foreign.connectedApp-meta.xml'), connectedApp('Foreign'));
    symlinkSync(outside, join(root, 'linked'));
    const directories = [outside, 'force-app', 'linked'].map((path, index) => ({
      path: index === 0 ? `..${path.slice(tmpdir().length)}` : path,
    }));
    write('sfdx-project.json', JSON.stringify({ packageDirectories: directories }));
    const { apps, skipped } = await inventoryFromSource({ root });
    rmSync(outside, { recursive: true });
    expect(apps.map(({ name }) => name)).to.deep.equal(['Billing']);
    expect(skipped.map(({ reason }) => reason)).to.include('a package directory outside the project');
  });

  for (const [what, text] of [
    ['no JSON', '{'],
    ['no object', 'null'],
    ['without package directories', '{}'],
    ['with odd package directories', '{"packageDirectories": [null, 5, {"path": 5}]}'],
  ] as const) {
    it(`looks everywhere when sfdx-project.json is ${what}, and says so`, async () => {
      write('sfdx-project.json', text);
      const { apps, skipped } = await inventoryFromSource({ root });
      expect(apps).to.have.length(1);
      expect(skipped.map(({ reason }) => reason).join()).to.match(/^sfdx-project\.json /);
    });
  }

  it('gives each app its manifest, and keeps those of no app', async () => {
    write('clientapps/Billing.clientapp.yaml', 'name: [');
    write('clientapps/Gone.clientapp.yaml', 'name: [');
    const inventory = await inventoryFromSource({ root });
    expect(inventory.apps[0]?.manifest).to.include({ file: 'clientapps/Billing.clientapp.yaml' });
    expect(inventory.apps[0]?.manifest?.problems).to.not.be.empty;
    expect(inventory.manifests).to.have.length(2);
    const narrowed = await inventoryFromSource({ root, paths: [join(root, 'force-app')] });
    expect(narrowed.manifests.map(({ file }) => file)).to.deep.equal(['clientapps/Billing.clientapp.yaml']);
  });

  it('reads permission sets and profiles, and keeps no tree of them', async () => {
    write(
      'force-app/permissionsets/Wide.permissionset-meta.xml',
      '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>Wide</label><userPermissions><enabled>true</enabled><name>ModifyAllData</name></userPermissions></PermissionSet>',
    );
    const { permissionSets, documents } = await inventoryFromSource({ root });
    expect(permissionSets.map(({ name, userPermissions }) => [name, userPermissions[0]?.value])).to.deep.equal([
      ['Wide', 'ModifyAllData'],
    ]);
    const document = documents.find(({ type }) => type === 'PermissionSet');
    expect(document?.root?.children).to.deep.equal([]);
  });

  it('knows nothing of settings that are not in source, and all of those that are', async () => {
    const unsaid = await inventoryFromSource({ root });
    expect(unsaid.settings.map(({ pkceRequired }) => pkceRequired)).to.deep.equal([
      { known: false, reason: 'OauthOidc.settings is not in source' },
    ]);
    const settings = (value: boolean): string =>
      `<OauthOidcSettings xmlns="http://soap.sforce.com/2006/04/metadata"><isPkceRequired>${value}</isPkceRequired></OauthOidcSettings>`;
    write('force-app/prod/settings/OauthOidc.settings-meta.xml', settings(true));
    write('force-app/test/settings/OauthOidc.settings-meta.xml', settings(false));
    const said = await inventoryFromSource({ root });
    const values = said.settings.map(({ pkceRequired }) => pkceRequired.known && pkceRequired.value);
    expect(values).to.deep.equal([true, false]);
  });

  it('reads the security settings of a project, with their place', async () => {
    const file = 'force-app/main/settings/Security.settings-meta.xml';
    const timeout = '<sessionSettings><sessionTimeout>EightHours</sessionTimeout></sessionSettings>';
    write(file, `<SecuritySettings xmlns="http://soap.sforce.com/2006/04/metadata">${timeout}</SecuritySettings>`);
    const [settings] = (await inventoryFromSource({ root })).settings;
    expect(settings?.origin).to.deep.equal({ kind: 'source', file });
    expect(settings?.sessionTimeoutMinutes).to.deep.include({ known: true, value: 480 });
    expect(settings?.sessionTimeoutMinutes).to.have.nested.property('at.file', file);
    expect(settings?.enforceIpRangesEveryRequest.known).to.equal(false);
  });

  it('names a metadata file that cannot be read, and reads the others', async function () {
    if (process.getuid?.() === 0) this.skip(); // root may read everything
    const file = 'force-app/Locked.connectedApp-meta.xml';
    write(file, connectedApp('Locked'));
    chmodSync(join(root, file), 0);
    const inventory = await inventoryFromSource({ root });
    expect(inventory.skipped).to.deep.include({ file, reason: 'cannot be read (EACCES)' });
    expect(coverage(inventory, 'source:force-app')).to.include({ status: 'partial' });
  });

  it('keeps a metadata file of 40 MB out, and says so', async () => {
    const file = 'force-app/Huge.connectedApp-meta.xml';
    write(file, Buffer.alloc(40 * 1_048_576, 'x'));
    const inventory = await inventoryFromSource({ root });
    expect(inventory.skipped).to.deep.include({ file, reason: 'larger than 32 MB' });
    expect(inventory.apps).to.have.length(1);
  });

  describe('and its secrets', () => {
    it('are seen in the whole project, but only in the named paths where there are some', async () => {
      write('scripts/.env', secret);
      const all = await inventoryFromSource({ root });
      expect(all.secretSightings.map(({ at }) => at)).to.deep.equal([
        { file: 'scripts/.env', startLine: 1, startColumn: 1 },
      ]);
      const narrowed = await inventoryFromSource({ root, paths: [join(root, 'force-app')] });
      expect(narrowed.secretSightings).to.deep.equal([]);
    });

    it('are seen in UTF-16, as PowerShell writes it', async () => {
      write('.env', Buffer.from(`\uFEFF${secret}`, 'utf16le'));
      expect((await inventoryFromSource({ root })).secretSightings).to.have.length(1);
    });

    it('are not looked for in dependencies and binary files', async () => {
      write('node_modules/x/.env', secret);
      write('image.txt', `\0${secret}`);
      expect((await inventoryFromSource({ root })).secretSightings).to.deep.equal([]);
    });

    it('may be in a text file too large to search, which the coverage says', async () => {
      write('large.txt', Buffer.alloc(1_048_577, 'x'));
      write('large.bin', Buffer.alloc(1_048_577, 0));
      const inventory = await inventoryFromSource({ root });
      expect(coverage(inventory, 'source:search for secrets')).to.include({
        status: 'partial',
        reason: '1 file larger than 1 MB, unreadable or a symbolic link',
      });
    });

    it('of an app’s own metadata are its own record’s, not a second sighting', async () => {
      const element = `<consumerSecret>${'8A7F4E2B1C9D3E6F'.repeat(2)}</consumerSecret>`;
      write(appFile, connectedApp('Billing').replace('<scopes>', `${element}<scopes>`));
      const inventory = await inventoryFromSource({ root });
      expect(inventory.apps[0]?.secretElements).to.have.length(1);
      expect(inventory.secretSightings).to.deep.equal([]);
    });
  });

  describe('and git', () => {
    it('is not known outside a repository', async () => {
      write('.env', secret);
      const { trackedFiles, secretSightings } = await inventoryFromSource({ root });
      expect(trackedFiles).to.deep.equal({ known: false, reason: 'the project is not in a git repository' });
      expect(secretSightings[0]?.trackedByGit).to.equal(undefined);
    });

    it('tells which files are tracked, and runs nothing that the repository names', async () => {
      const git = (...parameters: string[]) => execFileSync('git', parameters, { cwd: root, stdio: 'pipe' });
      write('.env', secret);
      write('ü ber.env', secret);
      git('init', '-q');
      git('add', 'ü ber.env', appFile);
      git('config', 'core.fsmonitor', `touch ${join(root, 'owned')}; true`);
      const { trackedFiles, secretSightings } = await inventoryFromSource({ root });
      expect(trackedFiles.known && [...trackedFiles.value].sort()).to.deep.equal([appFile, 'ü ber.env']);
      expect(secretSightings.map(({ at, trackedByGit }) => [at.file, trackedByGit])).to.deep.equal([
        ['.env', false],
        ['ü ber.env', true],
      ]);
      expect(existsSync(join(root, 'owned'))).to.equal(false);
    });
  });

  describe('that is real', () => {
    before(function () {
      if (existsSync(corpus)) return;
      if (process.env.CI) throw new Error(`${corpus} is missing`);
      this.skip(); // the files are no part of the repository
    });

    for (const folder of ['connectedApp', 'eca', 'permissionset', 'profile', 'history']) {
      it(`reads every file of ${folder}`, async () => {
        const paths = [join(corpus, folder)];
        const { documents, skipped } = await inventoryFromSource({ root: corpus, paths });
        expect(skipped).to.deep.equal([]);
        const files = readdirSync(join(corpus, folder), { recursive: true, withFileTypes: true });
        expect(documents.length).to.equal(files.filter((entry) => entry.isFile()).length);
        expect(documents.filter(({ root: tree }) => !tree)).to.deep.equal([]);
      });
    }

    it('reads every settings file', async () => {
      for (const [index, entry] of readdirSync(join(corpus, 'settings')).entries()) {
        const name = entry.slice(entry.lastIndexOf('__') + 2);
        mkdirSync(join(root, `force-app/${index}`));
        cpSync(join(corpus, 'settings', entry), join(root, `force-app/${index}/${name}`));
      }
      const { documents, settings } = await inventoryFromSource({ root });
      expect(documents.filter(({ root: tree }) => !tree)).to.deep.equal([]);
      expect(settings.filter(({ pkceRequired }) => pkceRequired.known)).to.not.be.empty;
    });

    for (const project of existsSync(corpus) ? readdirSync(join(corpus, 'projects')) : []) {
      it(`finds the apps of ${project}`, async () => {
        const { apps, skipped } = await inventoryFromSource({ root: join(corpus, 'projects', project) });
        expect(apps).to.not.be.empty;
        expect(skipped).to.deep.equal([]);
      });
    }

    const malformed = [
      'BareAmpersand',
      'ConflictMarkers',
      'Doctype',
      'Empty',
      'OnlyDeclaration',
      'Truncated',
      'UnclosedTag',
    ];
    for (const name of [...malformed, 'WrongRoot']) {
      it(`names what is wrong with ${name}, and where`, async () => {
        const file = `synthetic/${name}.connectedApp-meta.xml`;
        const { apps, documents } = await inventoryFromSource({ root: corpus, paths: [join(corpus, file)] });
        expect(apps).to.deep.equal([]);
        expect(documents.map((document) => document.file)).to.deep.equal([file]);
        expect(documents[0]?.problems[0]?.line).to.be.above(0);
        expect(documents[0]?.problems[0]?.message).to.not.match(/\n| at .*:\d+:\d+/);
      });
    }

    it('reads the other edge cases', async () => {
      const copy = join(root, 'force-app/synthetic');
      cpSync(join(corpus, 'synthetic'), copy, { recursive: true });
      const { apps } = await inventoryFromSource({ root, paths: [copy] });
      const expected = ['Bom', 'BomCrlf', 'Cdata', 'Comments', 'NoDecl', 'OneLine', 'Prefixed', 'Utf16le', 'Wildcard'];
      expect(apps.map(({ name }) => name)).to.include.members(expected);
    });
  });
});
