import { expect } from 'chai';
import type { Origin } from '../../../src/inventory/types.js';
import { permissionSetFromDocument } from '../../../src/registration/read/permissionSet.js';
import { settingsFromDocuments } from '../../../src/registration/read/settings.js';
import { readDocument } from '../../../src/registration/readDocument.js';

const source: Origin = { kind: 'source', file: '' };

const grants = [
  '<label>Acme Access</label>',
  '<objectPermissions>',
  '<allowRead>true</allowRead><viewAllRecords>true</viewAllRecords><allowEdit>false</allowEdit><object>Account</object>',
  '</objectPermissions>',
  '<objectPermissions><allowRead>false</allowRead><object>Order</object></objectPermissions>',
  '<userPermissions><enabled>true</enabled><name>ApiEnabled</name></userPermissions>',
  '<userPermissions><enabled>false</enabled><name>ModifyAllData</name></userPermissions>',
];

describe('permissionSetFromDocument', () => {
  it('tells what a permission set grants, and only that', () => {
    const file = 'Acme_Access.permissionset-meta.xml';
    const text = ['<PermissionSet>', ...grants, '</PermissionSet>'].join('\n');
    const set = permissionSetFromDocument(readDocument(file, text), source);
    expect(set).to.deep.include({ name: 'Acme_Access', label: 'Acme Access', isProfile: false });
    expect(set.userPermissions).to.deep.equal([{ value: 'ApiEnabled', at: { file, startLine: 7, startColumn: 1 } }]);
    expect(set.objectPermissions).to.deep.equal([
      { value: { object: 'Account', access: ['read', 'view-all'] }, at: { file, startLine: 3, startColumn: 1 } },
    ]);
    expect(set.activeUsers.known).to.equal(false);
  });

  it('keeps a grant that names nothing, so that it is seen', () => {
    const text =
      '<PermissionSet><objectPermissions><allowRead>1</allowRead></objectPermissions><userPermissions><enabled>1</enabled></userPermissions></PermissionSet>';
    const set = permissionSetFromDocument(readDocument('A.permissionset', text), source);
    expect(set.objectPermissions.map(({ value }) => value)).to.deep.equal([{ object: '', access: ['read'] }]);
    expect(set.userPermissions.map(({ value }) => value)).to.deep.equal(['']);
  });

  it('reads profiles too, and grants nothing for a file that cannot be read', () => {
    const text = ['<Profile>', ...grants, '</Profile>'].join('\n');
    expect(permissionSetFromDocument(readDocument('Admin.profile', text), source)).to.deep.include({
      name: 'Admin',
      isProfile: true,
    });
    const broken = permissionSetFromDocument(readDocument('A.permissionset', '<'), source);
    expect([...broken.userPermissions, ...broken.objectPermissions]).to.deep.equal([]);
  });
});

describe('settingsFromDocuments', () => {
  const oidc = (inside: string) =>
    readDocument('OauthOidc.settings', `<OauthOidcSettings>\n${inside}\n</OauthOidcSettings>`);

  it('tells the switches that the files tell, and why it does not know the others', () => {
    const settings = settingsFromDocuments(
      [oidc('<blockOAuthUnPwFlow>true</blockOAuthUnPwFlow><isPkceRequired>false</isPkceRequired>')],
      source,
    );
    expect(settings.blockUsernamePasswordFlow).to.deep.equal({
      known: true,
      value: true,
      at: { file: 'OauthOidc.settings', startLine: 2, startColumn: 1 },
    });
    expect(settings.pkceRequired).to.deep.include({ value: false });
    expect(settings.blockUserAgentFlow).to.deep.equal({
      known: false,
      reason: 'OauthOidc.settings does not say blockOAuthUsrAgtFlow',
    });
    expect(settings.apiAccessControl).to.deep.equal({ known: false, reason: 'ConnectedApp.settings is not in source' });
  });

  it('takes either switch that opens secrets', () => {
    const readable = (inside: string) => {
      const text = `<ExternalClientAppSettings>${inside}</ExternalClientAppSettings>`;
      const fact = settingsFromDocuments(
        [readDocument('ExternalClientApp.settings', text)],
        source,
      ).clientSecretsReadable;
      return fact.known ? fact.value : 'unknown';
    };
    const [current, deprecated] = ['enableClientSecretInRestApiAccess', 'enableConsumerSecretApiAccess'];
    expect(readable(`<${current}>true</${current}>`)).to.equal(true);
    expect(readable(`<${current}>false</${current}><${deprecated}>true</${deprecated}>`)).to.equal(true);
    expect(readable(`<${current}>false</${current}>`)).to.equal(false);
    expect(readable(`<${deprecated}>false</${deprecated}>`)).to.equal(false);
    expect(readable('')).to.equal('unknown');
  });

  it('says when a file cannot be read', () => {
    const settings = settingsFromDocuments([readDocument('OauthOidc.settings', '<')], source);
    expect(settings.pkceRequired).to.deep.equal({ known: false, reason: 'the file OauthOidc.settings cannot be read' });
  });
});
