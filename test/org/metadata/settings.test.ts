import { expect } from 'chai';
import { readSettings } from './index.js';
import { createTestOrg, document, manifest, type TestOrg } from './testOrg.js';

describe('settings of the loopback org', () => {
  let org: TestOrg;
  beforeEach(() => {
    org = createTestOrg();
  });

  const secrets = (value: boolean): string =>
    document(
      'ExternalClientAppSettings',
      `<enableClientSecretInRestApiAccess>${value}</enableClientSecretInRestApiAccess>`,
    );

  it('exist without ever having been deployed', async () => {
    expect(readSettings(org.store, 'ExternalClientAppSettings').enableClientSecretInRestApiAccess).to.equal('false');
    expect(await org.retrieve('Settings', 'ExternalClientApp')).to.contain('<enableClientSecretInRestApiAccess>false<');
  });

  it('change one by one', async () => {
    const oidc = (element: string): string => document('OauthOidcSettings', `<${element}>true</${element}>`);
    await org.deploy({ 'ExternalClientApp.settings': secrets(true), 'OauthOidc.settings': oidc('isPkceRequired') });
    await org.deploy({ 'OauthOidc.settings': oidc('blockOAuthUsrAgtFlow') });
    expect(readSettings(org.store, 'OauthOidc')).to.include({ isPkceRequired: 'true', blockOAuthUsrAgtFlow: 'true' });
    expect(readSettings(org.store, 'ExternalClientApp').enableClientSecretInRestApiAccess).to.equal('true');
  });

  it('are retrieved by wildcard', async () => {
    expect(await org.retrieve('Settings', '*')).to.contain('<ConnectedAppSettings ');
  });

  it('know their fields by version', async () => {
    const types = '<types><members>ExternalClientApp</members><name>Settings</name></types>';
    const files = { 'ExternalClientApp.settings': secrets(true), 'package.xml': manifest(types, '61.0') };
    expect(await org.refusal(files)).to.contain('enableClientSecretInRestApiAccess invalid at this location');
  });

  it('carry the name of their own type when they fail', async () => {
    const { details } = await org.deploy({
      'ExternalClientApp.settings': document('ExternalClientAppSettings', '<foo/>'),
    });
    expect(details.componentFailures[0]).to.include({
      componentType: 'ExternalClientAppSettings',
      fullName: 'ExternalClientApp',
    });
  });

  it('are refused under a name that is none', async () => {
    expect(await org.refusal({ 'Nothing.settings': document('NothingSettings') })).to.contain(
      'no Settings named Nothing',
    );
  });

  it('have API Access Control only where it is provisioned', async () => {
    const files = {
      'ConnectedApp.settings': document(
        'ConnectedAppSettings',
        '<enableAdminApprovedAppsOnly>true</enableAdminApprovedAppsOnly>',
      ),
    };
    expect(await org.refusal(files)).to.contain('enableAdminApprovedAppsOnly invalid at this location');
    expect(await org.retrieve('Settings', 'ConnectedApp')).not.to.contain('enableAdminApprovedAppsOnly');
    org = createTestOrg({}, { apiAccessControl: true });
    expect(await org.retrieve('Settings', 'ConnectedApp')).to.contain('<enableAdminApprovedAppsOnly>false<');
    expect((await org.deploy(files)).status).to.equal('Succeeded');
    expect(await org.retrieve('Settings', 'ConnectedApp')).to.contain('<enableAdminApprovedAppsOnly>true<');
  });

  it('keep what this org does not interpret', async () => {
    const sessions =
      '<sessionSettings><enforceIpRangesEveryRequest>true</enforceIpRangesEveryRequest></sessionSettings>';
    await org.deploy({ 'Security.settings': document('SecuritySettings', sessions) });
    expect(await org.retrieve('Settings', 'Security')).to.contain('<enforceIpRangesEveryRequest>true<');
  });
});
