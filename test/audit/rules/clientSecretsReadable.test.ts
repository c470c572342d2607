import { expect } from 'chai';
import { clientSecretsReadable as rule } from '../../../src/audit/rules/clientSecretsReadable.js';
import type { OrgEvidence } from '../../../src/inventory/evidence.js';
import { known, unknown, type Fact, type InventoryApp, type Origin } from '../../../src/inventory/types.js';
import { anApp, anInventory, at, context, evidence, onlyFinding, onlyReason, unreadSecurity } from './anInventory.js';
import { aUser, permissions } from './anOrg.js';

const file = 'settings/ExternalClientApp.settings-meta.xml';
const source: Origin = { kind: 'source', file };
const inOrg: Origin = { kind: 'org', org: 'uat', id: '00D1' };
const run = (
  readable: Fact<boolean>,
  origin: Origin = source,
  apps: InventoryApp[] = [anApp()],
  orgs: OrgEvidence[] = [],
) =>
  rule.check(
    anInventory({
      apps,
      orgs,
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

  it('names who can read them in an org', () => {
    const permissionHolders = permissions({ ViewClientSecret: [1, 2], ClientSecretRotation: [] });
    const told = evidence({ users: known([aUser(1), aUser(2)]), permissionHolders });
    expect(onlyFinding(run(known(true), inOrg, [], [told])).evidence).to.equal(
      'access to consumer secrets through the REST or Metadata API is on; View Client Secret: user1@acme.example and user2@acme.example; Client Secret Rotation: nobody; read 2026-11-23T00:00:00.000Z',
    );
    expect(onlyFinding(run(known(true), inOrg, [], [evidence()])).evidence).to.contain(
      'who holds View Client Secret is not known',
    );
    const absent = ['ViewClientSecret', 'ClientSecretRotation'].map((permission) => ({
      permission,
      exists: false,
      holders: [],
    }));
    expect(
      onlyFinding(run(known(true), inOrg, [], [evidence({ permissionHolders: known(absent) })])).evidence,
    ).not.to.contain('View Client Secret');
  });
});
