import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { orgSource } from '../../src/import/fromOrg.js';
import { chooseFrom, importApps } from '../../src/import/importApps.js';
import type { ImportedManifest } from '../../src/import/imported.js';
import { readManifest } from '../../src/manifest/read.js';
import { countCalls } from '../../src/org/connection.js';
import { connect, useTemporaryHome } from '../inventory/org/connect.js';
import { startLoopbackOrg, type LoopbackOrg } from '../org/index.js';
import { putConnectedApp, putExternalClientApp, putPermissionSet } from '../org/testing.js';
import { createProject } from './generated.js';

const billing = {
  label: 'Billing app',
  oauthConfig: { callbackUrl: 'https://billing.example/cb', scopes: ['Api', 'RefreshToken'], isAdminApproved: 'true' },
};

describe('import from an org', () => {
  useTemporaryHome();
  let org: LoopbackOrg;
  let root: string;
  let dispose: () => void;

  beforeEach(async () => {
    org = await startLoopbackOrg({ users: [{ username: 'erp@x.example' }] });
    ({ root, dispose } = createProject());
  });

  afterEach(async () => {
    await org.stop();
    dispose();
  });

  const idOf = (username: string): string =>
    org.org.records('User').find(({ Username }) => Username === username)?.Id ?? '';

  type Options = { names?: string[]; overwrite?: boolean };

  const importOrg = async ({ names, overwrite = false }: Options = {}): Promise<ImportedManifest[]> => {
    const source = await orgSource(await connect(org), 'dev');
    return importApps(source, chooseFrom(source, names), { root, overwrite, dryRun: false, orgNames: ['dev'] });
  };

  const read = (name: string) => {
    const file = `clientapps/${name}.clientapp.yaml`;
    const { app, problems } = readManifest(readFileSync(join(root, file), 'utf8'), file);
    expect(problems).to.deep.equal([]);
    return app;
  };

  it('names the run-as user, whom the org has by id, and what the data permission set grants', async () => {
    putExternalClientApp(org, 'AcmeErp', {
      policy: { clientCredentialsFlowUser: idOf('erp@x.example'), requiredSessionLevel: 'HIGH_ASSURANCE' },
      settings: { trustedIpRanges: [{ startIpAddress: '203.0.113.0', endIpAddress: '203.0.113.255' }] },
    });
    putPermissionSet(org, 'AcmeErp_Data', {
      objectPermissions: [
        {
          allowCreate: 'true',
          allowDelete: 'false',
          allowEdit: 'false',
          allowRead: 'true',
          modifyAllRecords: 'false',
          object: 'Order',
          viewAllRecords: 'false',
        },
      ],
    });
    const [imported] = await importOrg();
    expect(imported).to.include({ status: 'created', flow: 'client-credentials', model: 'backend' });
    expect(read('AcmeErp')).to.deep.include({
      identity: { user: 'erp@x.example' },
      permissions: { objects: { Order: ['read', 'create'] }, fields: {}, apexClasses: [], userPermissions: [] },
    });
    expect(read('AcmeErp')?.policies).to.deep.equal({
      permittedUsers: 'admin-approved',
      ipRelaxation: 'enforce',
      ipRanges: ['203.0.113.0/24'],
      refreshToken: { rule: 'inactivity', days: 30 },
      session: { timeoutMinutes: 120, level: 'high-assurance' },
    });
    expect(imported?.warnings.join('\n')).to.include('callbackUrl: "https://acme.example/cb"');
  });

  it('leaves the user open when the org does not know the id', async () => {
    putExternalClientApp(org, 'AcmeErp', { policy: { clientCredentialsFlowUser: '005000000000000AAA' } });
    const [imported] = await importOrg();
    expect(read('AcmeErp')?.identity).to.deep.equal({});
    expect(imported?.todo).to.include(
      'identity.user: the app names 005000000000000AAA, which is no username; say which user it is',
    );
  });

  it('passes over what is kept by others, and takes the rest of both families', async () => {
    putConnectedApp(org, 'Billing', billing);
    putConnectedApp(org, 'DataLoaderX', { ...billing, label: 'Data Loader' });
    putExternalClientApp(org, 'AcmeErp');
    const imported = await importOrg();
    expect(imported.map(({ name, registration, status }) => [name, registration, status])).to.deep.equal([
      ['AcmeErp', 'external-client-app', 'created'],
      ['Billing', 'connected-app', 'created'],
      ['DataLoaderX', 'connected-app', 'skipped'],
    ]);
    expect(imported[2]?.reason).to.match(/one of Salesforce.*--name/);
    const [named] = await importOrg({ names: ['DataLoaderX'] });
    expect(named).to.include({ name: 'DataLoaderX', status: 'created' });
  });

  it('takes the External Client App of two with one name, and says so', async () => {
    putConnectedApp(org, 'Billing', billing);
    putExternalClientApp(org, 'Billing');
    expect((await importOrg()).map(({ registration, status }) => [registration, status])).to.deep.equal([
      ['external-client-app', 'created'],
      ['connected-app', 'skipped'],
    ]);
  });

  it('never overwrites what holds for another org', async () => {
    putConnectedApp(org, 'Billing', billing);
    await importOrg();
    const path = join(root, 'clientapps/Billing.clientapp.yaml');
    const text = `${readFileSync(path, 'utf8')}environments:\n  dev: { callbackUrls: [https://other.example/cb] }\n`;
    writeFileSync(path, text);
    const [imported] = await importOrg({ overwrite: true });
    expect(imported)
      .to.include({ status: 'differs' })
      .and.deep.include({ differences: ['callbackUrls'] });
    expect(imported?.warnings[0]).to.match(/^the org is the environment "dev"/);
    expect(readFileSync(path, 'utf8')).to.equal(text);
  });

  it('asks an org no more often for many apps than for two', async () => {
    const calls = async (): Promise<number> => {
      const connection = await connect(org);
      const counter = countCalls(connection);
      const source = await orgSource(connection, 'dev');
      await importApps(source, chooseFrom(source, undefined), { root, overwrite: false, dryRun: true });
      return counter.count;
    };
    putExternalClientApp(org, 'AcmeErp');
    putConnectedApp(org, 'Billing', billing);
    const few = await calls();
    for (let index = 0; index < 40; index++) putConnectedApp(org, `App${index}`, billing);
    expect(await calls()).to.be.at.most(few + 1);
    expect(existsSync(join(root, 'clientapps'))).to.equal(false);
  });

  it('says of every value that metadata alone tells that it is not known', async () => {
    putConnectedApp(org, 'Billing', billing);
    putExternalClientApp(org, 'AcmeErp');
    org.state.profiles
      .find(({ name }) => name === 'System Administrator')
      ?.grants.userPermissions.delete('ModifyMetadata');
    org.state.profiles
      .find(({ name }) => name === 'System Administrator')
      ?.grants.userPermissions.delete('ModifyAllData');
    mkdirSync(join(root, 'clientapps'));
    const imported = await importOrg();
    for (const { todo, warnings, name } of imported) {
      expect(todo.join('\n'), name).to.match(/callbackUrls: |flow: /);
      expect(warnings.join('\n'), name).to.include('the org gave no metadata for it');
    }
    expect(imported.map(({ name, status }) => [name, status])).to.deep.equal([
      ['AcmeErp', 'created'],
      ['Billing', 'created'],
    ]);
  });
});
