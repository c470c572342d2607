import { expect } from 'chai';
import { oauthChangeUnreviewed as rule } from '../../../src/audit/rules/oauthChangeUnreviewed.js';
import type { SetupChange } from '../../../src/inventory/evidence.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { findings, inOrg, orgConnectedApp, reasons, run } from './inOrg.js';

const change = (overrides: Partial<SetupChange> = {}): SetupChange => ({
  id: '0Ym000000000001',
  action: 'changeIpRelaxationPolicy',
  display: 'For connected app Billing changed IP relaxation from Enforce IP restrictions to Relax IP restrictions',
  // A Wednesday.
  at: '2026-11-18T21:30:00.000Z',
  byId: '005000000000009AAA',
  by: 'mallory@acme.example',
  ...overrides,
});
const app = orgConnectedApp();
const changed = (...changes: SetupChange[]) =>
  inOrg([app], {
    setupChanges: known({ from: '2026-05-27T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z', changes }),
  });
const ci = { deploymentUsers: ['CI@acme.example'] };

describe('oauth-change-unreviewed', () => {
  it('finds a change by somebody who does not deploy: High, with row and time', () => {
    const finding = onlyFinding(run(rule, changed(change()), ci));
    expect(finding).to.include({ app, org: 'uat', user: 'mallory@acme.example', confidence: 'medium' });
    expect(finding.subject).to.equal('changeIpRelaxationPolicy by mallory@acme.example');
    expect(finding.message).to.contain('changed the IP relaxation of Billing in uat, last on 2026-11-18');
    expect(finding.evidence).to.contain('0Ym000000000001').and.contain('2026-11-18T21:30:00.000Z');
    expect(rule.severity).to.equal(2);
  });

  it('holds for who deploys, in any case of letters, and at the times configured', () => {
    const windows = { ...ci, changeWindows: [{ days: ['wed' as const], from: '21:00', until: '22:00' }] };
    const deployed = changed(change({ by: 'ci@acme.example' }));
    expect(run(rule, deployed, ci)).to.be.empty;
    expect(run(rule, deployed, windows)).to.be.empty;
    for (const at of ['2026-11-18T22:00:00.000Z', '2026-11-19T21:30:00.000Z', '2026-11-18T20:59:00.000Z']) {
      const late = changed(change({ by: 'ci@acme.example', at }));
      expect(onlyFinding(run(rule, late, windows)).message).to.contain('outside of the change windows');
    }
  });

  it('makes one finding of many changes of a kind, and one for each kind', () => {
    const many = Array.from({ length: 500 }, (_, index) => change({ id: `0Ym${index}` }));
    const outcomes = run(rule, changed(...many, change({ action: 'changeApplicationCallbackUrl' })), ci);
    expect(findings(outcomes)).to.have.length(2);
    expect(findings(outcomes)[0]?.evidence).to.contain('497 more');
  });

  it('knows the app by its id in the text, and else by its whole name, the longest first', () => {
    const europe = orgConnectedApp({
      name: 'Billing Europe',
      label: 'Billing Europe',
      origin: { kind: 'org', org: 'uat', id: '0H4000000000002AAA' },
    });
    const nameOfApp = (display: string): string | undefined => {
      const inventory = { ...changed(change({ display })), apps: [app, europe] };
      return onlyFinding(run(rule, inventory, ci)).app?.name;
    };
    expect(nameOfApp('Assigned OAuth client credentials user U to app X (AppID: [0H4000000000002])')).to.equal(
      'Billing Europe',
    );
    expect(nameOfApp('Created temporary credentials for connected app billing europe')).to.equal('Billing Europe');
    expect(nameOfApp('changed Billing, again')).to.equal('Billing');
    expect(nameOfApp('changed Billings')).to.equal(undefined);
  });

  it('passes packages, Salesforce support, other changes and old ones', () => {
    const others = [
      change({ namespace: 'acme' }),
      change({ delegate: 'support@salesforce.com' }),
      change({ action: 'PermSetAssign' }),
      change({ at: '2026-10-23T00:00:00.000Z' }),
    ];
    expect(run(rule, changed(...others), ci)).to.be.empty;
  });

  it('finds what lets more in where nobody is configured, and cannot judge the rest', () => {
    const openings = [
      change(),
      change({
        action: 'changeUserRuntimeAccessPolicy',
        display: 'from Admin approved users are pre-authorized to All users may self-authorize for Billing',
      }),
      change({ action: 'changeOauthDefaultScope', display: 'Billing scopes from null to full, refresh_token' }),
      change({ action: 'unblockConnectedApplication', display: 'Unblocked Billing' }),
    ];
    const harmless = [
      change({ display: 'Billing from Relax IP restrictions to Enforce IP restrictions' }),
      change({ action: 'changeOauthDefaultScope', display: 'Billing scopes from full to api' }),
    ];
    const outcomes = run(rule, changed(...openings, ...harmless));
    expect(findings(outcomes).map(({ subject }) => subject?.split(' ')[0])).to.deep.equal(
      openings.map(({ action }) => action),
    );
    expect(reasons(outcomes)).to.have.length(1);
    expect(reasons(outcomes)[0])
      .to.contain('2 changes of client apps')
      .and.contain('neither deploymentUsers nor changeWindows');
  });

  it('is inconclusive without the trail', () => {
    expect(onlyReason(run(rule, inOrg([app], { setupChanges: unknown('no permission') }), ci))).to.equal(
      'no permission',
    );
  });
});
