import { expect } from 'chai';
import { clientSecretsReadable as rule } from '../../../src/audit/rules/clientSecretsReadable.js';
import { known, unknown, type Fact, type InventoryApp, type Origin } from '../../../src/inventory/types.js';
import { anApp, anInventory, at, context, onlyFinding, onlyReason, unreadSecurity } from './anInventory.js';

const file = 'settings/ExternalClientApp.settings-meta.xml';
const source: Origin = { kind: 'source', file };
const inOrg: Origin = { kind: 'org', org: 'uat', id: '00D1' };
const run = (readable: Fact<boolean>, origin: Origin = source, apps: InventoryApp[] = [anApp()]) =>
  rule.check(
    anInventory({
      apps,
      settings: [
        {
          origin,
          clientSecretsReadable: readable,
          apiAccessControl: unknown('not read'),
          ...unreadSecurity,
          blockUsernamePasswordFlow: unknown('not read'),
          blockUserAgentFlow: unknown('not read'),
          pkceRequired: unknown('not read'),
        },
      ],
    }),
    context,
  );

describe('rule client-secrets-readable', () => {
  it('finds the switch on', () => {
    const finding = onlyFinding(run(known(true, at(3, file))));
    expect(rule.severity).to.equal(2);
    expect(finding.location).to.deep.equal(at(3, file));
    expect(finding.message).to.contain('in the source');
    const org = onlyFinding(run(known(true), inOrg, []));
    expect(org.org).to.equal('uat');
    expect(org.message).to.contain('in uat');
  });

  it('holds when it is off', () => {
    expect(run(known(false))).to.deep.equal([]);
  });

  it('does not apply to source without External Client Apps', () => {
    const connected = [anApp({ registration: 'connected-app' }), anApp({ origin: inOrg })];
    expect(run(known(true), source, connected)).to.deep.equal([]);
  });

  it('cannot say without the setting', () => {
    expect(onlyReason(run(unknown('not in source')))).to.equal('not in source');
  });
});
