import { expect } from 'chai';
import { documentTypeOf, endingOf } from '../../src/registration/documentType.js';

describe('documentTypeOf', () => {
  it('knows source and metadata format, and paths of any system', () => {
    const expected = { type: 'ConnectedApp', name: 'Acme' };
    expect(documentTypeOf('Acme.connectedApp-meta.xml')).to.deep.equal(expected);
    expect(documentTypeOf('connectedApps/Acme.connectedApp')).to.deep.equal(expected);
    expect(documentTypeOf('a.b\\connectedApps\\Acme.connectedApp')).to.deep.equal(expected);
  });

  it('tells the satellites of an External Client App apart', () => {
    const types = ['eca', 'ecaOauth', 'ecaGlblOauth', 'ecaOauthPlcy', 'ecaPlcy', 'ecaOauthSecurity', 'ecaSamlPlcy'];
    expect(types.map((ending) => documentTypeOf(`A_x.${ending}-meta.xml`)?.type)).to.deep.equal([
      'ExternalClientApplication',
      'ExtlClntAppOauthSettings',
      'ExtlClntAppGlobalOauthSettings',
      'ExtlClntAppOauthConfigurablePolicies',
      'ExtlClntAppConfigurablePolicies',
      'ExtlClntAppOauthSecuritySettings',
      'ExtlClntAppSamlConfigurablePolicies',
    ]);
  });

  it('does not know the endings that people get wrong', () => {
    for (const ending of ['ecaGlobalOauth', 'ecaPolicy', 'ecaOauthPolicy', 'ecaSecurity']) {
      expect(documentTypeOf(`A.${ending}-meta.xml`), ending).to.equal(undefined);
    }
  });

  it('takes the settings that concern client apps and no others', () => {
    expect(documentTypeOf('settings/ConnectedApp.settings-meta.xml')?.type).to.equal('ConnectedAppSettings');
    expect(documentTypeOf('OauthOidc.settings')?.type).to.equal('OauthOidcSettings');
    expect(documentTypeOf('ExternalClientApp.settings-meta.xml')?.type).to.equal('ExternalClientAppSettings');
    expect(documentTypeOf('Security.settings-meta.xml')?.type).to.equal('SecuritySettings');
    expect(documentTypeOf('Account.settings-meta.xml')).to.equal(undefined);
  });

  it('decodes escaped names and leaves a stray percent sign alone', () => {
    expect(documentTypeOf('Sales %26 Service.profile-meta.xml')?.name).to.equal('Sales & Service');
    expect(documentTypeOf('A.B%2FC.permissionset-meta.xml')?.name).to.equal('A.B/C');
    expect(documentTypeOf('100%.profile')?.name).to.equal('100%');
  });

  it('knows nothing else', () => {
    for (const name of ['Account.object-meta.xml', 'package.xml', '.eca', '', 'eca', 'x-meta.xml']) {
      expect(documentTypeOf(name), name).to.equal(undefined);
    }
  });

  it('gives the ending of a type', () => {
    expect(endingOf('PermissionSet')).to.equal('permissionset');
    expect(endingOf('Account')).to.equal(undefined);
  });
});
