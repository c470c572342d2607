import { expect } from 'chai';
import type { ClientApp } from '../../../src/app/clientApp.js';
import { secretRotationOverdue as rule } from '../../../src/audit/rules/secretRotationOverdue.js';
import type { SetupChange } from '../../../src/inventory/evidence.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aManifest, anApp, anInventory, check, context, onlyFinding, onlyReason } from './anInventory.js';
import { inOrg, orgApp, orgConnectedApp, run } from './inOrg.js';

const rotated = (lastRotated: string | undefined, rotateEveryDays = 180, app: Partial<ClientApp> = {}) => {
  const credentials = { store: 'sf', rotateEveryDays, ...(lastRotated && { lastRotated }) };
  const manifest = aManifest({ credentials, ...app }, { lines: { 'credentials.lastRotated': 30 } });
  const apps = [anApp({ manifest })];
  return { apps, outcomes: rule.check(anInventory({ apps, manifests: [manifest] }), context) };
};

describe('secret-rotation-overdue', () => {
  it('finds a secret older than its period: Moderate', () => {
    const { apps, outcomes } = rotated('2026-05-26');
    const finding = onlyFinding(outcomes);
    expect(finding).to.include({ app: apps[0], severity: 3 });
    expect(finding.location).to.deep.equal({
      file: 'clientapps/Billing.clientapp.yaml',
      startLine: 30,
      startColumn: 1,
    });
    expect(finding.message).to.equal('The client secret of Billing is 181 days old; it should be rotated every 180.');
  });

  it('finds a secret older than a year, whatever its period: High', () => {
    expect(onlyFinding(rotated('2025-11-22', 3650).outcomes).severity).to.equal(2);
    expect(onlyFinding(rotated('2025-11-22', 90).outcomes).severity).to.equal(2);
    expect(onlyFinding(rotated('2025-11-23', 90).outcomes).severity).to.equal(3);
  });

  it('holds on the last day', () => {
    expect(rotated('2026-05-27').outcomes).to.be.empty;
    expect(rotated('2025-11-23', 3650).outcomes).to.be.empty;
  });

  it('finds it for a manifest whose registration was not read', () => {
    const credentials = { store: 'sf', rotateEveryDays: 180, lastRotated: '2026-01-01' };
    const outcomes = rule.check(anInventory({ apps: [], manifests: [aManifest({ credentials })] }), context);
    expect(onlyFinding(outcomes).appName).to.equal('Billing');
  });

  it('passes apps without a secret', () => {
    for (const model of [{ flow: 'jwt-bearer', model: 'backend' }, { model: 'cli' }, { model: 'mobile' }] as const) {
      expect(rotated('2020-01-01', 180, model).outcomes).to.be.empty;
    }
    const certificate = known('MIIB');
    const callbackUrls = known([{ value: 'https://unused.invalid/callback' }]);
    expect(check(rule, anApp({ certificate, callbackUrls }), anApp({ secretOptional: known(true) }))).to.be.empty;
  });

  it('passes packaged apps', () => {
    expect(check(rule, anApp({ managed: true }), anApp({ firstParty: true }))).to.be.empty;
  });

  it('is inconclusive without a record, or without a manifest', () => {
    expect(onlyReason(rotated(undefined).outcomes)).to.contain('credentials.lastRotated');
    expect(onlyReason(check(rule, anApp()))).to.equal('no manifest records when its secret was last rotated');
  });

  it('says it once where there are no manifests at all, and by app where there are', () => {
    const apps = [anApp(), anApp({ name: 'Other' })];
    expect(onlyReason(check(rule, ...apps))).to.contain('2 apps were last rotated: Billing, Other');
    const some = rule.check(anInventory({ apps, manifests: [aManifest({ name: 'Third' })] }), context);
    expect(some.map(({ app }) => app?.name)).to.deep.equal(['Billing', 'Other']);
  });

  describe('in an org, where no manifest records it', () => {
    const consumer = (lastModifiedDate: string, createdDate = '2025-01-01T00:00:00.000Z') => ({
      consumers: known([
        { id: '888000000000001AAA', applicationId: '0xI000000000001AAA', createdDate, lastModifiedDate },
      ]),
      setupChanges: trail(),
    });
    const trail = (...changes: SetupChange[]) =>
      known({ from: '2026-05-27T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z', changes });
    const staged = (at: string, overrides: Partial<SetupChange> = {}): SetupChange => ({
      id: '0Ym000000000001',
      action: 'generateOauthStagedCredential',
      display: 'Generated temporary credentials for connected app Billing',
      at,
      ...overrides,
    });

    it('finds an External Client App whose consumer nobody has changed for longer: at least so old', () => {
      const app = orgApp();
      const finding = onlyFinding(run(rule, inOrg([app], consumer('2026-08-24T00:00:00.000Z'))));
      expect(finding).to.include({ app, org: 'uat', severity: 3, confidence: 'medium' });
      expect(finding.message).to.equal(
        'The client secret of Billing is at least 91 days old; it should be rotated every 90.',
      );
      expect(finding.evidence).to.contain('LastModifiedDate is 2026-08-24');
      expect(onlyFinding(run(rule, inOrg([app], consumer('2025-11-01T00:00:00.000Z')))).severity).to.equal(2);
    });

    it('is inconclusive where the consumer was edited lately: that may have been no rotation', () => {
      expect(onlyReason(run(rule, inOrg([orgApp()], consumer('2026-08-25T00:00:00.000Z'))))).to.contain(
        'which may have been a rotation',
      );
    });

    it('holds for an app younger than the limit, and for a rotation that the trail shows', () => {
      const young = consumer('2026-11-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z');
      expect(run(rule, inOrg([orgApp()], young))).to.be.empty;
      const rotated = { setupChanges: trail(staged('2026-08-25T00:00:00.000Z'), staged('2026-06-01T00:00:00.000Z')) };
      expect(run(rule, inOrg([orgConnectedApp()], rotated))).to.be.empty;
    });

    it('finds one whose last rotation in the trail is too long ago', () => {
      const setupChanges = trail(
        staged('2026-08-24T00:00:00.000Z'),
        staged('2026-11-01T00:00:00.000Z', { display: 'for connected app Other' }),
      );
      const finding = onlyFinding(run(rule, inOrg([orgConnectedApp()], { setupChanges })));
      expect(finding.message).to.contain('is 91 days old');
      expect(finding.evidence).to.contain('0Ym000000000001');
    });

    it('says of a connected app that the trail does not reach further back', () => {
      const finding = onlyFinding(run(rule, inOrg([orgConnectedApp()], { setupChanges: trail() })));
      expect(finding).to.include({ severity: 3, confidence: 'medium' });
      expect(finding.message).to.contain('at least 180 days old');
      expect(finding.evidence).to.contain('what was before these 180 days nobody can tell');
    });

    it('is inconclusive where the trail of a connected app is shorter than the period', () => {
      const manifest = aManifest({ credentials: { store: 'sf', rotateEveryDays: 300 } });
      const inventory = { ...inOrg([orgConnectedApp({ manifest })], { setupChanges: trail() }), manifests: [manifest] };
      expect(onlyReason(run(rule, inventory))).to.contain('does not reach back 300 days');
    });

    it('takes the period of a manifest that does not record the day', () => {
      const credentials = { store: 'sf', rotateEveryDays: 200 };
      const manifest = aManifest({ credentials });
      const inventory = {
        ...inOrg([orgApp({ manifest })], consumer('2026-05-08T00:00:00.000Z')),
        manifests: [manifest],
      };
      expect(onlyReason(run(rule, inventory))).to.contain('which may have been a rotation');
      const older = { ...inOrg([orgApp({ manifest })], consumer('2026-05-06T00:00:00.000Z')), manifests: [manifest] };
      expect(onlyFinding(run(rule, older)).message).to.contain('at least 201 days old; it should be rotated every 200');
    });

    it('finds a record that the org contradicts', () => {
      const manifest = aManifest();
      const late = { ...inOrg([orgApp({ manifest })], consumer('2026-10-30T00:00:00.000Z')), manifests: [manifest] };
      const finding = onlyFinding(run(rule, late));
      expect(finding).to.include({ subject: 'record', confidence: 'medium' });
      expect(finding.message).to.contain('rotated on 2026-11-01').and.contain('not changed since 2026-10-30');
      const grace = { ...inOrg([orgApp({ manifest })], consumer('2026-10-31T00:00:00.000Z')), manifests: [manifest] };
      expect(run(rule, grace)).to.be.empty;
    });

    it('passes packaged apps and those without a secret', () => {
      const old = consumer('2025-01-01T00:00:00.000Z');
      for (const app of [
        orgApp({ managed: true }),
        orgApp({ firstParty: true }),
        orgApp({ secretOptional: known(true) }),
      ]) {
        expect(run(rule, inOrg([app], old))).to.be.empty;
      }
    });

    it('is inconclusive without consumers or trail, and leaves the same app of source to the org', () => {
      expect(
        onlyReason(run(rule, inOrg([orgApp()], { consumers: unknown('no consumers'), setupChanges: trail() }))),
      ).to.equal('no consumers');
      expect(
        onlyReason(
          run(
            rule,
            inOrg([orgConnectedApp(), anApp({ registration: 'connected-app' })], { setupChanges: unknown('no trail') }),
          ),
        ),
      ).to.equal('no trail');
    });
  });
});
