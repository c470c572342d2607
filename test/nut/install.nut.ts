import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { shellWords } from '../commandLine.js';
import { fencedLines, read } from '../markdown.js';
import { startLoopbackOrg, type LoopbackOrg } from '../org/index.js';
import { createSf, type Sf } from '../org/sf.js';
import { filesBelow, installPlugin, packPlugin, pluginsFolder, runTraced } from './installedPlugin.js';

type Definition = { name: string; version: string; scripts: Record<string, string>; bin?: unknown };
type Doctored = {
  diagnosticResults: Array<{ testName: string; status: string }>;
  pluginSpecificData: Record<string, Array<{ version: string; stores: unknown[] }>>;
};

const definition = JSON.parse(read('package.json')) as Definition;

/** Everything that is in the package, and why. */
const wanted = [
  /^(package\.json|README\.md|LICENSE|oclif\.manifest\.json)$/, // npm and oclif
  /^lib\/.+\.js$/, // what runs
  /^lib\/.+\.json$/, // what it looks up
  /^messages\/[a-z.]+\.md$/, // its texts
  /^schemas\/.+\.json$/, // for editors, and for those who read results
  /^docs\/rules\/.+\.md$/, // examples of `audit rules --view detail`
  /^src\/starter\/templates\/.+\.tmpl$/, // `generate client`
  /^src\/report\/html\/assets\/page\.(css|js)$/, // reports
];

const commandIds = (): string[] =>
  (JSON.parse(read('command-snapshot.json')) as Array<{ command: string }>)
    .map(({ command }) => command.replaceAll(':', ' '))
    .toSorted();

/** The commands of the README's first five minutes that work on what is signed in to by then. */
const firstSteps = (): string[] => {
  const [, section = ''] = /\n## First five minutes\n([^]*?)\n## /.exec(read('README.md')) ?? [];
  return fencedLines(section).filter(
    (line) => line.startsWith('sf ') && !/^sf (plugins install|org login web) /.test(line),
  );
};

