import { expect } from 'chai';
import { tokensPredateHardening as rule } from '../../../src/audit/rules/tokensPredateHardening.js';
import type { AppAccess } from '../../../src/inventory/evidence.js';
import { known, unknown, type InventoryApp, type InventoryToken } from '../../../src/inventory/types.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { anOrgApp, aToken, inUat, ofOrg, userId } from './anOrg.js';

const access = (holders: Record<string, string[]>, applicationId = '0H4000000000001'): AppAccess => ({
  grants: [{ applicationId, parentId: '0PS000000000001AAA', parent: 'Billing_Access', isProfile: false }],
  holders,
});
const approved = access({ '0PS000000000001': [userId(1)] });
const run = (tokens: InventoryToken[], appAccess: AppAccess = approved, app: Partial<InventoryApp> = {}) =>
  ofOrg(rule, { tokens, apps: [anOrgApp(app)], evidence: { appAccess: known(appAccess) } });
const late = aToken({ id: '0CQ2', userId: userId(2), username: 'user2@acme.example' });

describe('rule tokens-predate-hardening', () => {
  it('finds tokens of users whom nothing approves, once per app', () => {
    const tokens = [aToken(), late, { ...late, id: '0CQ3', createdDate: '2025-01-01T00:00:00.000+0000' }];
    const finding = onlyFinding(run(tokens));
    expect(rule.severity).to.equal(2);
    expect(finding).to.include({ org: 'uat', user: 'user2@acme.example', confidence: 'medium' });
    expect(finding.app?.name).to.equal('Billing');
    expect(finding.message).to.equal(
      'Billing is for admin-approved users, yet 1 user whom nothing approves holds 2 tokens of it: user2@acme.example.',
    );
    expect(finding.evidence).to.equal(
      'created 2025-01-01 to 2026-10-01, last used 2026-11-20; OauthToken 0CQ2 and 0CQ3; read 2026-11-23T00:00:00.000Z',
    );
  });

  it('finds all of them when nothing opens the app', () => {
    expect(run([aToken()], { grants: [], holders: {} })).to.have.length(1);
    expect(run([aToken()], access({ '0PS000000000001': [userId(1)] }, '0H4000000000009'))).to.have.length(1);
  });

  it('holds for approved users, and for inactive ones', () => {
    expect(run([aToken({ userId: userId(1).slice(0, 15) })])).to.deep.equal([]);
    expect(run([{ ...late, userIsActive: false }])).to.deep.equal([]);
  });

  it('does not apply while users may authorise themselves, nor to apps that are not registered', () => {
    expect(run([late], approved, { permittedUsers: known('self-authorize') })).to.deep.equal([]);
    expect(run([{ ...late, appName: 'Gone' }])).to.deep.equal([]);
    const open = { apps: [anOrgApp({ permittedUsers: known('self-authorize') })], tokens: [late] };
    expect(ofOrg(rule, open)).to.deep.equal([]);
  });

  it('cannot say without the tokens, the grants, their holders, the policy or the id of the app', () => {
    const none = { inventory: { tokens: [{ org: 'uat', rows: unknown('no Customize Application') }] } };
    expect(onlyReason(ofOrg(rule, none))).to.equal('no Customize Application');
    expect(onlyReason(ofOrg(rule, { tokens: [late, { ...late, id: '0CQ3' }] }))).to.equal('it was not read');
    expect(onlyReason(run([late], access({})))).to.contain('who holds');
    expect(onlyReason(run([late], approved, { permittedUsers: unknown('no policies') }))).to.equal('no policies');
    expect(onlyReason(run([late], approved, { origin: inUat('') }))).to.contain('record id');
  });
});
