import { expect } from 'chai';
import { apiAccessControlOff as rule } from '../../../src/audit/rules/apiAccessControlOff.js';
import { known, unknown, type Fact, type Inventory, type Origin } from '../../../src/inventory/types.js';
import { anApp, anInventory, at, context, onlyFinding, onlyReason, unreadSecurity } from './anInventory.js';
import { element } from './anElement.js';

const file = 'settings/ConnectedApp.settings-meta.xml';
const source: Origin = { kind: 'source', file };
const run = (apiAccessControl: Fact<boolean>, origin: Origin = source, overrides: Partial<Inventory> = {}) =>
  rule.check(
    anInventory({
      apps: [anApp({ registration: 'connected-app' })],
      settings: [
        {
          origin,
          apiAccessControl,
          ...unreadSecurity,
          blockUsernamePasswordFlow: unknown('not read'),
          blockUserAgentFlow: unknown('not read'),
          pkceRequired: unknown('not read'),
          clientSecretsReadable: unknown('not read'),
        },
      ],
      ...overrides,
    }),
    context,
  );

describe('rule api-access-control-off', () => {
  it('finds it off', () => {
    const finding = onlyFinding(run(known(false, at(3, file))));
    expect(rule.severity).to.equal(3);
    expect(finding).not.to.have.property('severity');
    expect(finding.location).to.deep.equal(at(3, file));
    expect(onlyFinding(run(known(false), { kind: 'org', org: 'uat', id: '00D1' })).org).to.equal('uat');
  });

  it('holds when it is on', () => {
    expect(run(known(true))).to.deep.equal([]);
  });

  it('is Info where the element is absent: the feature is not provisioned', () => {
    const documents = [
      {
        type: 'ConnectedAppSettings',
        name: 'ConnectedApp',
        file,
        problems: [],
        root: element('ConnectedAppSettings', []),
      },
    ];
    const finding = onlyFinding(run(unknown('the element is absent'), source, { documents }));
    expect(finding.severity).to.equal(5);
    expect(finding.message).to.contain('Salesforce Support has not enabled it');
    expect(finding.location?.file).to.equal(file);
  });

  it('cannot say without the setting', () => {
    expect(onlyReason(run(unknown('ConnectedApp.settings is not in source')))).to.equal(
      'ConnectedApp.settings is not in source',
    );
    const present = [
      {
        type: 'ConnectedAppSettings',
        name: 'ConnectedApp',
        file,
        problems: [],
        root: element('ConnectedAppSettings', [element('enableAdminApprovedAppsOnly', 'maybe')]),
      },
    ];
    expect(onlyReason(run(unknown('neither true nor false'), source, { documents: present }))).to.equal(
      'neither true nor false',
    );
    const inOrg: Origin = { kind: 'org', org: 'uat', id: '00D1' };
    expect(onlyReason(run(unknown('no permission'), inOrg))).to.equal('no permission');
  });

  it('does not apply to source without connected apps', () => {
    expect(run(known(false), source, { apps: [anApp()] })).to.deep.equal([]);
    expect(run(unknown('not in source'), source, { apps: [] })).to.deep.equal([]);
  });
});
