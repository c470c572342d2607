import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { flows, type ClientApp } from '../../src/app/clientApp.js';
import { defaultsOf, starterOrg } from '../../src/starter/defaults.js';
import { languages, traitsOf } from '../../src/starter/languages.js';
import { settingsOf } from '../../src/starter/settings.js';
import { starterFiles, writeStarter } from '../../src/starter/writeStarter.js';
import { makeApp } from '../registration/apps.js';
import { makeFolder } from './runStarter.js';

const org = starterOrg('https://acme.my.salesforce.com/');
const write = (folder: string, app: ClientApp = makeApp(), more: { overwrite?: boolean; dryRun?: boolean } = {}) =>
  writeStarter({
    app,
    language: 'python',
    defaults: defaultsOf(app, org),
    folder,
    overwrite: false,
    dryRun: false,
    ...more,
  });

describe('the files of a starter', () => {
  for (const language of languages)
    for (const flow of flows)
      it(`leave nothing to fill in and explain every variable: ${language}, ${flow}`, async () => {
        const app = makeApp({ flow, model: flow === 'authorization-code' ? 'web' : 'backend' });
        const files = await starterFiles(app, language, defaultsOf(app, org));
        const program = files.get(traitsOf[language].file) ?? '';
        const readme = files.get('README.md') ?? '';
        expect(program + readme).not.to.match(/\{\{\w+\}\}/);
        expect(program).to.match(/\n$/);
        for (const { name } of settingsOf(app, defaultsOf(app, org))) {
          const [, key = ''] = name.split('ACMEERP_');
          expect(program, name).to.match(new RegExp(`\\b(ACMEERP_)?${key}\\b`));
          expect(readme, name).to.include(`\`${name}\``);
        }
        expect(program).to.include('acme.my.salesforce.com');
        expect(files.get('.gitignore')).to.equal('.env\n');
      });

  it('write values as the language does, whatever is in them', async () => {
    const app = makeApp();
    const query = `SELECT Id FROM Account WHERE Name = 'O\\'Neil "x" $HOME \`id\`'`;
    for (const language of languages) {
      const program = (await starterFiles(app, language, { ...defaultsOf(app, org), query })).get(
        traitsOf[language].file,
      );
      const written = language === 'bash' ? `'${query.replaceAll("'", `'\\''`)}'` : JSON.stringify(query);
      expect(program).to.include(written);
    }
  });

  it('fall back to what the app and the org say', () => {
    const app = makeApp({
      flow: 'authorization-code',
      model: 'web',
      callbackUrls: ['https://erp.acme.example/cb', 'http://localhost:1717/cb'],
    });
    expect(defaultsOf(app, starterOrg('https://acme--uat.sandbox.my.salesforce.com'))).to.deep.equal({
      instanceUrl: 'https://acme--uat.sandbox.my.salesforce.com',
      loginUrl: 'https://test.salesforce.com',
      username: 'acme-erp@acme.example.integration',
      callbackUrl: 'http://localhost:1717/cb',
      query: 'SELECT Id FROM Order LIMIT 5',
    });
    const { instanceUrl, loginUrl, query } = defaultsOf({
      ...app,
      permissions: { objects: {}, fields: {}, apexClasses: [], userPermissions: [] },
    });
    expect([instanceUrl, loginUrl, query]).to.deep.equal([
      '',
      'https://login.salesforce.com',
      'SELECT Id, Name FROM Organization',
    ]);
  });

  it('say which variables must be set, and which are secret', () => {
    const app = makeApp({ flow: 'jwt-bearer' });
    const settings = settingsOf(app, defaultsOf(app));
    expect(settings.filter(({ isRequired }) => isRequired).map(({ name }) => name)).to.deep.equal([
      'ACMEERP_INSTANCE_URL',
      'ACMEERP_CONSUMER_KEY',
    ]);
    expect(settings.filter(({ isSecret }) => isSecret).map(({ name }) => name)).to.deep.equal(['ACMEERP_PRIVATE_KEY']);
  });

  it('are written once, left alone the second time, and replaced only when asked', async () => {
    const folder = await makeFolder();
    expect((await write(folder)).files.map(({ state }) => state)).to.deep.equal(['created', 'created', 'created']);
    expect((await write(folder)).files.map(({ state }) => state)).to.deep.equal([
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
    await writeFile(join(folder, 'client.py'), '# mine\n');
    const error = await write(folder).catch((failure: unknown) => failure as Error);
    expect(error).to.include({ name: 'StarterExistsError' });
    expect(await readFile(join(folder, 'client.py'), 'utf8')).to.equal('# mine\n');
    expect((await write(folder, makeApp(), { overwrite: true })).files[0]?.state).to.equal('updated');
  });

  it('are not written in a dry run', async () => {
    const folder = await makeFolder();
    expect((await write(folder, makeApp(), { dryRun: true })).files).to.have.length(3);
    expect(await readdir(folder)).to.deep.equal([]);
  });
});
