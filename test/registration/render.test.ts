import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';
import type { InventoryApp } from '../../src/inventory/types.js';
import { child, children, childText } from '../../src/registration/elements.js';
import { inventoryAppFromDocuments } from '../../src/registration/read/inventoryApps.js';
import { readDocument } from '../../src/registration/readDocument.js';
import { renderClientApp, type GeneratedFile } from '../../src/registration/render.js';
import { callbackKind } from '../../src/app/callbackUrls.js';
import { placeholderCallback } from '../../src/registration/placeholderCallback.js';
import { certificate, combinations, makeApp } from './apps.js';

const golden = join('test', 'registration', 'golden');

const read = (files: GeneratedFile[]) => files.map(({ path, contents }) => readDocument(path, contents));

const readApp = (files: GeneratedFile[]): InventoryApp => {
  const { apps, orphans } = inventoryAppFromDocuments(read(files), { kind: 'source', file: '' });
  expect(orphans).to.deep.equal([]);
  expect(apps).to.have.length(1);
  const [app] = apps;
  if (!app) throw new Error('no app');
  return app;
};

const rootOf = (files: GeneratedFile[], ending: string) =>
  read(files).find(({ file }) => file.endsWith(`${ending}-meta.xml`))?.root;

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    : [];

describe('renderClientApp', () => {
  for (const { model, flow, registration } of combinations) {
    const app = makeApp({ model, flow, registration });
    const files = renderClientApp(app, { certificate });
    const folder = join(golden, `${model}-${flow}-${registration}`);

    it(`${model}, ${flow}, ${registration}: writes the golden files`, () => {
      if (process.env.UPDATE_GOLDEN) {
        rmSync(folder, { recursive: true, force: true });
        for (const { path, contents } of files) {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), contents);
        }
      }
      expect(files.map(({ path }) => path)).to.have.members(filesBelow(folder));
      for (const { path, contents } of files) expect(contents, path).to.equal(readFileSync(join(folder, path), 'utf8'));
    });

    it(`${model}, ${flow}, ${registration}: reads back as the manifest says, with nothing wrong in it`, () => {
      for (const { file, problems } of read(files)) expect(problems, file).to.deep.equal([]);
      const value = <T>(fact: { known: true; value: T } | { known: false; reason: string }): T => {
        if (!fact.known) throw new Error(fact.reason);
        return fact.value;
      };
      const found = readApp(files);
      expect(found).to.deep.include({ name: 'AcmeErp', label: app.label, registration, managed: false });
      expect(value(found.description)).to.equal(app.description);
      expect(value(found.contactEmail)).to.equal(app.owner.email);
      expect(value(found.scopes).map((scope) => scope.value)).to.have.members(Object.keys(app.scopes));
      expect(value(found.callbackUrls).map((url) => url.value)).to.deep.equal(app.callbackUrls);
      expect(value(found.permittedUsers)).to.equal('admin-approved');
      expect(value(found.grants).permissionSets.map((set) => set.value)).to.deep.equal(['AcmeErp_Access']);
      expect(value(found.ipRelaxation)).to.equal('enforce');
      expect(value(found.ipRanges).map(({ start, end }) => `${start}-${end}`)).to.deep.equal([
        '203.0.113.0-203.0.113.255',
        '198.51.100.7-198.51.100.7',
      ]);
      expect(value(found.refreshToken)).to.deep.equal(app.policies.refreshToken);
      expect(value(found.sessionTimeoutMinutes)).to.equal(120);
      expect(value(found.pkceRequired)).to.equal(true);
      expect(value(found.refreshTokenRotation)).to.equal(true);
      const isPublic = flow === 'authorization-code' && model !== 'web';
      expect(value(found.secretOptional)).to.equal(isPublic);
      expect(value(found.secretRequiredForRefresh)).to.equal(!isPublic);
      const usesClientCredentials = flow === 'client-credentials';
      expect(value(found.clientCredentials.settings)).to.equal(usesClientCredentials);
      expect(value(found.clientCredentials.policy)).to.equal(usesClientCredentials);
      expect(value(found.clientCredentials.runAsUser)).to.equal(usesClientCredentials ? app.identity.user : undefined);
      expect(value(found.certificate)).to.equal(flow === 'jwt-bearer' ? certificate.trim() : undefined);
      expect(value(found.enabled)).to.equal(true);
      expect(value(found.consumerKey)).to.equal(undefined);
      expect([...found.orgBound, ...found.secretElements, ...found.rotatesOnDeploy]).to.deep.equal([]);
    });
  }

  it('names the files as a retrieve does', () => {
    const paths = renderClientApp(makeApp()).map(({ path, type, fullName }) => `${path} ${type} ${fullName}`);
    expect(paths).to.deep.equal([
      'externalClientApps/AcmeErp.eca-meta.xml ExternalClientApplication AcmeErp',
      'extlClntAppOauthSettings/AcmeErp_oauth.ecaOauth-meta.xml ExtlClntAppOauthSettings AcmeErp_oauth',
      'extlClntAppGlobalOauthSets/AcmeErp_glbloauth.ecaGlblOauth-meta.xml ExtlClntAppGlobalOauthSettings AcmeErp_glbloauth',
      'extlClntAppOauthPolicies/AcmeErp_oauthPlcy.ecaOauthPlcy-meta.xml ExtlClntAppOauthConfigurablePolicies AcmeErp_oauthPlcy',
      'extlClntAppPolicies/AcmeErp_plcy.ecaPlcy-meta.xml ExtlClntAppConfigurablePolicies AcmeErp_plcy',
      'permissionsets/AcmeErp_Access.permissionset-meta.xml PermissionSet AcmeErp_Access',
      'permissionsets/AcmeErp_Data.permissionset-meta.xml PermissionSet AcmeErp_Data',
    ]);
  });

  it('writes what the platform demands besides the permissions that were asked for', () => {
    const permissions = {
      objects: { A__c: ['modify-all'], B__c: ['delete'], C__c: ['view-all'] },
      fields: { 'A__c.X__c': ['edit'] },
    };
    const files = renderClientApp(
      makeApp({ permissions: { ...permissions, apexClasses: [], userPermissions: [] } as never }),
    );
    const root = rootOf(files, 'AcmeErp_Data.permissionset');
    const granted = children(root, 'objectPermissions').map((object) =>
      object.children
        .filter(({ text }) => text === 'true')
        .map(({ name }) => name)
        .join(),
    );
    expect(granted).to.deep.equal([
      'allowDelete,allowEdit,allowRead,modifyAllRecords,viewAllRecords',
      'allowDelete,allowEdit,allowRead',
      'allowRead,viewAllRecords',
    ]);
    expect(childText(child(root, 'fieldPermissions'), 'readable')).to.equal('true');
    expect(child(root, 'license')).to.equal(undefined);
  });

  it('grants nothing where users approve themselves', () => {
    const policies = { ...makeApp().policies, permittedUsers: 'self-authorize' as const };
    expect(
      rootOf(renderClientApp(makeApp({ policies, registration: 'connected-app' })), 'connectedApp')?.children.map(
        ({ name }) => name,
      ),
    ).to.not.include('permissionSetName');
    expect(
      child(rootOf(renderClientApp(makeApp({ policies })), 'ecaOauthPlcy'), 'commaSeparatedPermissionSet'),
    ).to.equal(undefined);
  });

  it('raises the session level where there is a user, and blocks where there is none', () => {
    const policies = { ...makeApp().policies, session: { timeoutMinutes: 15, level: 'high-assurance' as const } };
    const actionOf = (flow: 'authorization-code' | 'jwt-bearer') =>
      childText(rootOf(renderClientApp(makeApp({ policies, flow, model: 'cli' })), 'ecaOauthPlcy'), 'policyAction');
    expect([actionOf('authorization-code'), actionOf('jwt-bearer')]).to.deep.equal(['RaiseSessionLevel', 'Block']);
  });

  it('gives a connected app without callbacks one that nobody can receive', () => {
    const root = rootOf(renderClientApp(makeApp({ registration: 'connected-app' })), 'connectedApp');
    expect(childText(child(root, 'oauthConfig'), 'callbackUrl')).to.equal(placeholderCallback);
    expect(callbackKind(placeholderCallback)).to.equal('https');
    expect(new URL(placeholderCallback).hostname).to.match(/\.invalid$/);
  });

  it('writes each scope once, as the family spells it and a retrieve gives it back', () => {
    const scopes = { sfap_api: '', offline_access: '', refresh_token: '', email: '', id: '' };
    const files = renderClientApp(makeApp({ scopes }));
    expect(childText(rootOf(files, 'ecaOauth'), 'commaSeparatedOauthScopes')).to.equal(
      'Basic, RefreshToken, SFApiPlatform',
    );
    const oauth = child(
      rootOf(renderClientApp(makeApp({ scopes, registration: 'connected-app' })), 'connectedApp'),
      'oauthConfig',
    );
    expect(children(oauth, 'scopes').map(({ text }) => text)).to.deep.equal(['Basic', 'RefreshToken', 'SFAP']);
  });

  it('refuses scopes that do not exist and ranges that are none', () => {
    expect(() => renderClientApp(makeApp({ scopes: { nonsense: '' } }))).to.throw('unknown scope "nonsense"');
    expect(() => renderClientApp(makeApp({ scopes: { a2a_api: '' } }))).to.throw('"a2a_api" does not exist');
    const policies = { ...makeApp().policies, ipRanges: ['everywhere'] };
    expect(() => renderClientApp(makeApp({ policies }))).to.throw('"everywhere" is not an address range');
  });
});