/** What may be in a home that the plugin has left, and whose it is. */
const mayStay: ReadonlyArray<readonly [RegExp, string]> = [
  [/^\.(cache|config|local\/share)\/sf\//, 'of sf itself: caches, logs, an empty list of plugins'],
  [/^\.npm\//, 'the cache of npm'],
  [/^\.(sf|sfdx)\/(?!clientapp-)/, 'sf’s orgs, aliases and key'],
  [/^\.sfdx\/clientapp-credentials\.json$/, 'the credentials that the user stored'],
  [/^\.sf\/clientapp-leases\.json$/, 'the record of org settings to put back; empty when nothing is left to do'],
  [/^client-apps\//, 'the user’s project'],
  [/^audit\.html$/, 'the user’s report'],
];

/** Libraries that only some runs need. */
const heavy =
  /^(@salesforce\/source-deploy-retrieve|saxes|fast-xml-parser|yaml|openid-client|oauth4webapi|jose|@peculiar\/x509|reflect-metadata|@napi-rs\/keyring|jszip|open)\//;

const librariesIn = (loaded: readonly string[]): string[] =>
  [...new Set(loaded.flatMap((file) => heavy.exec(file)?.[1] ?? []))].toSorted();

describe('the plugin, from its package to its removal', () => {
  let sf: Sf;
  let org: LoopbackOrg;
  let packed: Awaited<ReturnType<typeof packPlugin>>;

  before(async function () {
    this.timeout(300_000);
    [packed, sf, org] = await Promise.all([packPlugin(), createSf(), startLoopbackOrg()]);
  });
  after(async () => {
    await org.stop();
    await sf.dispose();
    await packed.dispose();
  });

  const expectWell = async (args: string[], cwd = sf.home): Promise<string> => {
    const { code, stdout, stderr } = await sf.run(args, { cwd });
    expect(code, `sf ${args.join(' ')}\n${stdout}\n${stderr}`).to.equal(0);
    return stdout;
  };

  it('packs what runs and nothing else', () => {
    expect(packed.files.filter((file) => !wanted.some((pattern) => pattern.test(file)))).to.deep.equal([]);
    for (const pattern of wanted.filter((one) => !one.source.includes('json$')))
      expect(
        packed.files.some((file) => pattern.test(file)),
        String(pattern),
      ).to.equal(true);
    expect(packed.files).to.include.members(['oclif.manifest.json', 'lib/hooks/diagnostics.js']);
  });

  it('runs no script when it is installed', () => {
    const atInstall = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
    expect(Object.keys(definition.scripts).filter((name) => atInstall.includes(name))).to.deep.equal([]);
  });

  it('is installed in a home that has nothing, by somebody who trusts it', async function () {
    this.timeout(180_000);
    const { code, stdout, stderr } = await installPlugin(sf, packed.tarball);
    expect(code, `${stdout}\n${stderr}`).to.equal(0);
    const lock = JSON.parse(await readFile(join(pluginsFolder(sf), 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean; dev?: boolean }>;
    };
    const packages = Object.entries(lock.packages);
    expect(packages.length).to.be.greaterThan(100);
    expect(packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([name]) => name)).to.deep.equal([]);
  });

  it('is not larger than the documentation says', async () => {
    const stated = Number(/All of it together is (\d+) MB/.exec(read('docs/dependencies.md'))?.[1]);
    const folder = join(pluginsFolder(sf), 'node_modules');
    let bytes = 0;
    for (const file of await filesBelow(folder)) bytes += (await stat(join(folder, file))).size;
    const measured = bytes / 1_000_000;
    // What others release may be a little larger.
    expect(measured, 'MB').to.be.within(stated * 0.8, stated * 1.1);
  });

  it('is listed, found and explained by sf', async function () {
    this.timeout(120_000);
    // `sf commands` of 2.150 ends with 13, and with --json without a word, whatever plugins there are.
    const { stdout } = await sf.run(['commands']);
    expect([...stdout.matchAll(/\bclientapp(?: [a-z]+)+/g)].map(([id]) => id).toSorted()).to.include.members(
      commandIds(),
    );
    expect(await expectWell(['which', 'clientapp', 'audit', 'run'])).to.include(`plugin: ${definition.name}`);
    const help = await expectWell(['clientapp', '--help']);
    for (const id of commandIds()) expect(help, id).to.include(id.split(' ')[1]);
  });

  it('explains every command', async function () {
    this.timeout(180_000);
    const ids = commandIds();
    const explain = async (id: string): Promise<void> => {
      const { code, stdout: help, loaded } = await runTraced(sf, [...id.split(' '), '--help'], sf.home);
      expect(code, id).to.equal(0);
      // The default of an org flag is only known to the command, so sf loads that, and with it what reads manifests.
      expect(
        librariesIn(loaded).filter((name) => name !== 'yaml'),
        id,
      ).to.deep.equal([]);
      for (const part of ['USAGE', `$ sf ${id}`, 'FLAGS', 'DESCRIPTION', 'EXAMPLES']) expect(help, id).to.include(part);
      // Text that was not filled in.
      expect(help, id).to.not.match(/<%|%[sd]\b|undefined/);
    };
    for (let index = 0; index < ids.length; index += 2) await Promise.all(ids.slice(index, index + 2).map(explain));
  });

  it('is completed by the shell', async function () {
    this.timeout(60_000);
    await expectWell(['autocomplete', 'bash', '--refresh-cache']);
    const functions = join(sf.home, '.cache', 'sf', 'autocomplete', 'functions', 'bash', 'sf.bash');
    const completed = await readFile(functions, 'utf8');
    for (const id of commandIds()) expect(completed).to.include(id.replaceAll(' ', ':'));
  });

  it('tells the doctor how it is', async function () {
    this.timeout(60_000);
    const folder = await mkdtemp(join(tmpdir(), 'clientapp-doctor-'));
    try {
      const said = await expectWell(['doctor', '--plugin', definition.name, '--output-dir', folder]);
      expect(said).to.include(`pass - [${definition.name}] the secret store sf can be reached`);
      const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('diagnosis.json'));
      const text = await readFile(join(folder, file), 'utf8');
      const { diagnosticResults, pluginSpecificData } = JSON.parse(text) as Doctored;
      expect(diagnosticResults.length).to.be.greaterThan(4);
      expect(diagnosticResults.filter(({ status }) => status === 'fail')).to.deep.equal([]);
      expect(pluginSpecificData[definition.name]?.[0]).to.include({ version: definition.version });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  describe('the first five minutes', () => {
    let cwd: string;

    before(async () => {
      cwd = sf.home;
      const signedIn = await sf.signIn(org, 'uat');
      expect(signedIn.code, signedIn.stderr).to.equal(0);
    });

    for (const line of firstSteps()) {
      it(line, async function () {
        this.timeout(120_000);
        await expectWell(shellWords(line).slice(1), cwd);
        const [, folder] = /&& cd (\S+)$/.exec(line) ?? [];
        if (folder !== undefined) cwd = join(cwd, folder);
      });
    }

    it('end with an app that got in, and no secret outside the store', async () => {
      expect(firstSteps().length).to.be.greaterThan(4);
      const secrets = org.state.metadata.consumers.map(({ secret }) => secret);
      expect(secrets.length).to.be.greaterThan(0);
      for (const file of (await filesBelow(sf.home)).filter((name) => !/node_modules|_cacache/.test(name))) {
        const text = readFileSync(join(sf.home, file), 'latin1');
        for (const secret of secrets) expect(text.includes(secret), file).to.equal(false);
      }
    });
  });

  describe('what a run loads', () => {
    /** Runs that are light, and what they use; zod comes with `@salesforce/core`. */
    const runs: ReadonlyArray<readonly [line: string, uses: readonly string[]]> = [
      ['clientapp audit rules', []],
      ['clientapp audit rules --json', []],
      ['clientapp rotate report', []],
      ['clientapp credential display --name AcmeErp --target-org uat', ['yaml']],
      ['clientapp list', ['saxes', 'yaml']],
      ['clientapp audit run', ['saxes', 'yaml']],
      ['clientapp generate client --name AcmeErp --language python --dry-run', ['yaml']],
    ];
    for (const [line, uses] of runs) {
      it(`${line}: ${uses.join(', ') || 'no library of its own'}`, async function () {
        this.timeout(60_000);
        const { loaded, stdout, stderr } = await runTraced(sf, shellWords(line), join(sf.home, 'client-apps'));
        expect(
          loaded.some((file) => file.startsWith(`${definition.name}/lib/commands/`)),
          stdout + stderr,
        ).to.equal(true);
        expect(librariesIn(loaded)).to.deep.equal(uses);
      });
    }
  });

  it('explains what stays', () => {
    const page = read('docs/dependencies.md');
    for (const name of [
      'clientapp-credentials.json',
      'clientapp-rotations.json',
      'clientapp-leases.json',
      'clientapp-cases',
    ])
      expect(page, name).to.include(name);
  });

  // In a block of its own: mocha runs the tests of a block before the blocks inside it.
  describe('when it is removed', () => {
    it('leaves nothing behind but what the user made', async function () {
      this.timeout(120_000);
      await expectWell(['plugins', 'uninstall', definition.name]);
      expect(existsSync(join(pluginsFolder(sf), 'node_modules', definition.name))).to.equal(false);
      const left = await filesBelow(sf.home);
      expect(left.filter((file) => !mayStay.some(([pattern]) => pattern.test(file)))).to.deep.equal([]);
      expect(left.filter((file) => /^\.local\/share\/sf\/node_modules\/(?!\.package-lock)/.test(file))).to.deep.equal(
        [],
      );
      const { code, stderr } = await sf.run(['clientapp', 'list']);
      expect(code).to.not.equal(0);
      expect(stderr).to.match(/not (a sf command|found)/i);
      const leases = join(sf.home, '.sf', 'clientapp-leases.json');
      if (existsSync(leases)) expect(JSON.parse(await readFile(leases, 'utf8'))).to.include({ version: 1 });
    });
  });
});
